package org.fovea.facerec.evaluation;

import java.util.Locale;

/// A measured rate, or a difference of two, with its confidence interval.
///
/// @param value what the data themselves give; a share, 0 to 1, or a difference of shares
/// @param interval where it lies when people are drawn anew
public record Estimate(double value, Interval interval) {
    /// In per cent: `96.4 % [94.2 %, 98.1 %]`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %% %s", 100 * value, interval);
    }
}
