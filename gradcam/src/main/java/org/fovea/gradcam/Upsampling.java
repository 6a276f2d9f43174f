package org.fovea.gradcam;

import java.util.function.IntToDoubleFunction;

/// Bilinear interpolation along one axis, which [Resize] does along two: pixel i of `pixels` lies at (i +
/// ½)·cells/pixels − ½ in the map, clamped to its first and last cell, between two cells.
///
/// A pixel's value is (1 − v)·((1 − u)·m\[t, l\] + u·m\[t, r\]) + v·((1 − u)·m\[b, l\] + u·m\[b, r\]) with the cells
/// and the shares u, v of the two axes.
///
/// @param first the nearer cell towards zero, one a pixel
/// @param second the other one; the same at the end of the axis
/// @param share how far the pixel lies towards the second cell, 0 to 1
public record Upsampling(int[] first, int[] second, double[] share) {
    /// With half-pixel centres.
    ///
    /// @param cells of the map along the axis
    /// @param pixels of the picture along the axis
    /// @throws IllegalArgumentException if either is below 1
    public static Upsampling of(int cells, int pixels) {
        return of(cells, pixels, i -> Math.clamp((i + 0.5) * cells / pixels - 0.5, 0.0, cells - 1.0));
    }

    /// With the corners aligned: the first and the last cell fall on the first and the last pixel, pixel i lying at
    /// i·(cells − 1)/(pixels − 1).
    ///
    /// @param cells of the map along the axis
    /// @param pixels of the picture along the axis
    /// @throws IllegalArgumentException if either is below 1
    public static Upsampling ofAlignedCorners(int cells, int pixels) {
        return of(cells, pixels, i -> pixels == 1 ? 0 : (double) i * (cells - 1) / (pixels - 1));
    }

    private static Upsampling of(int cells, int pixels, IntToDoubleFunction position) {
        if (cells < 1 || pixels < 1) {
            throw new IllegalArgumentException(cells + " cells cannot be brought to " + pixels + " pixels");
        }
        int[] first = new int[pixels];
        int[] second = new int[pixels];
        double[] share = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            double at = position.applyAsDouble(i);
            first[i] = Math.min((int) at, Math.max(cells - 2, 0));
            second[i] = Math.min(first[i] + 1, cells - 1);
            share[i] = at - first[i];
        }
        return new Upsampling(first, second, share);
    }

    @Override
    public String toString() {
        return "upsampling to " + share.length + " pixels";
    }
}
