package org.fovea.tests.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fovea.tests.Repository;

/// A page of `docs` whose numbers are held against what is computed, sentence by sentence; what no sentence has asked
/// for is found at the end.
final class PrintedPage {
    private static final String NUMBER = "([−-]?\\d+(?:\\.\\d+)?)";
    /// Half a unit of the last digit, and what another machine's rounding may add.
    private static final double UNITS = 0.52;
    /// Code, links, addresses and numbers of papers; what is printed in them is no result.
    private static final Pattern APART =
            Pattern.compile("(?s)```.*?```|`[^`\\n]*`|\\]\\([^)]*\\)|<img[^>]*>|arXiv:\\S+|(?m:^#+ [^\\n]*$)");

    private static final Pattern RESULT = Pattern.compile("\\d+\\.\\d+|\\d+ %");

    private final String name;
    private final String text;
    private final boolean[] held;

    private PrintedPage(String name, String text) {
        this.name = name;
        this.text = text;
        held = new boolean[text.length()];
    }

    static PrintedPage read(String name) throws IOException {
        String page = Files.readString(Repository.root().resolve("docs").resolve(name));
        String kept = APART.matcher(page).replaceAll(apart -> Matcher.quoteReplacement(blank(apart)));
        return new PrintedPage(name, kept.replaceAll("\\s+", " "));
    }

    /// Keeps what stands between backticks as a word, since sentences name layers.
    private static String blank(MatchResult apart) {
        return apart.group().matches("`\\w+`") ? apart.group() : " ";
    }

    /// Holds that a sentence stands on the page with these numbers, each at the precision it is printed with.
    ///
    /// @param sentence a number for each {}
    void says(String sentence, double... values) {
        String[] words = sentence.split("\\{\\}", -1);
        assertEquals(values.length, words.length - 1, "numbers in: " + sentence);
        String pattern = Stream.of(words).map(Pattern::quote).collect(Collectors.joining(NUMBER));
        Matcher found = Pattern.compile(pattern).matcher(text);
        boolean any = false;
        List<String> differing = new ArrayList<>();
        while (found.find()) {
            any = true;
            String wrong = wrong(found, values);
            if (wrong.isEmpty()) {
                Arrays.fill(held, found.start(), found.end(), true);
                return;
            }
            differing.add(wrong);
        }
        assertTrue(any, name + " does not say: " + filled(sentence, values));
        throw new AssertionError(name + ": \"" + sentence + "\": " + String.join("; or ", differing));
    }

    private static String wrong(Matcher found, double[] values) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            String printed = found.group(i + 1).replace('−', '-');
            int point = printed.indexOf('.');
            int decimals = point < 0 ? 0 : printed.length() - point - 1;
            double unit = Math.pow(10, -decimals);
            if (Math.abs(Double.parseDouble(printed) - values[i]) > UNITS * unit) {
                wrong.add("prints " + printed + " for " + values[i]);
            }
        }
        return String.join(", ", wrong);
    }

    private static String filled(String sentence, double[] values) {
        String filled = sentence;
        for (double value : values) {
            filled = filled.replaceFirst("\\{\\}", String.format(Locale.ROOT, "%.7g", value));
        }
        return filled;
    }

    /// The arrays that the page prints under a name, in tables without headings or with empty ones: their rows.
    double[][] table(String heading, int rows, int columns) {
        String row = "\\|" + (" " + NUMBER + " \\|").repeat(columns) + " ?";
        String frame = " \\|(?: \\|)+ \\|(?:-+:?\\|)+ ";
        Matcher found = Pattern.compile(Pattern.quote(heading) + frame + "((?:" + row + "){" + rows + "})")
                .matcher(text);
        assertTrue(found.find(), name + " prints no " + rows + "×" + columns + " numbers under " + heading);
        Arrays.fill(held, found.start(), found.end(), true);
        double[] all = Pattern.compile(NUMBER)
                .matcher(found.group(1))
                .results()
                .mapToDouble(number -> Double.parseDouble(number.group().replace('−', '-')))
                .toArray();
        double[][] table = new double[rows][columns];
        for (int i = 0; i < all.length; i++) {
            table[i / columns][i % columns] = all[i];
        }
        return table;
    }

    /// Holds that the page prints this table under a name.
    ///
    /// @param values row by row
    void shows(String heading, int rows, int columns, double decimals, float[] values) {
        double[][] table = table(heading, rows, columns);
        for (int i = 0; i < values.length; i++) {
            assertEquals(
                    values[i],
                    table[i / columns][i % columns],
                    UNITS * Math.pow(10, -decimals),
                    name + ": " + heading + ", row " + i / columns + ", column " + i % columns);
        }
    }

    /// Holds that no decimal number and no percentage is left on the page that was not asked for.
    void saysNoOtherResults() {
        List<String> left = RESULT.matcher(text)
                .results()
                .filter(result -> !held[result.start()])
                .map(result ->
                        text.substring(Math.max(0, result.start() - 40), Math.min(text.length(), result.end() + 20)))
                .toList();
        assertEquals(List.of(), left, name + " prints what nothing recomputes");
    }
}
