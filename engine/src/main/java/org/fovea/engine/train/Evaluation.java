package org.fovea.engine.train;

import org.fovea.engine.network.Network;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;

/// Runs a network over examples, not in training mode, and measures what it answers.
public final class Evaluation {
    private final Network network;
    private final Examples examples;
    private final int batchSize;
    private final Workers workers;

    public Evaluation(Network network, Examples examples, int batchSize, Workers workers) {
        this.network = network;
        this.examples = examples;
        this.batchSize = batchSize;
        this.workers = workers;
    }

    /// The network's output for every example, in order: (N, …). Made for the parameters as they are now.
    public Tensor outputs() {
        return new Sweep(network, workers, batchSize)
                .outputs(examples.size(), (i, into, offset) -> examples.read(i, into, offset, new Xoshiro256(i)));
    }

    /// The loss over all examples at once, and the share of right answers.
    public EpochFigures.Measured measure(Loss loss) {
        Tensor outputs = outputs();
        int[] labels = new int[examples.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = examples.label(i);
        }
        double value = loss.of(labels).evaluate(outputs, Tensor.zeros(outputs.shape()));
        double accuracy = loss.classifies() ? (double) right(outputs, labels) / labels.length : Double.NaN;
        return new EpochFigures.Measured(value, accuracy);
    }

    /// How many rows of (N, C) are largest at their label; the first of equals counts.
    static int right(Tensor output, int[] labels) {
        int c = output.shape().channels();
        int right = 0;
        for (int n = 0; n < labels.length; n++) {
            int largest = 0;
            for (int k = 1; k < c; k++) {
                if (output.data()[n * c + k] > output.data()[n * c + largest]) {
                    largest = k;
                }
            }
            right += largest == labels[n] ? 1 : 0;
        }
        return right;
    }
}
