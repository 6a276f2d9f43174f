package org.fovea.gradcam;

/// Bringing maps to a picture's size.
public final class Resize {
    private Resize() {}

    /// Bilinear interpolation with half-pixel centres, edges clamped, as OpenCV's INTER_LINEAR: target pixel i lies
    /// at (i + ½)·h/H − ½ of the map.
    ///
    /// @throws IllegalArgumentException if height or width is below 1, or one array cannot hold the map
    public static HeatMap bilinear(HeatMap map, int height, int width) {
        if (height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a map cannot be brought to " + height + "×" + width + " cells");
        }
        float[] values = bilinear(map.values(), map.height(), map.width(), height, width, false);
        return new HeatMap(height, width, values, map.method(), map.layer(), map.target());
    }

    /// Bilinear interpolation of `h × w` values, row by row.
    ///
    /// @param alignCorners whether the first and last values of a row or column fall on the first and last pixels,
    ///     target pixel i lying at i·(h − 1)/(H − 1), instead of half-pixel centres
    public static float[] bilinear(float[] from, int h, int w, int height, int width, boolean alignCorners) {
        float[] values = new float[height * width];
        for (int i = 0; i < height; i++) {
            double y = position(i, h, height, alignCorners);
            int top = Math.min((int) y, Math.max(h - 2, 0));
            int bottom = Math.min(top + 1, h - 1);
            for (int j = 0; j < width; j++) {
                double x = position(j, w, width, alignCorners);
                int left = Math.min((int) x, Math.max(w - 2, 0));
                int right = Math.min(left + 1, w - 1);
                double above = mix(from[top * w + left], from[top * w + right], x - left);
                double below = mix(from[bottom * w + left], from[bottom * w + right], x - left);
                values[i * width + j] = (float) mix(above, below, y - top);
            }
        }
        return values;
    }

    private static double position(int i, int from, int to, boolean alignCorners) {
        if (alignCorners) {
            return to == 1 ? 0 : (double) i * (from - 1) / (to - 1);
        }
        return clamp((i + 0.5) * from / to - 0.5, from - 1);
    }

    private static double clamp(double v, int last) {
        return Math.clamp(v, 0.0, last);
    }

    private static double mix(double a, double b, double share) {
        return a + (b - a) * share;
    }
}
