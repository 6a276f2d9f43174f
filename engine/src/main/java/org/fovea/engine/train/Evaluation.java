package org.fovea.engine.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Predictor;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Runs a network over examples, not in training mode, and measures what it answers.
public final class Evaluation {
    private final Network network;
    private final Examples examples;
    private final int batchSize;
    private final Workers workers;
    private final Map<Integer, Tensor> batches = new LinkedHashMap<>();

    public Evaluation(Network network, Examples examples, int batchSize, Workers workers) {
        this.network = network;
        this.examples = examples;
        this.batchSize = Math.min(batchSize, examples.size());
        this.workers = workers;
    }

    /// The network's output for every example, in order: (N, …). Made for the parameters as they are now.
    public Tensor outputs() {
        Map<Integer, Predictor> predictors = new LinkedHashMap<>(); // of whole batches, and of the rest
        Tensor all = Tensor.zeros(network.output().shape().batch(examples.size()));
        Shape shape = examples.shape();
        int outputSize = network.output().shape().size();
        for (int from = 0; from < examples.size(); from += batchSize) {
            int start = from;
            int count = Math.min(batchSize, examples.size() - from);
            Tensor batch = batches.computeIfAbsent(count, n -> Tensor.zeros(shape.batch(n)));
            workers.run(
                    count, i -> examples.read(start + i, batch.data(), i * shape.size(), new Xoshiro256(start + i)));
            Predictor predictor = predictors.computeIfAbsent(count, n -> network.predictor(n, workers));
            System.arraycopy(predictor.predict(batch).data(), 0, all.data(), from * outputSize, count * outputSize);
        }
        return all;
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
