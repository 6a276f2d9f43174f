package org.fovea.facerec.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// The error rates of verification over all thresholds, exactly: nothing is binned, equal scores are one step.
///
/// With threshold t, comparisons that score at least t are accepted:
///
/// - FMR(t) = (impostor scores ≥ t) / (impostor scores)
/// - FNMR(t) = (genuine scores < t) / (genuine scores)
///
/// Both are step functions that change at the distinct scores alone. From the lowest score, where everything is
/// accepted (FMR 1, FNMR 0), to above the highest, where nothing is (FMR 0, FNMR 1), FMR − FNMR falls at every step,
/// so it passes zero once. The **EER** is the common value where it is zero; where it jumps over zero, the value at
/// which the straight line between the two points of the curve meets FMR = FNMR. Perfect separation gives 0, scores
/// all alike 0.5, every impostor above every genuine score 1.
///
/// The **AUC** is the probability that a genuine score exceeds an impostor score, ties counting half: the area under
/// the same curve of straight lines.
///
/// Terms and definitions: ISO/IEC 19795-1. The shorthands FMR100 and FMR1000 (the lowest FNMR where the FMR is at
/// most 1 % and 0.1 %) are those of the fingerprint verification contests (FVC). Where scores hold failures to acquire
/// or to enrol, what is called FMR and FNMR here are the standard's FAR and FRR: see [Failures].
public final class ErrorRates {
    // Point k: with threshold thresholds[k], accepted[k] impostor scores are accepted and refused[k] genuine ones
    // refused. Thresholds ascend; the last accepts nothing.
    private final double[] thresholds;
    private final int[] accepted;
    private final int[] refused;
    private final int genuine;
    private final int impostor;
    private final OperatingPoint equal;

    private ErrorRates(double[] genuine, double[] impostor) {
        Arrays.sort(genuine);
        Arrays.sort(impostor);
        this.genuine = genuine.length;
        this.impostor = impostor.length;
        double[] t = new double[genuine.length + impostor.length + 1];
        int[] above = new int[t.length];
        int[] below = new int[t.length];
        int g = 0;
        int i = 0;
        int points = 0;
        while (g < genuine.length || i < impostor.length) {
            double step = g == genuine.length
                    ? impostor[i]
                    : i == impostor.length ? genuine[g] : Math.min(genuine[g], impostor[i]);
            t[points] = step;
            above[points] = impostor.length - i;
            below[points++] = g;
            while (g < genuine.length && genuine[g] == step) {
                g++;
            }
            while (i < impostor.length && impostor[i] == step) {
                i++;
            }
        }
        t[points] = Double.POSITIVE_INFINITY;
        below[points++] = genuine.length;
        thresholds = Arrays.copyOf(t, points);
        accepted = Arrays.copyOf(above, points);
        refused = Arrays.copyOf(below, points);
        equal = crossing();
    }

    /// The error rates of these scores.
    public static ErrorRates of(Scores scores) {
        return new ErrorRates(scores.genuine(), scores.impostor());
    }

    /// The error rates of these scores.
    ///
    /// @throws IllegalArgumentException if there is none of one kind, or one is not a number
    public static ErrorRates of(double[] genuine, double[] impostor) {
        return of(Scores.of(genuine, impostor));
    }

    private OperatingPoint crossing() {
        int k = 0;
        while ((long) accepted[k] * genuine > (long) refused[k] * impostor) {
            k++;
        }
        OperatingPoint after = point(k);
        OperatingPoint before = point(k - 1);
        if ((long) accepted[k] * genuine == (long) refused[k] * impostor) {
            // All thresholds above the score before, up to this one, do the same: the middle is the safest.
            return new OperatingPoint(between(before, after, 0.5), after.fmr(), after.fnmr());
        }
        double share = Crossing.share(before.fmr(), before.fnmr(), after.fmr(), after.fnmr());
        double eer = Crossing.rate(before.fmr(), after.fmr(), share);
        return new OperatingPoint(between(before, after, share), eer, eer);
    }

    private static double between(OperatingPoint before, OperatingPoint after, double share) {
        if (Double.isInfinite(after.threshold())) {
            return before.threshold();
        } else if (Double.isInfinite(before.threshold())) {
            return after.threshold();
        }
        return before.threshold() * (1 - share) + after.threshold() * share;
    }

    /// The equal error rate, 0 to 1.
    public double eer() {
        return equal.fmr();
    }

    /// A threshold at the equal error rate: in the middle of those that all have it, or between the two scores
    /// that the crossing is interpolated from; the highest score where it lies between that and accepting
    /// nothing.
    public double eerThreshold() {
        return equal.threshold();
    }

    /// The area under the ROC curve, 0 to 1.
    public double auc() {
        double area = 0;
        for (int k = 1; k < thresholds.length; k++) {
            double impostorsHere = accepted[k - 1] - accepted[k];
            double genuineAbove = genuine - 0.5 * ((double) refused[k - 1] + refused[k]);
            area += impostorsHere * genuineAbove;
        }
        return area / ((double) genuine * impostor);
    }

    /// What a threshold does to these scores.
    ///
    /// @throws IllegalArgumentException if it is not a number
    public OperatingPoint atThreshold(double threshold) {
        if (Double.isNaN(threshold)) {
            throw new IllegalArgumentException("the threshold is not a number (NaN)");
        }
        int found = Arrays.binarySearch(thresholds, threshold + 0.0);
        OperatingPoint point = point(found >= 0 ? found : -found - 1);
        return new OperatingPoint(threshold, point.fmr(), point.fnmr());
    }

    /// The point with the lowest FNMR among those whose FMR is at most `fmr`: 0.01 gives FMR100, 0.001 FMR1000, 0
    /// zeroFMR.
    ///
    /// @throws IllegalArgumentException if `fmr` does not lie within 0 and 1
    public OperatingPoint atFmr(double fmr) {
        if (!(fmr >= 0 && fmr <= 1)) {
            throw new IllegalArgumentException("a false match rate of " + fmr + "; it must lie within 0 and 1");
        }
        int low = 0;
        int high = thresholds.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (accepted[middle] / (double) impostor <= fmr) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return point(low);
    }

    /// The FNMR at an FMR, where there are impostor comparisons enough to speak of that FMR.
    ///
    /// @throws IllegalArgumentException if `fmr` does not lie within 0 and 1
    public FnmrAtFmr fnmrAtFmr(double fmr) {
        double fnmr = atFmr(fmr).fnmr();
        boolean supported = fmr >= FnmrAtFmr.lowestFmr(impostor);
        return new FnmrAtFmr(fmr, impostor, supported ? OptionalDouble.of(fnmr) : OptionalDouble.empty());
    }

    /// The receiver operating characteristic (ROC): abscissa FMR, from 0 to 1, ordinate 1 − FNMR.
    public Curve roc() {
        List<OperatingPoint> points = curve().reversed();
        return new Curve(
                points.stream().mapToDouble(OperatingPoint::fmr).toArray(),
                points.stream().mapToDouble(OperatingPoint::trueMatchRate).toArray());
    }

    /// The detection error trade-off (DET): abscissa FMR, ascending, ordinate FNMR, both as normal deviates, so
    /// that normally distributed scores give a straight line (Martin and others, "The DET curve in assessment of
    /// detection task performance", Eurospeech 1997). A rate of 0 or 1 in n comparisons, whose deviate would be
    /// infinite, stands half a comparison inside: at 1/2n and 1 − 1/2n.
    public Curve det() {
        List<OperatingPoint> points = curve().reversed();
        return new Curve(
                points.stream().mapToDouble(p -> deviate(p.fmr(), impostor)).toArray(),
                points.stream().mapToDouble(p -> deviate(p.fnmr(), genuine)).toArray());
    }

    private static double deviate(double rate, int comparisons) {
        double edge = 0.5 / comparisons;
        return Normal.quantile(Math.clamp(rate, edge, 1 - edge));
    }

    /// The points of the ROC and DET curves with thresholds ascending, from (FMR 1, FNMR 0) to (0, 1). Points in
    /// the middle of a straight piece are left out, which changes no line drawn through them.
    public List<OperatingPoint> curve() {
        List<OperatingPoint> points = new ArrayList<>();
        for (int k = 0; k < thresholds.length; k++) {
            if (k == 0 || k == thresholds.length - 1 || isCorner(k)) {
                points.add(point(k));
            }
        }
        return points;
    }

    private boolean isCorner(int k) {
        int impostorBefore = accepted[k - 1] - accepted[k];
        int impostorAfter = accepted[k] - accepted[k + 1];
        int genuineBefore = refused[k] - refused[k - 1];
        int genuineAfter = refused[k + 1] - refused[k];
        return (long) impostorBefore * genuineAfter != (long) impostorAfter * genuineBefore;
    }

    private OperatingPoint point(int k) {
        return new OperatingPoint(thresholds[k], accepted[k] / (double) impostor, refused[k] / (double) genuine);
    }
}
