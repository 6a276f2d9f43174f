import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Checks (`check`) or repairs (`apply`) the layout of every Java source below the working directory with
/// palantir-java-format.
///
/// The build runs this on the JDK it compiles with, because the formatter parses with the compiler of the JDK that runs
/// it, and Maven's own may be older than the sources.
public class Format {
    private static final int COLUMNS = 120;
    private static final Pattern COMMENT = Pattern.compile("(?<margin> */// *)(?<text>\\S.*)");
    /// What begins a paragraph of its own, or is none.
    private static final Pattern BEGINNING = Pattern.compile("@|[-*] |#|>|\\||```|\\d+\\. ");
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    public static void main(String[] args) throws IOException {
        if (args.length != 1 || !List.of("check", "apply").contains(args[0])) {
            System.err.println("usage: Format check|apply");
            System.exit(2);
        }
        boolean apply = args[0].equals("apply");
        List<Path> sources = sources(Path.of(""));
        List<String> complaints =
                sources.parallelStream().flatMap(file -> format(file, apply)).toList();
        complaints.forEach(System.err::println);
        if (!complaints.isEmpty()) {
            if (!apply) {
                System.err.println("Put the layout right with: mvn -N validate -Pformat");
            }
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> IntStream.range(0, path.getNameCount())
                            .mapToObj(i -> path.getName(i).toString())
                            .noneMatch("target"::equals))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> format(Path file, boolean apply) {
        try {
            String source = Files.readString(file);
            String wrapped = apply ? wrap(source) : source;
            List<String> lines = wrapped.lines().toList();
            List<String> complaints = IntStream.range(0, lines.size())
                    .filter(i -> overlong(lines.get(i)))
                    .mapToObj(i -> "%s:%d: the comment is too long".formatted(file, i + 1))
                    .toList();
            if (!complaints.isEmpty()) {
                return complaints.stream();
            }
            String formatted = FORMATTER.formatSourceAndFixImports(wrapped);
            if (formatted.equals(source)) {
                return Stream.empty();
            }
            if (!apply) {
                return Stream.of(file + ": not formatted");
            }
            Files.writeString(file, formatted);
            System.out.println("formatted " + file);
            return Stream.empty();
        } catch (FormatterException e) {
            return Stream.of(file + ":" + e.getMessage());
        } catch (IOException e) {
            return Stream.of(file + ": " + e);
        }
    }

    /// Whether the formatter, which counts a doc comment's indentation twice, would break this line into one that
    /// is a comment and one that is not.
    private static boolean overlong(String line) {
        String text = line.strip();
        return text.startsWith("///") && line.length() + line.indexOf(text) > COLUMNS;
    }

    /// Moves what is too much for a doc comment's line into the next line of its paragraph, or into a new one. Code
    /// and tables are left as they are.
    private static String wrap(String source) {
        List<String> lines = new ArrayList<>(source.lines().toList());
        boolean code = false;
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = COMMENT.matcher(lines.get(i));
            if (!line.matches()) {
                continue;
            }
            code ^= line.group("text").startsWith("```");
            String margin = line.group("margin");
            int end = lines.get(i).lastIndexOf(' ', COLUMNS - margin.indexOf('/'));
            if (code || !overlong(lines.get(i)) || line.group("text").startsWith("|") || end < margin.length()) {
                continue;
            }
            String rest = lines.get(i).substring(end + 1);
            lines.set(i, lines.get(i).substring(0, end).stripTrailing());
            Matcher next = COMMENT.matcher(i + 1 < lines.size() ? lines.get(i + 1) : "");
            if (next.matches() && !BEGINNING.matcher(next.group("text")).lookingAt()) {
                lines.set(i + 1, next.group("margin") + rest + " " + next.group("text"));
            } else {
                String further = line.group("text").startsWith("@")
                        ? "    "
                        : line.group("text").startsWith("- ") ? "  " : "";
                lines.add(i + 1, margin + further + rest);
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
