package org.fovea.facerec.data;

/// Resizing as two passes of weighted sums, first along rows, then along columns.
///
/// Shrinking by a factor s, new pixel i is the mean of the old over [i·s, (i + 1)·s), pixels on the border counting
/// by the part that is covered: no old pixel is skipped, so fine patterns average out rather than alias. Growing, it
/// is the linear interpolation at (i + 0.5)·s − 0.5 between the two nearest pixels, clamped at the edges.
final class Resampling {
    private Resampling() {}

    /// For each new pixel along one axis: the first old pixel that counts, and the weights from there, with sum
    /// 1.
    private record Axis(int[] first, float[][] weights) {
        static Axis of(int from, int to) {
            int[] first = new int[to];
            float[][] weights = new float[to][];
            double step = (double) from / to;
            for (int i = 0; i < to; i++) {
                if (step > 1) {
                    first[i] = (int) Math.floor(i * step);
                    weights[i] = coverage(i * step, Math.min(from, (i + 1) * step), first[i]);
                } else {
                    double at = Math.clamp((i + 0.5) * step - 0.5, 0, from - 1);
                    first[i] = (int) at;
                    float after = (float) (at - first[i]);
                    weights[i] = after == 0 ? new float[] {1} : new float[] {1 - after, after};
                }
            }
            return new Axis(first, weights);
        }

        @Override
        public String toString() {
            return "weights of " + first.length + " pixels";
        }

        private static float[] coverage(double start, double end, int first) {
            // A hair less than the end, so that rounding does not reach for a pixel with weight 0 past the last.
            int last = Math.max(first, (int) Math.ceil(end - 1e-9) - 1);
            float[] weights = new float[last - first + 1];
            for (int j = first; j <= last; j++) {
                double covered = Math.min(end, j + 1.0) - Math.max(start, j);
                weights[j - first] = (float) (covered / (end - start));
            }
            return weights;
        }
    }

    static Picture resize(Picture picture, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("cannot resize a picture to " + width + "×" + height + " pixels");
        }
        return columns(rows(picture, width), height);
    }

    private static Picture rows(Picture from, int width) {
        if (width == from.width()) {
            return from;
        }
        Axis axis = Axis.of(from.width(), width);
        int channels = from.channels();
        float[] x = from.data();
        float[] y = new float[from.height() * width * channels];
        for (int row = 0; row < from.height(); row++) {
            for (int i = 0; i < width; i++) {
                float[] weights = axis.weights[i];
                int at = (row * from.width() + axis.first[i]) * channels;
                int to = (row * width + i) * channels;
                for (int c = 0; c < channels; c++) {
                    float sum = 0;
                    for (int j = 0; j < weights.length; j++) {
                        sum += weights[j] * x[at + j * channels + c];
                    }
                    y[to + c] = Math.min(1, sum);
                }
            }
        }
        return new Picture(width, from.height(), channels, y);
    }

    private static Picture columns(Picture from, int height) {
        if (height == from.height()) {
            return from;
        }
        Axis axis = Axis.of(from.height(), height);
        int row = from.width() * from.channels();
        float[] x = from.data();
        float[] y = new float[height * row];
        for (int i = 0; i < height; i++) {
            float[] weights = axis.weights[i];
            for (int j = 0; j < weights.length; j++) {
                int at = (axis.first[i] + j) * row;
                for (int k = 0; k < row; k++) {
                    y[i * row + k] += weights[j] * x[at + k];
                }
            }
        }
        for (int k = 0; k < y.length; k++) {
            y[k] = Math.min(1, y[k]);
        }
        return new Picture(from.width(), height, from.channels(), y);
    }
}
