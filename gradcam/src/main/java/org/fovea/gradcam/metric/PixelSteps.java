package org.fovea.gradcam.metric;

import java.util.Arrays;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.tensor.Tensor;

/// A picture that turns into another, some pixels at a time in a given order: what deletion and insertion show a
/// network.
///
/// @param start the picture before the first step, (1, H, W, C)
/// @param end the picture after the last, likewise
/// @param order every pixel's index, the first to change first
/// @param changed how many pixels have changed, one entry a picture, from 0 to all
public record PixelSteps(Tensor start, Tensor end, int[] order, int[] changed) {
    /// Pixels in as equal portions as there can be.
    ///
    /// @param steps in how many steps all pixels change; at least 1, at most the pixels
    /// @throws IllegalArgumentException if the pictures are not of one shape (1, H, W, C), the order is not of all
    ///     their pixels, or the steps do not fit
    public static PixelSteps of(Tensor start, Tensor end, int[] order, int steps) {
        Pictures.check(start);
        int pixels = start.size() / start.shape().channels();
        if (!start.shape().equals(end.shape()) || order.length != pixels) {
            throw new IllegalArgumentException("a picture of " + start.shape() + " cannot turn into one of "
                    + end.shape() + " in an order of " + order.length + " pixels");
        }
        if (steps < 1 || steps > pixels) {
            throw new IllegalArgumentException(
                    "a curve over " + pixels + " pixels has 1 to " + pixels + " steps, found " + steps);
        }
        int[] changed = new int[steps + 1];
        Arrays.setAll(changed, step -> (int) Math.round((double) step * pixels / steps));
        return new PixelSteps(start, end, order, changed);
    }

    /// How many pictures: one more than there are steps.
    public int size() {
        return changed.length;
    }

    /// Writes the picture after `step` steps, as a [Sweep] reads it.
    public void read(int step, float[] into, int offset) {
        int channels = start.shape().channels();
        System.arraycopy(start.data(), 0, into, offset, start.size());
        for (int i = 0; i < changed[step]; i++) {
            int at = order[i] * channels;
            System.arraycopy(end.data(), at, into, offset + at, channels);
        }
    }

    /// All pictures, (steps + 1, H, W, C).
    public Tensor pictures() {
        Tensor batch = Tensor.zeros(start.shape().example().batch(size()));
        for (int step = 0; step < size(); step++) {
            read(step, batch.data(), step * start.size());
        }
        return batch;
    }

    /// The share of pixels that have changed in each picture, from 0 to 1.
    public double[] shares() {
        double[] shares = new double[size()];
        Arrays.setAll(shares, step -> (double) changed[step] / order.length);
        return shares;
    }

    @Override
    public String toString() {
        return "a picture of " + start.shape() + " in " + (size() - 1) + " steps";
    }
}
