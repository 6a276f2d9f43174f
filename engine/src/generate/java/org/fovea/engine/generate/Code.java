package org.fovea.engine.generate;

import java.util.List;

/// A source file in the making, line by line, laid out as the build's formatter would have it.
///
/// It breaks no statements: a line that is too long is refused, and the template gives the value a name.
final class Code {
    private static final int COLUMNS = 120;
    private static final String STEP = "    ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /// Lines at the depth of the blocks open here.
    Code add(String lines) {
        lines.lines().forEach(this::line);
        return this;
    }

    private void line(String line) {
        String indented = line.isEmpty() ? "" : STEP.repeat(depth) + line;
        if (indented.length() > COLUMNS) {
            throw new IllegalStateException("a line of " + indented.length() + " characters: " + line);
        }
        text.append(indented).append('\n');
    }

    /// A doc comment: paragraphs filled anew, what stands between fences left as it is.
    Code doc(String text) {
        for (String paragraph : text.strip().split("\n\n")) {
            if (text.strip().indexOf(paragraph) > 0) {
                line("///");
            }
            if (paragraph.startsWith("```")) {
                paragraph.lines().forEach(l -> line("/// " + l));
            } else {
                fill(paragraph);
            }
        }
        return this;
    }

    private void fill(String paragraph) {
        StringBuilder line = new StringBuilder("///");
        for (String word : paragraph.split("\\s+")) {
            // The formatter counts a doc comment's indentation twice.
            if (line.length() + 1 + word.length() > COLUMNS - 2 * depth * STEP.length()) {
                line(line.toString());
                line.setLength(3);
            }
            line.append(' ').append(word);
        }
        line(line.toString());
    }

    /// Begins a block: `head {`.
    Code open(String head) {
        add(head + " {");
        depth++;
        return this;
    }

    /// Begins a method, its parameters in one line, in the next line, or in a line each.
    Code open(String head, List<String> parameters) {
        String all = String.join(", ", parameters) + ") {";
        int left = COLUMNS - depth * STEP.length();
        if (head.length() + 1 + all.length() <= left) {
            add(head + "(" + all);
        } else if (2 * STEP.length() + all.length() <= left) {
            add(head + "(").add(STEP.repeat(2) + all);
        } else {
            add(head + "(").add(STEP.repeat(2) + String.join(",\n" + STEP.repeat(2), parameters) + ") {");
        }
        depth++;
        return this;
    }

    /// Ends the innermost block.
    Code close() {
        depth--;
        return add("}");
    }

    /// Ends the innermost block and begins its other side.
    Code orElse() {
        depth--;
        return open("} else");
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /// ` + offset`, `base` alone where the offset is nothing: `sum("at", 2, "stride")` is `at + 2 * stride`.
    static String sum(String base, int times, String unit) {
        return switch (times) {
            case 0 -> base;
            case 1 -> base + " + " + unit;
            default -> base + " + " + times + " * " + unit;
        };
    }
}
