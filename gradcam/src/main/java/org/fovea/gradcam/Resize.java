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
        Upsampling rows = Upsampling.of(map.height(), height);
        Upsampling columns = Upsampling.of(map.width(), width);
        float[] values = bilinear(map.values(), map.width(), rows, columns);
        return new HeatMap(height, width, values, map.method(), map.layer(), map.target());
    }

    /// Bilinear interpolation along both axes, across first, which is done once for all pixels between two rows.
    ///
    /// @param from values of the axes' cells, row by row
    /// @param w cells across
    /// @param rows the axis down
    /// @param columns the axis across
    /// @return values of the axes' pixels, row by row
    public static float[] bilinear(float[] from, int w, Upsampling rows, Upsampling columns) {
        int height = rows.share().length;
        int width = columns.share().length;
        double[] across = new double[from.length / w * width];
        for (int row = 0; row < from.length / w; row++) {
            for (int j = 0; j < width; j++) {
                float left = from[row * w + columns.first()[j]];
                float right = from[row * w + columns.second()[j]];
                across[row * width + j] = mix(left, right, columns.share()[j]);
            }
        }
        float[] values = new float[height * width];
        for (int i = 0; i < height; i++) {
            int top = rows.first()[i] * width;
            int bottom = rows.second()[i] * width;
            double down = rows.share()[i];
            for (int j = 0; j < width; j++) {
                values[i * width + j] = (float) mix(across[top + j], across[bottom + j], down);
            }
        }
        return values;
    }

    private static double mix(double a, double b, double share) {
        return a + (b - a) * share;
    }
}
