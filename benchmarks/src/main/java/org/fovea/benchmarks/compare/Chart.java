package org.fovea.benchmarks.compare;

import java.util.List;
import java.util.Locale;

/// The ratios as bars, in SVG: a bar's length is how many times better than the best peer, its whisker goes from the
/// lowest round to the highest, the tick across it is the ratio that the project has set itself.
final class Chart {
    private static final int ROW = 22;
    private static final int LEFT = 400;
    private static final int WIDTH = 960;
    private static final int TOP = 44;
    private static final int RIGHT = 70;

    private final StringBuilder svg = new StringBuilder();
    private final List<Outcome> outcomes;
    private final double most;

    private Chart(List<Outcome> outcomes) {
        this.outcomes = outcomes;
        double largest = outcomes.stream()
                .mapToDouble(o -> Math.max(o.highest(), o.row().atLeast()))
                .max()
                .orElse(1);
        most = Math.max(1, Math.ceil(2 * largest) / 2);
    }

    static String of(Machine machine, List<Outcome> outcomes) {
        return new Chart(outcomes).draw(machine);
    }

    private String draw(Machine machine) {
        int height = TOP + ROW * outcomes.size() + 34;
        add(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH,
                height));
        add(String.format(Locale.ROOT, "<title>Fovea against its best peer: how many times better</title>%n"));
        add(String.format(
                Locale.ROOT,
                "<style>text{fill:#1f2328}.grid{stroke:#d0d7de}.even{stroke:#57606a}.bar{fill:#2f81c1}.behind{fill:#bf6a02}"
                    + ".mark{stroke:#1f2328}.goal{stroke:#1a7f37;stroke-width:3}.small{fill:#57606a;font-size:10px}"
                    + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#30363d}.even{stroke:#8b949e}"
                    + ".mark{stroke:#e6edf3}.goal{stroke:#3fb950}.small{fill:#8b949e}}</style>%n"));
        add(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"18\" font-size=\"14\">How many times better than the best peer (longer is"
                        + " better)</text>%n",
                LEFT));
        grid();
        for (int i = 0; i < outcomes.size(); i++) {
            bar(outcomes.get(i), TOP + ROW * i);
        }
        add(String.format(
                Locale.ROOT,
                "<text class=\"small\" x=\"8\" y=\"%d\">%s</text>%n",
                height - 10,
                escaped(machine.describe())));
        return add("</svg>\n").toString();
    }

    private void grid() {
        int bottom = TOP + ROW * outcomes.size();
        for (int half = 0; half <= 2 * most; half++) {
            double x = x(half / 2.0);
            add(String.format(
                    Locale.ROOT,
                    "<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    half == 2 ? "even" : "grid",
                    x,
                    TOP - 4,
                    x,
                    bottom));
            if (half % 2 == 0) {
                add(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d×</text>%n",
                        x,
                        TOP - 8,
                        half / 2));
            }
        }
    }

    private void bar(Outcome o, int y) {
        double end = x(o.ratio());
        double middle = y + ROW / 2.0;
        add(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                LEFT - 8,
                middle + 4,
                escaped(o.row().title())));
        add(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s against"
                        + " %s</title></rect>%n",
                o.reached() ? "bar" : "behind",
                LEFT,
                y + 4,
                end - LEFT,
                ROW - 8,
                escaped(o.row().title()),
                escaped(o.best().label())));
        add(String.format(
                Locale.ROOT,
                "<line class=\"mark\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                x(o.lowest()),
                middle,
                x(o.highest()),
                middle));
        if (o.row().atLeast() > 0) {
            double goal = x(o.row().atLeast());
            add(String.format(
                    Locale.ROOT,
                    "<line class=\"goal\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    goal,
                    y + 2,
                    goal,
                    y + ROW - 2));
        }
        add(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                Math.max(x(o.highest()), x(o.row().atLeast())) + 6,
                middle + 4,
                MarkdownTable.times(o, o.ratio())));
    }

    private double x(double ratio) {
        return LEFT + ratio / most * (WIDTH - LEFT - RIGHT);
    }

    private StringBuilder add(String element) {
        return svg.append(element);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
