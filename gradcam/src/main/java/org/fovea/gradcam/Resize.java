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
        float[] values = new float[height * width];
        for (int i = 0; i < height; i++) {
            double y = clamp((i + 0.5) * map.height() / height - 0.5, map.height() - 1);
            int top = Math.min((int) y, Math.max(map.height() - 2, 0));
            int bottom = Math.min(top + 1, map.height() - 1);
            for (int j = 0; j < width; j++) {
                double x = clamp((j + 0.5) * map.width() / width - 0.5, map.width() - 1);
                int left = Math.min((int) x, Math.max(map.width() - 2, 0));
                int right = Math.min(left + 1, map.width() - 1);
                double above = mix(map.at(top, left), map.at(top, right), x - left);
                double below = mix(map.at(bottom, left), map.at(bottom, right), x - left);
                values[i * width + j] = (float) mix(above, below, y - top);
            }
        }
        return new HeatMap(height, width, values, map.method(), map.layer(), map.target());
    }

    private static double clamp(double v, int last) {
        return Math.clamp(v, 0.0, last);
    }

    private static double mix(double a, double b, double share) {
        return a + (b - a) * share;
    }
}
