package org.fovea.facerec.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.fovea.facerec.evaluation.Curve;

/// A chart for ROC curves: the share of genuine comparisons accepted, 1 − FNMR, by the FMR, which is in powers of ten.
final class RocChart {
    static final int WIDTH = 464;
    static final int HEIGHT = 380;

    /// FMRs below this are not drawn.
    private static final double LEAST_RATE = 0.001;

    /// The axis of true match rates begins here or lower.
    private static final double LEAST_SPAN = 0.9;

    private RocChart() {}

    /// A chart with nothing in it yet, whose axes have room for these curves.
    static Chart of(String title, long impostorPairs, List<Curve> curves) {
        double least = leastRate(impostorPairs);
        double lowest = ordinates(curves, least, 1).min().orElse(0);
        double low = Math.min(LEAST_SPAN, lowest - 0.05 * (1 - lowest));
        return new Chart(
                title,
                Axis.decades("false match rate in %", (int) Math.round(-Math.log10(least))),
                Axis.shares("true match rate in %", Math.max(0, low)),
                WIDTH,
                HEIGHT);
    }

    /// The least FMR drawn: a power of ten at which three impostor comparisons are accepted or more.
    static double leastRate(long impostorPairs) {
        return impostorPairs * LEAST_RATE >= 3 ? LEAST_RATE : 10 * LEAST_RATE;
    }

    /// The ordinates of curves between two abscissae.
    static DoubleStream ordinates(List<Curve> curves, double from, double to) {
        return curves.stream()
                .flatMapToDouble(points -> IntStream.range(0, points.x().length)
                        .filter(i -> points.x()[i] >= from && points.x()[i] <= to)
                        .mapToDouble(i -> points.y()[i]));
    }
}
