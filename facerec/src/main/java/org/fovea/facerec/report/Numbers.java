package org.fovea.facerec.report;

import java.util.Locale;
import org.fovea.facerec.evaluation.Estimate;
import org.fovea.facerec.evaluation.Interval;

/// Shares as people read them: in per cent, differences in points, with a true minus sign.
final class Numbers {
    private Numbers() {}

    /// A share in per cent: `84.6`.
    static String percent(double share, int digits) {
        return number("%." + digits + "f", 100 * share);
    }

    /// A difference of shares in points, with its sign unless it is none: `+41.3`, `0.0`.
    static String points(double difference, int digits) {
        return number((difference == 0 ? "%." : "%+.") + digits + "f", 100 * difference);
    }

    /// An interval in per cent, as long as its numbers are: `81.0 to 87.7`.
    static String percent(Interval interval, int digits) {
        return percent(interval.low(), digits) + " to " + percent(interval.high(), digits);
    }

    /// A difference's interval in points: `+38.2 to +44.1`.
    static String points(Interval interval, int digits) {
        return points(interval.low(), digits) + " to " + points(interval.high(), digits);
    }

    /// Whether zero lies outside the interval, so that the sign is certain.
    static boolean offZero(Estimate difference) {
        return difference.interval().low() > 0 || difference.interval().high() < 0;
    }

    /// A number as it is: `0.62`.
    static String plain(double value, int digits) {
        return number("%." + digits + "f", value);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value).replace('-', '−');
    }
}
