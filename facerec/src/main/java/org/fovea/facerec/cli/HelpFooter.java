package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Help;

/// The text at the end of a command's help. Its paragraphs are filled to the help's width, as all the rest is; lines
/// that hold a command stay whole, so that they can be copied, and lines that begin with a space as they are.
final class HelpFooter {
    private static final Pattern COMMAND = Pattern.compile("(^|.*: +)fovea .*");

    private HelpFooter() {}

    static String render(Help help) {
        int width = help.commandSpec().usageMessage().width();
        String[] lines = help.commandSpec().usageMessage().footer();
        return String.join(
                        System.lineSeparator(),
                        filled(Stream.of(lines).map(String::format).toList(), width))
                + System.lineSeparator();
    }

    static List<String> filled(List<String> lines, int width) {
        List<String> filled = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : lines) {
            boolean whole = line.isBlank()
                    || line.startsWith(" ")
                    || COMMAND.matcher(line).matches();
            if (!whole) {
                open.append(open.isEmpty() ? "" : " ").append(line);
                continue;
            }
            fill(open, width, filled);
            filled.add(line);
        }
        fill(open, width, filled);
        return filled;
    }

    /// Puts a paragraph's words into lines, and begins another.
    private static void fill(StringBuilder paragraph, int width, List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (String word : paragraph.toString().strip().split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        paragraph.setLength(0);
    }
}
