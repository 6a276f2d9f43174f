package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fovea.facerec.evaluation.Curve;

/// A chart drawn as SVG, in colours of the page's style: curves, points with names, and axes. Its unit is a pixel of
/// the page where the page has room for it.
final class Chart {
    private static final int LEFT = 48;
    private static final int RIGHT = 12;
    private static final int TOP = 28;
    private static final int BOTTOM = 44;

    /// The width of a letter of a point's name, and the height of a line, about.
    private static final double LETTER = 6.2;

    private static final double LINE = 12;

    /// Points of a curve nearer than this to the one before are left out.
    private static final double NEAR = 1;

    private final String title;
    private final Axis x;
    private final Axis y;
    private final int width;
    private final int height;
    private final StringBuilder drawn = new StringBuilder();
    private final List<Box> taken = new ArrayList<>();

    /// A rectangle that a mark or a name takes up.
    private record Box(double left, double top, double right, double bottom) {
        boolean meets(Box other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }
    }

    /// @param width of the whole chart, axes included
    Chart(String title, Axis x, Axis y, int width, int height) {
        this.title = title;
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
    }

    /// Draws a curve.
    ///
    /// @param style its class in the page's style
    Chart curve(Curve curve, String style) {
        StringBuilder path = new StringBuilder();
        double lastX = Double.NaN;
        double lastY = Double.NaN;
        int n = curve.x().length;
        for (int i = 0; i < n; i++) {
            double px = px(curve.x()[i]);
            double py = py(curve.y()[i]);
            boolean end = i == 0 || i == n - 1;
            if (end || Math.hypot(px - lastX, py - lastY) >= NEAR) {
                path.append(path.isEmpty() ? "M" : "L")
                        .append(number(px))
                        .append(' ')
                        .append(number(py));
                lastX = px;
                lastY = py;
            }
        }
        // The drawing's own frame cuts off what lies beyond the axes.
        drawn.append(String.format(
                Locale.ROOT,
                "<svg x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" viewBox=\"%1$d %2$d %3$d %4$d\">"
                        + "<path class=\"curve %5$s\" d=\"%6$s\"/></svg>\n",
                LEFT,
                TOP,
                width - LEFT - RIGHT,
                height - TOP - BOTTOM,
                style,
                path));
        return this;
    }

    /// Draws the line on which both axes have the same value.
    Chart diagonal() {
        double low = Math.max(x.low(), y.low());
        double high = Math.min(x.high(), y.high());
        drawn.append(line("diagonal", across(low), down(low), across(high), down(high)));
        return this;
    }

    /// Draws a level line at an ordinate, if the axis has it.
    Chart level(double value) {
        double at = y.scale().applyAsDouble(value);
        if (at >= y.low() && at <= y.high()) {
            drawn.append(line("diagonal", LEFT, down(at), width - RIGHT, down(at)));
        }
        return this;
    }

    /// Draws points with names, each name where it meets no mark and no name drawn before, if there is such a
    /// place.
    Chart points(List<Point> points) {
        for (Point point : points) {
            double px = px(point.x);
            double py = py(point.y);
            taken.add(new Box(px - 5, py - 5, px + 5, py + 5));
            drawn.append(String.format(
                    Locale.ROOT,
                    point.round
                            ? "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>\n"
                            : "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\"/>\n",
                    point.style,
                    point.round ? px : px - 4,
                    point.round ? py : py - 4));
        }
        for (Point point : points) {
            name(point.name, px(point.x), py(point.y));
        }
        return this;
    }

    /// A point with a name.
    ///
    /// @param round whether it is drawn as a disc, else as a square
    /// @param style its class in the page's style
    record Point(double x, double y, String name, boolean round, String style) {}

    private void name(String name, double px, double py) {
        double length = LETTER * name.length();
        Box best = null;
        for (int away = 0; away < 6 && best == null; away++) {
            double shift = away * LINE / 2;
            for (double[] place : new double[][] {
                {px + 8, py - shift},
                {px - 8 - length, py - shift},
                {px + 8, py + shift},
                {px - 8 - length, py + shift},
                {px - length / 2, py - LINE - shift},
                {px - length / 2, py + LINE + shift}
            }) {
                Box box = new Box(place[0], place[1] - LINE / 2, place[0] + length, place[1] + LINE / 2);
                boolean inside = box.left > LEFT && box.right < width && box.top > TOP && box.bottom < height - BOTTOM;
                if (best == null && inside && taken.stream().noneMatch(box::meets)) {
                    best = box;
                }
            }
        }
        Box box = best == null ? new Box(px + 8, py - LINE / 2, px + 8 + length, py + LINE / 2) : best;
        taken.add(box);
        drawn.append(text("name", box.left, box.bottom - 2, name));
    }

    /// The whole chart.
    String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" width=\"%1$d\" height=\"%2$d\" role=\"img\""
                        + " aria-label=\"%3$s\" xmlns=\"http://www.w3.org/2000/svg\">\n",
                width,
                height,
                Html.escape(title)));
        for (Axis.Tick tick : x.ticks()) {
            double at = across(tick.at());
            svg.append(line("grid", at, TOP, at, height - BOTTOM));
            svg.append(text("tick middle", at, height - BOTTOM + 14, tick.label()));
        }
        for (Axis.Tick tick : y.ticks()) {
            double at = down(tick.at());
            svg.append(line("grid", LEFT, at, width - RIGHT, at));
            svg.append(text("tick end", LEFT - 6, at + 4, tick.label()));
        }
        svg.append(text("title", LEFT, 16, title));
        svg.append(text("axis middle", LEFT + (width - LEFT - RIGHT) / 2.0, height - 8, x.title()));
        double middle = TOP + (height - TOP - BOTTOM) / 2.0;
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"axis middle\" transform=\"translate(12 %.1f) rotate(-90)\">%s</text>\n",
                middle,
                Html.escape(y.title())));
        return svg.append(drawn).append("</svg>\n").toString();
    }

    private double px(double value) {
        return across(x.scale().applyAsDouble(value));
    }

    private double py(double value) {
        return down(y.scale().applyAsDouble(value));
    }

    private double across(double length) {
        return LEFT + (length - x.low()) / (x.high() - x.low()) * (width - LEFT - RIGHT);
    }

    private double down(double length) {
        return height - BOTTOM - (length - y.low()) / (y.high() - y.low()) * (height - TOP - BOTTOM);
    }

    private static String line(String style, double x0, double y0, double x1, double y1) {
        return String.format(Locale.ROOT, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", style, x0, y0, x1, y1);
    }

    private static String text(String style, double x, double y, String text) {
        return String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", style, x, y, Html.escape(text));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
