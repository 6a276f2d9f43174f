package org.fovea.facerec.evaluation;

import java.util.Arrays;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Failures to acquire and to enrol, counted as errors: what has no score is given −∞, which no threshold accepts and
/// no rank holds.
///
/// ISO/IEC 19795-1 keeps the algorithm's errors (FMR, FNMR: shares of the comparisons that took place) apart from the
/// system's (FAR, FRR: shares of all that were attempted). With the failure-to-acquire rate FTA, the share of probes
/// of which the system made nothing,
///
/// - FRR = FTA + FNMR (1 − FTA)
/// - FAR = FMR (1 − FTA)
///
/// and the failure-to-enrol rate FTE, the share of people the gallery does not hold, enters in the same way (the
/// generalised rates GFRR and GFAR). Scores of −∞ give exactly these: a failed probe is refused as its own person and
/// as everyone else. Leaving such probes out would let a system look better by reading less.
public final class Failures {
    private Failures() {}

    /// The scores of all probes, from those of the probes that were acquired.
    ///
    /// @param scores (acquired probes, people), in the probes' order
    /// @param acquired for each probe whether it was acquired
    /// @return (probes, people), with a row of −∞ for each failure to acquire
    /// @throws IllegalArgumentException if the numbers of rows do not fit
    public static Tensor toAcquire(Tensor scores, boolean... acquired) {
        checkCount(scores, 0, "rows", "probes acquired", acquired);
        int people = scores.shape().extent(1);
        Tensor all = refused(acquired.length, people);
        for (int i = 0, row = 0; i < acquired.length; i++) {
            if (acquired[i]) {
                System.arraycopy(scores.data(), row++ * people, all.data(), i * people, people);
            }
        }
        return all;
    }

    /// The scores against all people, from those against the people who were enrolled.
    ///
    /// @param scores (probes, people enrolled), in the people's order
    /// @param enrolled for each person whether the gallery holds them
    /// @return (probes, people), with a column of −∞ for each failure to enrol
    /// @throws IllegalArgumentException if the numbers of columns do not fit
    public static Tensor toEnrol(Tensor scores, boolean... enrolled) {
        checkCount(scores, 1, "columns", "people enrolled", enrolled);
        int probes = scores.shape().extent(0);
        int columns = scores.shape().extent(1);
        Tensor all = refused(probes, enrolled.length);
        for (int c = 0, column = 0; c < enrolled.length; c++) {
            if (enrolled[c]) {
                for (int i = 0; i < probes; i++) {
                    all.data()[i * enrolled.length + c] = scores.data()[i * columns + column];
                }
                column++;
            }
        }
        return all;
    }

    private static Tensor refused(int probes, int people) {
        float[] scores = new float[Math.multiplyExact(probes, people)];
        Arrays.fill(scores, Float.NEGATIVE_INFINITY);
        return Tensor.of(Shape.of(probes, people), scores);
    }

    private static void checkCount(Tensor scores, int axis, String lines, String what, boolean[] succeeded) {
        int count = Accuracy.count(succeeded);
        if (scores.shape().rank() != 2 || scores.shape().extent(axis) != count) {
            throw new IllegalArgumentException(count + " of " + succeeded.length + " " + what + ", so " + count + " "
                    + lines + " of scores expected, found shape " + scores.shape());
        }
    }
}
