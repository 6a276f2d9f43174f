package org.fovea.gradcam.metric;

import java.util.Arrays;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;

/// A network's confidence while a picture is taken away, or given, pixel by pixel in the order of a map (Petsiuk, Das
/// and Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models", BMVC 2018).
///
/// **Deletion** begins with the picture and puts the baseline in the place of its pixels, those that the map values
/// most first: the confidence should fall at once, so a *small* area under the curve is good. **Insertion** begins with
/// the baseline and puts the picture's pixels back in the same order: a *large* area is good. The area is that of the
/// trapezoids over shares from 0 to 1.
///
/// The map's raw values are ranked, negative ones too; pixels of one value go in an order drawn by lot ([PixelOrder]).
///
/// @param share how much of the pixels has been changed, from 0 to 1
/// @param confidence the confidence at each share
public record PixelCurve(double[] share, double[] confidence) {
    /// @throws IllegalArgumentException if the shares do not go from 0 to 1, or each has not its confidence
    public PixelCurve {
        if (share.length != confidence.length || share.length < 2 || share[0] != 0 || share[share.length - 1] != 1) {
            throw new IllegalArgumentException("a curve has a confidence at each of two or more shares from 0 to 1; "
                    + share.length + " shares and " + confidence.length + " confidences given");
        }
    }

    /// The curve of pixels taken away.
    ///
    /// @param picture (1, H, W, C)
    /// @param map of the picture's height and width
    /// @param baseline what comes in the pixels' place; RISE takes [Baseline#ZERO]
    /// @param steps how many times the network is asked after the first; at least 1, at most the pixels
    /// @param seed of the order among pixels of one value
    /// @throws IllegalArgumentException if these do not fit together
    public static PixelCurve deletion(
            Confidence confidence, Tensor picture, HeatMap map, Baseline baseline, int steps, long seed) {
        return between(confidence, picture, baseline.of(picture), map, steps, seed);
    }

    /// The curve of pixels put back.
    ///
    /// @param picture (1, H, W, C)
    /// @param map of the picture's height and width
    /// @param baseline what the pixels are put into; RISE takes [Baseline#BLUR]
    /// @param steps how many times the network is asked after the first; at least 1, at most the pixels
    /// @param seed of the order among pixels of one value
    /// @throws IllegalArgumentException if these do not fit together
    public static PixelCurve insertion(
            Confidence confidence, Tensor picture, HeatMap map, Baseline baseline, int steps, long seed) {
        return between(confidence, baseline.of(picture), picture, map, steps, seed);
    }

    private static PixelCurve between(
            Confidence confidence, Tensor start, Tensor end, HeatMap map, int steps, long seed) {
        Pictures.check(start, map);
        PixelSteps pictures = PixelSteps.of(start, end, PixelOrder.descending(map, seed), steps);
        return new PixelCurve(pictures.shares(), confidence.of(pictures.pictures()));
    }

    /// The area under the curve, from 0 to 1 for a confidence from 0 to 1.
    public double area() {
        double area = 0;
        for (int i = 1; i < share.length; i++) {
            area += (share[i] - share[i - 1]) * (confidence[i] + confidence[i - 1]) / 2;
        }
        return area;
    }

    @Override
    public String toString() {
        return "curve: share " + Arrays.toString(share) + ", confidence " + Arrays.toString(confidence);
    }
}
