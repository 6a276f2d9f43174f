package org.fovea.gradcam.explanation;

/// Bilinear interpolation along one axis, as [org.fovea.gradcam.Resize] does it: pixel i of `pixels` lies at
/// (i + ½)·cells/pixels − ½ in the map, clamped to its first and last cell, between two cells.
///
/// A pixel's value is (1 − v)·((1 − u)·m\[t, l\] + u·m\[t, r\]) + v·((1 − u)·m\[b, l\] + u·m\[b, r\]) with the cells
/// and the shares u, v of the two axes.
///
/// @param first the nearer cell towards zero, one a pixel
/// @param second the other one; the same at the end of the axis
/// @param share how far the pixel lies towards the second cell, 0 to 1
public record Upsampling(int[] first, int[] second, double[] share) {
    /// @param cells of the map along the axis
    /// @param pixels of the picture along the axis
    public static Upsampling of(int cells, int pixels) {
        if (cells < 1 || pixels < 1) {
            throw new IllegalArgumentException(cells + " cells cannot be brought to " + pixels + " pixels");
        }
        int[] first = new int[pixels];
        int[] second = new int[pixels];
        double[] share = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            double at = Math.clamp((i + 0.5) * cells / pixels - 0.5, 0.0, cells - 1.0);
            first[i] = Math.min((int) at, Math.max(cells - 2, 0));
            second[i] = Math.min(first[i] + 1, cells - 1);
            share[i] = at - first[i];
        }
        return new Upsampling(first, second, share);
    }

    @Override
    public String toString() {
        return "upsampling of " + (second[second.length - 1] + 1) + " cells to " + share.length + " pixels";
    }
}
