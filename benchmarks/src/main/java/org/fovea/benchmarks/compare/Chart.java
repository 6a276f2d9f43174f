package org.fovea.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The ratios as bars, in SVG: a bar's length is how many times better than the best peer, its whisker goes from the
/// lowest round to the highest, the tick across it is the ratio that the project has set itself. A bar that goes on
/// beyond the axis is broken before its end.
final class Chart {
    /// Between the axis's end and the picture's, for the numbers behind the longest bars.
    static final int RIGHT = 70;
    /// An upper estimate of a letter's width, as a part of the font's size: DejaVu Sans, a wide font, has 0.52.
    static final double LETTER = 0.54;
    /// Of the text at the bottom.
    static final int SMALL = 10;

    private static final int ROW = 22;
    private static final int TOP = 44;
    private static final int PLOT = 490;
    private static final int MARGIN = 8;
    private static final int FONT = 12;
    private static final int LINE = 14;
    /// What is left of a broken bar behind its gap, the gap's width, and half of how far the cut leans.
    private static final int REST = 18;
    private static final int GAP = 8;
    private static final int SLANT = 4;

    private final StringBuilder svg = new StringBuilder();
    private final List<Outcome> outcomes;
    private final double most;
    private final int left;
    private final int width;

    private Chart(List<Outcome> outcomes) {
        this.outcomes = outcomes;
        most = axisEnd(outcomes);
        int longest =
                outcomes.stream().mapToInt(o -> o.row().title().length()).max().orElse(0);
        left = 2 * MARGIN + (int) Math.ceil(LETTER * FONT * longest);
        width = left + PLOT + RIGHT;
    }

    /// The ratio at which the axis ends. One ratio far beyond the others would make all other bars tiny, so the
    /// axis goes to the highest that is at most 5 times, or three times the median of all.
    private static double axisEnd(List<Outcome> outcomes) {
        double median = Outcome.median(outcomes.stream().map(Outcome::ratio).toList());
        double furthest = Math.max(5, 3 * median);
        double end = 1;
        for (Outcome o : outcomes) {
            double needed = o.ratio() <= furthest ? Math.min(o.highest(), furthest) : 0;
            end = Math.max(end, Math.max(needed, o.row().atLeast()));
        }
        return Math.ceil(2 * end) / 2;
    }

    static String of(Machine machine, List<Outcome> outcomes) {
        return new Chart(outcomes).draw(machine);
    }

    private String draw(Machine machine) {
        List<String> caption = lines(machine.describe(), (int) ((width - 2 * MARGIN) / (LETTER * SMALL)));
        int bottom = TOP + ROW * outcomes.size();
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"sans-serif\" font-size=\"%d\">",
                width, bottom + 12 + LINE * caption.size(), FONT);
        add("<title>Fovea against its best peer: how many times better</title>");
        add("<style>text{fill:#1f2328}.grid{stroke:#d0d7de}.even{stroke:#57606a}.bar{fill:#2f81c1}.behind{fill:#bf6a02}"
                + ".mark{stroke:#1f2328}.goal{stroke:#1a7f37;stroke-width:3}.small{fill:#57606a;font-size:" + SMALL
                + "px}"
                + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#30363d}.even{stroke:#8b949e}"
                + ".mark{stroke:#e6edf3}.goal{stroke:#3fb950}.small{fill:#8b949e}}</style>");
        add(
                "<text x=\"%d\" y=\"18\" font-size=\"14\">How many times better than the best peer (longer is"
                        + " better)</text>",
                left);
        grid();
        for (int i = 0; i < outcomes.size(); i++) {
            row(outcomes.get(i), TOP + ROW * i);
        }
        for (int i = 0; i < caption.size(); i++) {
            add(
                    "<text class=\"small\" x=\"%d\" y=\"%d\">%s</text>",
                    MARGIN, bottom + 18 + LINE * i, escaped(caption.get(i)));
        }
        return svg.append("</svg>\n").toString();
    }

    /// Lines of at most so many letters; a word that is longer than that has a line of its own.
    private static List<String> lines(String text, int letters) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > letters) {
                lines.add(line);
                line = "";
            }
            line = line.isEmpty() ? word : line + " " + word;
        }
        lines.add(line);
        return lines;
    }

    /// A line for each round ratio with its number, one between each two, and a stronger one where both are even.
    private void grid() {
        int step = 1;
        while (x(step) - x(0) < 30) {
            step *= 2;
        }
        for (int half = 0; half * step / 2.0 <= most; half++) {
            double ratio = half * step / 2.0;
            vertical("grid", x(ratio), TOP - 4, TOP + ROW * outcomes.size());
            if (half % 2 == 0) {
                add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f×</text>", x(ratio), TOP - 8, ratio);
            }
        }
        vertical("even", x(1), TOP - 4, TOP + ROW * outcomes.size());
    }

    private void row(Outcome o, int y) {
        double middle = y + ROW / 2.0;
        String title = escaped(o.row().title());
        add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", left - MARGIN, middle + 4, title);
        add("<g class=\"%s\">", o.reached() ? "bar" : "behind");
        add("<title>%s against %s</title>", title, escaped(o.best().label()));
        bar(o, y + 4, ROW - 8);
        add("</g>");
        if (o.lowest() <= most) {
            add(
                    "<line class=\"mark\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                    x(o.lowest()), middle, x(o.highest()), middle);
        }
        if (o.row().atLeast() > 0) {
            vertical("goal", x(o.row().atLeast()), y + 2, y + ROW - 2);
        }
        add(
                "<text x=\"%.1f\" y=\"%.1f\">%s</text>",
                Math.max(x(o.highest()), x(o.row().atLeast())) + 6, middle + 4, MarkdownTable.times(o, o.ratio()));
    }

    private void bar(Outcome o, int y, int height) {
        if (o.ratio() <= most) {
            add("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>", left, y, x(o.ratio()) - left, height);
            return;
        }
        int end = left + PLOT;
        int rest = end - REST;
        int cut = rest - GAP;
        piece(y, height, left, left, cut + SLANT, cut - SLANT);
        piece(y, height, rest + SLANT, rest - SLANT, end, end);
    }

    /// A piece of a broken bar, by the ends of its upper edge and of its lower one.
    private void piece(int y, int height, int upperLeft, int lowerLeft, int upperRight, int lowerRight) {
        int bottom = y + height;
        add(
                "<polygon points=\"%d,%d %d,%d %d,%d %d,%d\"/>",
                upperLeft, y, upperRight, y, lowerRight, bottom, lowerLeft, bottom);
    }

    private void vertical(String kind, double x, int from, int to) {
        add("<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", kind, x, from, x, to);
    }

    /// Where a ratio is on the axis; at its end where it lies beyond.
    private double x(double ratio) {
        return left + Math.min(ratio, most) / most * PLOT;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be this module's only use of its library
    private void add(String element, Object... values) {
        svg.append(String.format(Locale.ROOT, element, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
