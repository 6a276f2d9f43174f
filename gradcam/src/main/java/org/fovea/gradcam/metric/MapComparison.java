package org.fovea.gradcam.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Resize;
import org.fovea.gradcam.Scaling;

/// How much two maps of one picture have in common, by the measures of Adebayo, Gilmer, Muelly, Goodfellow, Hardt and
/// Kim, "Sanity Checks for Saliency Maps", NeurIPS 2018: what is left of a map when the network's weights, or the
/// labels it learned, are replaced by random ones. A method whose maps stay as they were does not show what the network
/// has learned.
///
/// @param signed Spearman's rank correlation of the raw values ([RankCorrelation]), −1 to 1; NaN where a map has one
///     value only
/// @param absolute the same of their magnitudes
/// @param similarity SSIM of the maps as they are shown: positive part, scaled to \[0, 1\], at a picture's size
///     ([StructuralSimilarity])
public record MapComparison(double signed, double absolute, double similarity) {
    /// @param a raw
    /// @param b raw, of the same size
    /// @param height to which maps are resized for SSIM, at least 11
    /// @param width to which maps are resized for SSIM, at least 11
    /// @throws IllegalArgumentException if the maps differ in size, or a value is not finite
    public static MapComparison of(HeatMap a, HeatMap b, int height, int width) {
        return new MapComparison(
                RankCorrelation.signed(a, b),
                RankCorrelation.absolute(a, b),
                StructuralSimilarity.of(shown(a, height, width), shown(b, height, width)));
    }

    /// Each measure's mean over the comparisons in which it is a number; NaN where there is none.
    public static MapComparison mean(List<MapComparison> comparisons) {
        return new MapComparison(
                mean(comparisons, MapComparison::signed),
                mean(comparisons, MapComparison::absolute),
                mean(comparisons, MapComparison::similarity));
    }

    private static double mean(List<MapComparison> comparisons, ToDoubleFunction<MapComparison> measure) {
        return comparisons.stream()
                .mapToDouble(measure)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private static HeatMap shown(HeatMap map, int height, int width) {
        HeatMap positive = Scaling.toUnit(Resize.bilinear(map.positive(), height, width));
        float[] values = positive.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i], 0f, 1f); // rounding may leave it a hair above
        }
        return positive;
    }
}
