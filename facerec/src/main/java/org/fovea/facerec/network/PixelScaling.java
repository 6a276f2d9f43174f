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
/// @param colours the order in which the network reads the channels; of no meaning where it reads one
public record PixelScaling(double range, double[] mean, double[] deviation, Colours colours) {
    /// The order of the channels.
    public enum Colours {
        RGB,
        BGR
    }

    public PixelScaling {
        if (!(range > 0 && Double.isFinite(range))) {
            throw new IllegalArgumentException("a range of " + range + "; it must be above 0");
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
        return new PixelScaling(1, new double[channels], one, Colours.RGB);
    }

    /// Channels of a picture.
    public int channels() {
        return mean.length;
    }

    /// Which channel of a picture, of red, green and blue, comes at place `c`.
    private int source(int c) {
        return colours == Colours.BGR ? mean.length - 1 - c : c;
    }

    private float factor(int c) {
        return (float) (range / deviation[c]);
    }

    private float offset(int c) {
        return (float) (-mean[c] / deviation[c]);
    }

    private void check(Picture picture) {
        if (picture.channels() != channels()) {
            throw new IllegalArgumentException(picture + "; " + channels() + " channels expected");
        }
    }

    /// A picture as a batch of one, (1, H, W, C), C in the network's order. Each value is rounded once.
    ///
    /// @throws IllegalArgumentException if it has another number of channels
    public Tensor tensor(Picture picture) {
        check(picture);
        float[] x = picture.data();
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            int c = i % mean.length;
            y[i] = (float) ((range * x[i - c + source(c)] - mean[c]) / deviation[c]);
        }
        return Tensor.of(Shape.of(1, picture.height(), picture.width(), mean.length), y);
    }

    /// A picture's planes one after the other, (C, H, W), C in the network's order; computed in float, as [#layer]
    /// does.
    ///
    /// @param mirrored whether left and right change places
    /// @throws IllegalArgumentException if it has another number of channels
    public float[] planes(Picture picture, boolean mirrored) {
        check(picture);
        int n = channels();
        int width = picture.width();
        int pixels = width * picture.height();
        float[] planes = new float[n * pixels];
        for (int c = 0; c < n; c++) {
            float factor = factor(c);
            float offset = offset(c);
            int channel = source(c);
            for (int i = 0; i < pixels; i++) {
                int x = i % width;
                int from = mirrored ? i - x + width - 1 - x : i;
                planes[c * pixels + i] = factor * picture.data()[n * from + channel] + offset;
            }
        }
        return planes;
    }

    /// What the network reads as 0, channel by channel of a picture.
    public float[] neutral() {
        float[] neutral = new float[channels()];
        for (int c = 0; c < neutral.length; c++) {
            neutral[source(c)] = (float) (mean[c] / range);
        }
        return neutral;
    }

    /// The same as a layer: a convolution of 1×1 that reads a picture's values as they are.
    public Conv2d layer() {
        int n = channels();
        Conv2d layer = new Conv2d(n, n, Conv2d.Geometry.of(1));
        float[] bias = Objects.requireNonNull(layer.bias()).value().data();
        for (int c = 0; c < n; c++) {
            layer.weight().value().data()[source(c) * n + c] = factor(c);
            bias[c] = offset(c);
        }
        return layer;
    }

    /// For people: `0 to 255, BGR, mean 127.5, deviation 128`.
    @Override
    public String toString() {
        return "0 to " + number(range) + (channels() == 3 ? ", " + colours : ", grey") + ", mean " + list(mean)
                + ", deviation " + list(deviation);
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
