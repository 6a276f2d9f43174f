package org.fovea.facerec.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;

/// How a picture's values become a network's input, channel by channel, where the network is somebody else's: a value v
/// from 0 to 1 is read as (range · v − mean) / deviation.
///
/// @param range what white is before mean and deviation: 1 or 255
/// @param mean one a channel, in the order in which the network reads them
/// @param deviation likewise
/// @param blueFirst whether the network reads blue, green, red
public record PixelScaling(double range, double[] mean, double[] deviation, boolean blueFirst) {
    public PixelScaling {
        if (!(range > 0 && Double.isFinite(range))) {
            throw new IllegalArgumentException("white must be above 0, found " + range);
        }
        if (mean.length != deviation.length || (mean.length != 1 && mean.length != 3)) {
            throw new IllegalArgumentException(
                    mean.length + " means and " + deviation.length + " deviations; one a channel expected, 1 or 3");
        }
        for (int c = 0; c < mean.length; c++) {
            if (!Double.isFinite(mean[c]) || !(deviation[c] > 0 && Double.isFinite(deviation[c]))) {
                throw new IllegalArgumentException("a mean of " + mean[c] + " and a deviation of " + deviation[c]
                        + "; numbers expected, the deviation above 0");
            }
        }
        mean = mean.clone();
        deviation = deviation.clone();
    }

    /// Values from 0 to 1 as they are.
    public static PixelScaling none(int channels) {
        double[] one = new double[channels];
        Arrays.fill(one, 1);
        return new PixelScaling(1, new double[channels], one, false);
    }

    /// Channels of a picture.
    public int channels() {
        return mean.length;
    }

    /// Which channel of a picture, of red, green and blue, comes at place `c`.
    private int source(int c) {
        return blueFirst ? mean.length - 1 - c : c;
    }

    /// A picture as a batch of one, (1, H, W, C), C in the network's order.
    ///
    /// @throws IllegalArgumentException if it has another number of channels
    public Tensor tensor(Picture picture) {
        if (picture.channels() != channels()) {
            throw new IllegalArgumentException(picture + "; " + channels() + " channels expected");
        }
        float[] x = picture.data();
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            int c = i % mean.length;
            y[i] = (float) ((range * x[i - c + source(c)] - mean[c]) / deviation[c]);
        }
        return Tensor.of(Shape.of(1, picture.height(), picture.width(), mean.length), y);
    }

    /// The same as a layer: a convolution of 1×1 that reads a picture's values as they are.
    public Conv2d layer() {
        int n = channels();
        Conv2d layer = new Conv2d(n, n, Conv2d.Geometry.of(1));
        float[] bias = Objects.requireNonNull(layer.bias()).value().data();
        for (int c = 0; c < n; c++) {
            layer.weight().value().data()[source(c) * n + c] = (float) (range / deviation[c]);
            bias[c] = (float) (-mean[c] / deviation[c]);
        }
        return layer;
    }

    /// For people: `0 to 255, BGR, mean 127.5, deviation 128`.
    @Override
    public String toString() {
        return "0 to " + number(range) + (channels() == 3 ? blueFirst ? ", BGR" : ", RGB" : ", grey") + ", mean "
                + list(mean) + ", deviation " + list(deviation);
    }

    private static String list(double[] values) {
        boolean one = Arrays.stream(values).allMatch(v -> v == values[0]);
        return one
                ? number(values[0])
                : Arrays.stream(values).mapToObj(PixelScaling::number).collect(Collectors.joining(" "));
    }

    private static String number(double v) {
        return v == Math.rint(v) ? String.format(Locale.ROOT, "%.0f", v) : Double.toString(v);
    }
}
