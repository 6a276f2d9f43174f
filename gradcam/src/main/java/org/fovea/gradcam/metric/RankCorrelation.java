package org.fovea.gradcam.metric;

import org.fovea.gradcam.HeatMap;

/// Spearman's rank correlation (1904) of two maps of one size: Pearson's correlation of the ranks of their values,
/// values that are equal sharing the mean of the ranks they take up.
///
/// It compares where maps are high and low, and no scaling of either changes it. A map of one value everywhere has no
/// order, and its correlation with anything is undefined: NaN, not 0, which would say that two orders were compared and
/// have nothing in common. Means leave it out; people are shown a dash.
public final class RankCorrelation {
    private RankCorrelation() {}

    /// Of the values with their signs: −1 where one map is highest where the other is lowest, 1 for the same order.
    ///
    /// @return −1 to 1; NaN where a map has one value only
    /// @throws IllegalArgumentException if the maps differ in size, or a value is not finite
    public static double signed(HeatMap a, HeatMap b) {
        check(a, b);
        return correlation(ranks(a.values()), ranks(b.values()));
    }

    /// Of the magnitudes: whether both maps are strong in the same places, for or against.
    ///
    /// @return −1 to 1; NaN where a map has one magnitude only
    /// @throws IllegalArgumentException if the maps differ in size, or a value is not finite
    public static double absolute(HeatMap a, HeatMap b) {
        check(a, b);
        return correlation(ranks(magnitudes(a)), ranks(magnitudes(b)));
    }

    private static void check(HeatMap a, HeatMap b) {
        Pictures.check(a, b);
        Pictures.checkFinite(a);
        Pictures.checkFinite(b);
    }

    private static float[] magnitudes(HeatMap map) {
        float[] magnitudes = map.values().clone();
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = Math.abs(magnitudes[i]);
        }
        return magnitudes;
    }

    /// Ranks from 1 up, lowest value first.
    static double[] ranks(float[] values) {
        int[] order = PixelOrder.ascending(values);
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    private static double correlation(double[] a, double[] b) {
        double mean = (a.length + 1) / 2.0; // of ranks, with ties or without
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
            bb += (b[i] - mean) * (b[i] - mean);
        }
        return aa == 0 || bb == 0 ? Double.NaN : Math.clamp(ab / Math.sqrt(aa * bb), -1.0, 1.0);
    }
}
