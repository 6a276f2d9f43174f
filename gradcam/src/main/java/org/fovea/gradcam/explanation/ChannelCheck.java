package org.fovea.gradcam.explanation;

import java.util.Arrays;
import org.fovea.engine.network.Sweep;
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
        Tensor one = subject.forward().activation(layer).slice(0, 1);
        int count = one.shape().channels();
        int changes = channels.length * epsilons.length;
        Readings after = Readings.of(changes);
        Readings before = Readings.of(1);
        // One entry more than there are changes: the first of all is the unchanged one.
        new Sweep(subject.tail(0).network(), subject.workers(), BATCH)
                .forward(
                        changes + 1,
                        (n, into, offset) -> {
                            System.arraycopy(one.data(), 0, into, offset, one.size());
                            if (n > 0) {
                                float epsilon = (float) epsilons[(n - 1) % epsilons.length];
                                int channel = channels[(n - 1) / epsilons.length];
                                for (int i = offset + channel; i < offset + one.size(); i += count) {
                                    into[i] += epsilon;
                                }
                            }
                        },
                        (trace, first, size) -> {
                            Tensor outputs = trace.activation(subject.output());
                            for (int n = 0; n < size; n++) {
                                int entry = first + n;
                                (entry == 0 ? before : after).keep(Math.max(0, entry - 1), outputs, n, c, b);
                            }
                        });
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
