package org.fovea.gradcam.explanation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.random.Shuffle;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Subject;

/// What becomes of the outputs when the picture's pixels are taken away, those where a map is highest first (Petsiuk
/// and others, RISE, BMVC 2018). A deleted pixel has the mean of its channel over the picture. If a map shows what the
/// network relies on, its curve falls sooner than that of pixels deleted in a random order.
///
/// @param method whose order it is
/// @param deleted how many pixels were gone, one entry a step, from 0 to all
/// @param readings the outputs at each step
public record DeletionCurve(String method, int[] deleted, Readings readings) {
    private static final int BATCH = 4;

    /// Pixels by the shown map, the highest first, equal ones row by row.
    public static int[] order(float[] shown) {
        return IntStream.range(0, shown.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -shown[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    /// Pixels in a random order.
    public static int[] randomOrder(int pixels, RandomGenerator random) {
        int[] order = IntStream.range(0, pixels).toArray();
        Shuffle.shuffle(order, random);
        return order;
    }

    /// Measures with the subject's first picture.
    ///
    /// @param order every pixel's number, the first to go first
    /// @param steps in how many steps all pixels go
    public static DeletionCurve measure(String method, Subject subject, int[] order, int steps, int c, int b) {
        Tensor picture = subject.pictures().slice(0, 1);
        int channels = picture.shape().channels();
        float[] mean = means(picture.data(), channels);
        int[] deleted = new int[steps + 1];
        Readings readings = Readings.of(steps + 1);
        for (int n = 0; n <= steps; n++) {
            deleted[n] = (int) Math.round((double) order.length * n / steps);
        }
        new Sweep(subject.network(), subject.workers(), BATCH)
                .forward(
                        steps + 1,
                        (n, into, offset) -> {
                            System.arraycopy(picture.data(), 0, into, offset, picture.size());
                            for (int i = 0; i < deleted[n]; i++) {
                                System.arraycopy(mean, 0, into, offset + order[i] * channels, channels);
                            }
                        },
                        (trace, first, count) -> {
                            Tensor outputs = trace.activation(subject.output());
                            for (int n = 0; n < count; n++) {
                                readings.keep(first + n, outputs, n, c, b);
                            }
                        });
        return new DeletionCurve(method, deleted, readings);
    }

    private static float[] means(float[] values, int channels) {
        double[] sums = new double[channels];
        for (int i = 0; i < values.length; i++) {
            sums[i % channels] += values[i];
        }
        float[] means = new float[channels];
        for (int k = 0; k < channels; k++) {
            means[k] = (float) (sums[k] * channels / values.length);
        }
        return means;
    }

    /// The area under the curve of a scalar over the share of deleted pixels, by trapezoids.
    public double area(Scalar scalar) {
        double area = 0;
        double all = deleted[deleted.length - 1];
        for (int i = 1; i < deleted.length; i++) {
            double share = (deleted[i] - deleted[i - 1]) / all;
            area += share * (readings.value(scalar, i) + readings.value(scalar, i - 1)) / 2;
        }
        return area;
    }

    @Override
    public String toString() {
        return "deletion curve of " + method + ": pixels " + Arrays.toString(deleted) + ", " + readings;
    }
}
