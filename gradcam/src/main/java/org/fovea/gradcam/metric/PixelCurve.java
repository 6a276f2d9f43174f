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
    public PixelCurve {
        if (share.length != confidence.length || share.length < 2 || share[0] != 0 || share[share.length - 1] != 1) {
            throw new IllegalArgumentException("a curve has a confidence at each of two or more shares from 0 to 1; "
                    + share.length + " shares and " + confidence.length + " confidences given");
        }
    }

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
        int pixels = map.values().length;
        if (steps < 1 || steps > pixels) {
            throw new IllegalArgumentException(
                    "a curve over " + pixels + " pixels has 1 to " + pixels + " steps, found " + steps);
        }
        int channels = start.shape().channels();
        int[] order = PixelOrder.descending(map, seed);
        Tensor batch = Tensor.zeros(start.shape().example().batch(steps + 1));
        float[] changed = start.data().clone();
        double[] share = new double[steps + 1];
        int done = 0;
        for (int step = 0; step <= steps; step++) {
            int until = (int) Math.round((double) step * pixels / steps);
            for (; done < until; done++) {
                int at = order[done] * channels;
                System.arraycopy(end.data(), at, changed, at, channels);
            }
            share[step] = (double) done / pixels;
            System.arraycopy(changed, 0, batch.data(), step * changed.length, changed.length);
        }
        return new PixelCurve(share, confidence.of(batch));
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
