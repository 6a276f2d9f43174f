package org.fovea.gradcam.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.fovea.engine.layer.Softmax;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;

/// A network's probabilities of its classes: softmax of its output, or its output where a softmax is the last layer.
///
/// Keeps its traces, so that asking again costs no allocation; one thread uses it at a time.
public final class Probabilities {
    /// Pictures in one pass: more of them cost memory and gain nothing.
    private static final int BATCH = 32;

    private final Network network;
    private final Workers workers;
    private final boolean normalised;
    private final int classes;
    private final Map<Integer, Trace> traces = new HashMap<>();

    /// @throws IllegalArgumentException if the network does not put out one number a class
    public Probabilities(Network network, Workers workers) {
        if (network.output().shape().rank() != 1) {
            throw new IllegalArgumentException("probabilities are asked of an output of one number a class, found "
                    + network.output().shape());
        }
        this.network = network;
        this.workers = workers;
        normalised = network.output().layer() instanceof Softmax;
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
        int count = pictures.shape().extent(0);
        Tensor all = Tensor.zeros(count, classes);
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(from + BATCH, count);
            Tensor batch = from == 0 && to == count ? pictures : pictures.slice(from, to);
            Trace trace = traces.computeIfAbsent(to - from, n -> network.trace(n, workers));
            float[] output = trace.forward(batch).output().data();
            System.arraycopy(output, 0, all.data(), from * classes, output.length);
        }
        if (!normalised) {
            for (int n = 0; n < count; n++) {
                softmax(all.data(), n * classes, classes);
            }
        }
        return all;
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

    private static void softmax(float[] x, int at, int classes) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = at; k < at + classes; k++) {
            max = Math.max(max, x[k]);
        }
        double sum = 0;
        for (int k = at; k < at + classes; k++) {
            sum += Math.exp(x[k] - max);
        }
        for (int k = at; k < at + classes; k++) {
            x[k] = (float) (Math.exp(x[k] - max) / sum);
        }
    }
}
