package org.fovea.gradcam.explanation;

import java.util.Arrays;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Subject;

/// Grad-CAM's α held against the network: channel k of a layer is raised by ε at every cell, the rest of the network is
/// run again, and the change of Y is read off. The prediction to first order is Z·α\[k\]·ε; it is exact as far as the
/// rest of the network is linear.
///
/// @param layer where channels are raised
/// @param channels which channels were raised
/// @param epsilons by how much each was
/// @param before the outputs of the unchanged activations: one entry
/// @param after the outputs of the changed ones: entry j·|epsilons| + e for channel `channels[j]`
public record ChannelCheck(String layer, int[] channels, double[] epsilons, Readings before, Readings after) {
    private static final int BATCH = 16;

    /// Measures at the subject's layer, for its first picture.
    ///
    /// @param c the class explained
    /// @param b the class it is held against
    public static ChannelCheck measure(Subject subject, int[] channels, double[] epsilons, int c, int b) {
        String layer = subject.layer();
        Tensor one = subject.trace().activation(layer).slice(0, 1);
        int count = one.shape().channels();
        int changes = channels.length * epsilons.length;
        Trace tail = subject.tail(0).network().trace(BATCH, subject.workers());
        Tensor batch = Tensor.zeros(one.shape().example().batch(BATCH));
        Readings after = Readings.of(changes);
        Readings before = Readings.of(1);
        // One entry more than there are changes: the first of all is the unchanged one.
        for (int from = -1; from < changes; from += BATCH) {
            int size = Math.min(BATCH, changes - from);
            for (int n = 0; n < size; n++) {
                System.arraycopy(one.data(), 0, batch.data(), n * one.size(), one.size());
                if (from + n >= 0) {
                    int channel = channels[(from + n) / epsilons.length];
                    float epsilon = (float) epsilons[(from + n) % epsilons.length];
                    for (int i = n * one.size() + channel; i < (n + 1) * one.size(); i += count) {
                        batch.data()[i] += epsilon;
                    }
                }
            }
            Tensor outputs = tail.forward(batch).activation(subject.output());
            for (int n = 0; n < size; n++) {
                boolean first = from + n < 0;
                (first ? before : after).keep(first ? 0 : from + n, outputs, n, c, b);
            }
        }
        return new ChannelCheck(layer, channels.clone(), epsilons.clone(), before, after);
    }

    /// The measured change of a scalar.
    ///
    /// @param j which of [#channels]
    /// @param e which of [#epsilons]
    public double measured(Scalar scalar, int j, int e) {
        return after.value(scalar, j * epsilons.length + e) - before.value(scalar, 0);
    }

    /// Z·α\[k\]·ε.
    public double predicted(Derivation d, int j, int e) {
        return d.cells() * d.alpha()[channels[j]] * epsilons[e];
    }

    /// Steps to either side in proportion to the activations: ±(0.01, 0.1, 0.5, 1) times the power of ten nearest
    /// to their standard deviation.
    public static double[] steps(float[] activations) {
        double sum = 0;
        double squares = 0;
        for (float a : activations) {
            sum += a;
            squares += (double) a * a;
        }
        double mean = sum / activations.length;
        double deviation = Math.sqrt(Math.max(squares / activations.length - mean * mean, 0));
        double unit = deviation == 0 ? 1 : Math.pow(10, Math.round(Math.log10(deviation)));
        return new double[] {-unit, -unit / 2, -unit / 10, -unit / 100, unit / 100, unit / 10, unit / 2, unit};
    }

    @Override
    public String toString() {
        return "check of " + layer + ": channels " + Arrays.toString(channels) + ", steps " + Arrays.toString(epsilons);
    }
}
