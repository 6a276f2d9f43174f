package org.fovea.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;

/// A stretch of a network that reads nothing before its first node: what a [Predictor] computes for some examples at a
/// time. Every activation has an array that is handed on to a later one as soon as nobody reads it any more.
final class Stage {
    /// The first node's activation: whoever runs the stage fills it.
    final Tensor input;
    /// The last node's activation.
    final Tensor output;
    /// Floats of all arrays.
    final long floats;

    private final Binding[] bindings;

    Stage(List<Node> nodes, int examples, Workers workers) {
        Map<String, Integer> index = new HashMap<>();
        for (Node node : nodes) {
            index.put(node.name(), index.size());
        }
        Plan plan = new Plan(nodes, examples);
        float[][] arrays = new float[plan.sizes.size()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new float[plan.sizes.get(i)];
        }
        floats = Arrays.stream(arrays).mapToLong(a -> a.length).sum();
        Tensor[] activations = new Tensor[nodes.size()];
        bindings = new Binding[nodes.size() - 1];
        for (int i = 0; i < activations.length; i++) {
            Node node = nodes.get(i);
            activations[i] = Tensor.within(arrays[plan.arrayOf[i]], node.shape().batch(examples));
            if (i > 0) {
                List<Tensor> x = node.inputs().stream()
                        .map(name -> activations[Objects.requireNonNull(index.get(name))])
                        .toList();
                bindings[i - 1] = new Binding(node.layer(), x, activations[i], null, workers);
            }
        }
        input = activations[0];
        output = activations[activations.length - 1];
    }

    /// Computes the output from the input.
    void run() {
        for (Binding node : bindings) {
            node.forward();
        }
    }

    /// Which node is the last to read each node's activation, itself where none does. What a stretch's first node
    /// reads lies outside and does not count.
    static int[] lastReaders(List<Node> nodes) {
        Map<String, Integer> index = new HashMap<>();
        int[] last = new int[nodes.size()];
        for (int i = 0; i < last.length; i++) {
            last[i] = i;
            for (String name : nodes.get(i).inputs()) {
                Integer read = index.get(name);
                if (read != null) {
                    last[read] = i;
                }
            }
            index.put(nodes.get(i).name(), i);
        }
        return last;
    }

    /// Which of the arrays each activation lives in.
    private static final class Plan {
        final int[] arrayOf;
        final List<Integer> sizes = new ArrayList<>();

        Plan(List<Node> nodes, int examples) {
            int n = nodes.size();
            arrayOf = new int[n];
            int[] lastReader = lastReaders(nodes);
            List<Integer> free = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                int size = nodes.get(i).shape().batch(examples).size();
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
}
