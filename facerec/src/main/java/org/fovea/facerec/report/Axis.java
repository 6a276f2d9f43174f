package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.fovea.facerec.evaluation.Normal;

/// An axis of a chart.
///
/// @param title what it shows, with its unit
/// @param scale from values to lengths along the axis, rising
/// @param low where it begins, as a length
/// @param high where it ends, above `low`
/// @param ticks from low to high
record Axis(String title, DoubleUnaryOperator scale, double low, double high, List<Tick> ticks) {
    /// @param at where, as a length
    record Tick(double at, String label) {}

    /// Where rates are marked on axes of normal deviates, in per cent.
    private static final double[] RATES = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 40, 60, 80, 90, 95, 98, 99, 99.5, 99.9};

    /// Shares up to 1, marked in per cent.
    ///
    /// @param low the least share
    static Axis shares(String title, double low) {
        Axis percent = linear(title, 100 * low, 100);
        return new Axis(title, share -> 100 * share, percent.low, percent.high, percent.ticks);
    }

    /// Shares from a power of ten to 1, each power as long as the next, marked in per cent.
    ///
    /// @param decades how many powers of ten, at least 1
    static Axis decades(String title, int decades) {
        List<Tick> ticks = new ArrayList<>();
        for (int power = -decades; power <= 0; power++) {
            ticks.add(new Tick(power, plain(100 * Math.pow(10, power))));
        }
        // A share of 0 lies a power below what is shown.
        double least = Math.pow(10, -decades - 1);
        return new Axis(title, share -> Math.log10(Math.max(share, least)), -decades, 0, ticks);
    }

    /// Normal deviates, marked with the rates that they stand for, in per cent.
    ///
    /// @param low a deviate; the axis begins at the marked rate below it
    /// @param high a deviate; the axis ends at the marked rate above it
    static Axis deviates(String title, double low, double high) {
        int first = 0;
        int last = RATES.length - 1;
        while (first < last - 1 && deviate(first + 1) <= low) {
            first++;
        }
        while (last > first + 1 && deviate(last - 1) >= high) {
            last--;
        }
        List<Tick> ticks = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            ticks.add(new Tick(deviate(i), plain(RATES[i])));
        }
        return new Axis(title, deviate -> deviate, deviate(first), deviate(last), ticks);
    }

    private static double deviate(int i) {
        return Normal.quantile(RATES[i] / 100);
    }

    /// Numbers of any kind, marked at the round ones among them.
    ///
    /// @param high above `low`
    static Axis linear(String title, double low, double high) {
        double step = Math.pow(10, Math.floor(Math.log10(high - low)));
        double steps = (high - low) / step;
        step = steps >= 5 ? step : steps >= 2 ? step / 2 : step / 5;
        List<Tick> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i <= high / step + 1e-9; i++) {
            ticks.add(new Tick(i * step, plain(i * step)));
        }
        return new Axis(title, value -> value, low, high, ticks);
    }

    /// The number without needless digits: `0.1`, `20`.
    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.6f", value).replaceAll("\\.?0+$", "");
        return text.equals("-0") ? "0" : text.replace('-', '−');
    }
}
