package org.fovea.facerec.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.fovea.facerec.evaluation.Curve;
import org.fovea.facerec.evaluation.FoldedAccuracy;
import org.fovea.facerec.verification.PairFigures;

/// The charts of a list of pairs: ROC, and how the scores of either kind of pairs are distributed.
final class PairsCharts {
    private static final String GENUINE = "ours";
    private static final String IMPOSTOR = "plain";
    private static final String THRESHOLD = "diagonal";

    /// The width of a bar of the distributions, as a score: some dozen bars hold a kind's pairs.
    private static final double BAR = 0.05;

    private final PairFigures figures;
    private final double[] genuine;
    private final double[] impostor;

    PairsCharts(PairFigures figures) {
        this.figures = figures;
        genuine = figures.scores(true);
        impostor = figures.scores(false);
    }

    String roc() {
        int impostors = impostor.length + figures.unscored(false);
        return RocChart.of("ROC", impostors, List.of(figures.roc()))
                .curve(figures.roc(), GENUINE)
                .svg();
    }

    /// The shares of the pairs of either kind, bar by bar, as outlines; and the folds' thresholds.
    String distributions() {
        // An empty bar at either end, so that outlines begin and end at 0.
        int first = (int) bars().min().orElse(0) - 1;
        int last = (int) bars().max().orElse(0) + 1;
        Curve ofGenuine = outline(genuine, first, last);
        Curve ofImpostors = outline(impostor, first, last);
        double highest = 1.05 * Math.max(highest(ofGenuine), highest(ofImpostors));
        Chart chart = new Chart(
                        "Scores",
                        Axis.linear("score (cosine)", BAR * first, BAR * (last + 1)),
                        Axis.linear("pairs of a kind in %", 0, highest),
                        RocChart.WIDTH,
                        RocChart.HEIGHT)
                .curve(ofImpostors, IMPOSTOR)
                .curve(ofGenuine, GENUINE);
        for (FoldedAccuracy.Fold fold : figures.folds()) {
            double at = fold.threshold();
            chart.curve(new Curve(new double[] {at, at}, new double[] {0, highest}), THRESHOLD);
        }
        return chart.svg();
    }

    List<Html.Line> legend() {
        return List.of(
                new Html.Line(GENUINE, "pairs of one person; the ROC"),
                new Html.Line(IMPOSTOR, "pairs of two people"),
                new Html.Line(THRESHOLD, figures.folds().size() == 1 ? "the threshold" : "the folds' thresholds"));
    }

    private DoubleStream bars() {
        return DoubleStream.concat(Arrays.stream(genuine), Arrays.stream(impostor))
                .map(PairsCharts::bar);
    }

    private static double bar(double score) {
        return Math.floor(score / BAR);
    }

    /// The upper edge of the bars from the first to the last, in per cent of all the scores.
    private static Curve outline(double[] scores, int first, int last) {
        int[] counts = new int[last - first + 1];
        for (double score : scores) {
            counts[(int) bar(score) - first]++;
        }
        double[] x = new double[2 * counts.length];
        double[] y = new double[x.length];
        for (int i = 0; i < counts.length; i++) {
            x[2 * i] = BAR * (first + i);
            x[2 * i + 1] = BAR * (first + i + 1);
            Arrays.fill(y, 2 * i, 2 * i + 2, 100.0 * counts[i] / Math.max(1, scores.length));
        }
        return new Curve(x, y);
    }

    private static double highest(Curve outline) {
        return Arrays.stream(outline.y()).max().orElseThrow();
    }
}
