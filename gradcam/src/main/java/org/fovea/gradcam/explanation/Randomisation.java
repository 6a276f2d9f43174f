package org.fovea.gradcam.explanation;

import java.util.List;

/// What becomes of maps when the network's layers are randomised one after the other from the top (the cascading
/// randomisation of Adebayo and others, "Sanity Checks for Saliency Maps", NeurIPS 2018). A map that stays as it was
/// although what the network had learned is gone does not show what the network had learned.
///
/// @param methods whose maps, by the name the command line has
/// @param steps the first with the network as it is, then one a layer with parameters, the output's first
public record Randomisation(List<String> methods, List<Step> steps) {
    /// @param node the layer that was randomised in this step, with all above it; empty for the network as it is
    /// @param value Y of the randomised network
    /// @param maps raw and signed, one a method
    /// @param correlation Spearman's rank correlation of each map with the method's first, from −1 to 1
    public record Step(String node, double value, List<float[]> maps, double[] correlation) {}

    /// Spearman's rank correlation of two maps: Pearson's of the ranks, equal values sharing theirs; 0 where a map is
    /// constant.
    public static double rankCorrelation(float[] a, float[] b) {
        double[] ra = ranks(a);
        double[] rb = ranks(b);
        double mean = (a.length + 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < ra.length; i++) {
            ab += (ra[i] - mean) * (rb[i] - mean);
            aa += (ra[i] - mean) * (ra[i] - mean);
            bb += (rb[i] - mean) * (rb[i] - mean);
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }

    private static double[] ranks(float[] values) {
        Integer[] order = new Integer[values.length];
        java.util.Arrays.setAll(order, i -> i);
        java.util.Arrays.sort(order, java.util.Comparator.comparing(i -> values[i]));
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
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
}
