package org.fovea.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.layer.Pass;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A network's outputs and nothing else, as fast as they can be had: the network as [Network#optimized()] rewrites it,
/// with an array for every activation that is handed on to a later one as soon as nobody reads it any more. A call
/// allocates nothing.
///
/// It stands for the parameters as they were when it was made. One thread uses it at a time.
public final class Predictor {
    private final Network network;
    private final Tensor input;
    private final Tensor output;
    private final Pass[] passes;
    private final long floats;

    Predictor(Network network, int batch, Workers workers) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch holds at least one example, found " + batch);
        }
        this.network = network;
        List<Node> nodes = network.nodes();
        Map<String, Integer> index = new HashMap<>();
        for (Node node : nodes) {
            index.put(node.name(), index.size());
        }
        Plan plan = new Plan(nodes, index, batch);
        float[][] arrays = new float[plan.sizes.size()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new float[plan.sizes.get(i)];
        }
        floats = Arrays.stream(arrays).mapToLong(a -> a.length).sum();
        Tensor[] activations = new Tensor[nodes.size()];
        passes = new Pass[nodes.size()];
        for (int i = 0; i < activations.length; i++) {
            Node node = nodes.get(i);
            activations[i] = Tensor.within(arrays[plan.arrayOf[i]], node.shape().batch(batch));
            List<Tensor> x = node.inputs().stream()
                    .map(name -> activations[Objects.requireNonNull(index.get(name))])
                    .toList();
            passes[i] = new Pass(node.layer(), x, activations[i], false, null, workers);
        }
        input = activations[0];
        output = activations[activations.length - 1];
    }

    /// Which of the arrays each activation lives in.
    private static final class Plan {
        final int[] arrayOf;
        final List<Integer> sizes = new ArrayList<>();

        Plan(List<Node> nodes, Map<String, Integer> index, int batch) {
            int n = nodes.size();
            arrayOf = new int[n];
            int[] lastReader = new int[n];
            for (int i = 0; i < n; i++) {
                lastReader[i] = i;
                for (String name : nodes.get(i).inputs()) {
                    lastReader[Objects.requireNonNull(index.get(name))] = i;
                }
            }
            List<Integer> free = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                int size = nodes.get(i).shape().batch(batch).size();
                // The output has an array of its own: its length is the caller's to see.
                arrayOf[i] = i == n - 1 ? newArray(size) : take(free, size);
                for (int j = 0; j <= i; j++) {
                    if (lastReader[j] == i && i < n - 1) {
                        free.add(arrayOf[j]);
                    }
                }
            }
        }

        private int newArray(int size) {
            sizes.add(size);
            return sizes.size() - 1;
        }

        /// The smallest free array that is large enough; failing that the largest, which grows.
        private int take(List<Integer> free, int size) {
            Integer best = null;
            for (Integer array : free) {
                if (best == null || better(sizes.get(array), sizes.get(best), size)) {
                    best = array;
                }
            }
            if (best == null) {
                return newArray(size);
            }
            free.remove(/* element */ best);
            sizes.set(best, Math.max(sizes.get(best), size));
            return best;
        }

        private static boolean better(int candidate, int best, int size) {
            return best >= size ? candidate >= size && candidate < best : candidate > best;
        }
    }

    /// Examples in a batch.
    public int batch() {
        return output.shape().extent(0);
    }

    /// How many floats all activations together take.
    public long activationFloats() {
        return floats;
    }

    /// The network's output for a batch.
    ///
    /// @param x (N, …): the batch size, then the input's shape; copied
    /// @return (N, …), shared: the next call overwrites it
    /// @throws IllegalArgumentException if the shape does not fit
    public Tensor predict(Tensor x) {
        Shape expected = input.shape();
        if (!x.shape().equals(expected)) {
            throw new IllegalArgumentException(
                    network.name() + " expects a batch of shape " + expected + ", found " + x.shape());
        }
        System.arraycopy(x.data(), 0, input.data(), 0, x.size());
        for (Pass pass : passes) {
            pass.forward();
        }
        return output;
    }
}
