package org.fovea.gradcam.metric;

import java.util.Arrays;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Layers;

/// A network's probabilities of its classes: softmax of its output, or its output where a softmax is the last layer
/// that does anything to it ([Layers#logits]).
///
/// They are those of the network's parameters as they were when it was first asked. One thread uses it at a time.
public final class Probabilities {
    private final Sweep sweep;
    private final boolean normalised;
    private final int classes;

    /// @throws IllegalArgumentException if the network does not put out one number a class
    public Probabilities(Network network, Workers workers) {
        if (network.output().shape().rank() != 1) {
            throw new IllegalArgumentException("probabilities are asked of an output of one number a class, found "
                    + network.output().shape());
        }
        sweep = new Sweep(network, workers);
        normalised = !Layers.logits(network).equals(network.output().name());
        classes = network.output().shape().size();
    }

    /// The probability of one class.
    ///
    /// @throws IllegalArgumentException if there is no such class
    public Confidence of(int target) {
        if (target < 0 || target >= classes) {
            throw new IllegalArgumentException("class " + target + " of a network with " + classes + " outputs");
        }
        return pictures -> {
            float[] all = all(pictures).data();
            double[] confidence = new double[all.length / classes];
            for (int n = 0; n < confidence.length; n++) {
                confidence[n] = all[n * classes + target];
            }
            return confidence;
        };
    }

    /// Every class's probability of every picture: (N, classes).
    ///
    /// @param pictures (N, H, W, C)
    public Tensor all(Tensor pictures) {
        Tensor outputs = sweep.outputs(pictures);
        return normalised ? outputs : LogSumExp.softmax(outputs);
    }

    /// The class that a network finds most probable, of every picture.
    public int[] answers(Tensor pictures) {
        float[] all = all(pictures).data();
        int[] answers = new int[all.length / classes];
        Arrays.setAll(answers, n -> {
            int best = 0;
            for (int k = 1; k < classes; k++) {
                best = all[n * classes + k] > all[n * classes + best] ? k : best;
            }
            return best;
        });
        return answers;
    }
}
