package org.fovea.facerec.evaluation;

import java.util.Arrays;
import java.util.Locale;

/// A confidence interval of a rate.
///
/// @param low its lower end
/// @param high its upper end, at least `low`
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("an interval from " + low + " to " + high);
        }
    }

    /// Wilson's score interval of a proportion: right also for few trials and near 0 and 1, where the textbook's
    /// ± fails (Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927):
    ///
    /// (p + z²/2n ± z √(p (1 − p)/n + z²/4n²)) / (1 + z²/n), with z the normal quantile of (1 + confidence)/2.
    ///
    /// It takes the trials to be independent.
    ///
    /// @throws IllegalArgumentException unless 0 ≤ successes ≤ trials, trials ≥ 1 and 0 < confidence < 1
    public static Interval wilson(int successes, int trials, double confidence) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes in " + trials + " trials");
        }
        Checks.confidence(confidence);
        double z = Normal.quantile(0.5 + confidence / 2);
        double n = trials;
        double p = successes / n;
        double middle = p + z * z / (2 * n);
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        double scale = 1 + z * z / n;
        double low = successes == 0 ? 0 : (middle - half) / scale;
        double high = successes == trials ? 1 : (middle + half) / scale;
        return new Interval(low, high);
    }

    /// The interval that holds the share `confidence` of these values, cutting off as much at either end;
    /// quantiles are interpolated linearly. Sorts the array.
    static Interval ofPercentiles(double[] values, double confidence) {
        Arrays.sort(values);
        return new Interval(quantile(values, 0.5 - confidence / 2), quantile(values, 0.5 + confidence / 2));
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /// In per cent: `[94.2 %, 98.1 %]`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "[%.1f %%, %.1f %%]", 100 * low, 100 * high);
    }
}
