package org.fovea.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.fusion.PlanesOperation;
import org.fovea.engine.layer.Input;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A stretch of a network that reads nothing before its first node: what a [Predictor] computes for some examples at a
/// time. Every activation has an array that is handed on to a later one as soon as nobody reads it any more.
final class Stage {
    /// Floats of all arrays.
    final long floats;

    private final Tensor[] activations;
    private final Map<String, Integer> index = new HashMap<>();
    private final List<Binding> bindings = new ArrayList<>();

    /// What reads the first node's activation, where it alone does and can read it in planes; null otherwise.
    private final @Nullable PlanesOperation ofPlanes;

    /// @param outputs the nodes that somebody outside reads; each has an array of its own
    Stage(List<Node> nodes, List<Node> outputs, int examples, Workers workers) {
        for (Node node : nodes) {
            index.put(node.name(), index.size());
        }
        Plan plan = new Plan(nodes, outputs, examples);
        float[][] arrays = new float[plan.sizes.size()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new float[plan.sizes.get(i)];
        }
        floats = Arrays.stream(arrays).mapToLong(a -> a.length).sum();
        activations = new Tensor[nodes.size()];
        for (int i = 0; i < activations.length; i++) {
            Node node = nodes.get(i);
            activations[i] = Tensor.within(arrays[plan.arrayOf[i]], node.shape().batch(examples));
            if (i > 0 && !(node.layer() instanceof Input) && !plan.alias[i]) {
                List<Tensor> x = node.inputs().stream()
                        .map(name -> activations[Objects.requireNonNull(index.get(name))])
                        .toList();
                bindings.add(new Binding(node.layer(), x, activations[i], null, workers));
            }
        }
        ofPlanes = isReadByTheNextAlone(nodes, outputs) && !plan.alias[1]
                ? bindings.getFirst().ofPlanes()
                : null;
    }

    private static boolean isReadByTheNextAlone(List<Node> nodes, List<Node> outputs) {
        String first = nodes.getFirst().name();
        List<Node> readers =
                nodes.stream().filter(node -> node.inputs().contains(first)).toList();
        return !outputs.contains(nodes.getFirst())
                && readers.size() == 1
                && readers.getFirst() == nodes.get(1)
                && nodes.get(1).inputs().size() == 1;
    }

    /// The first node's activation: whoever runs the stage fills it.
    Tensor input() {
        return activations[0];
    }

    /// The last node's activation.
    Tensor output() {
        return activations[activations.length - 1];
    }

    /// The activation of an input or an output.
    Tensor activation(String node) {
        return activations[Objects.requireNonNull(index.get(node))];
    }

    /// Whether [#runOnPlanes] is there.
    boolean readsPlanes() {
        return ofPlanes != null;
    }

    /// Computes the output from the input.
    void run() {
        for (Binding node : bindings) {
            node.forward();
        }
    }

    /// Computes the output from pictures that lie in planes, (N, C, H, W), in the place of the input.
    void runOnPlanes(float[] x) {
        Objects.requireNonNull(ofPlanes).forward(x);
        for (int i = 1; i < bindings.size(); i++) {
            bindings.get(i).forward();
        }
    }

    /// Which node is the last to read each node's activation, itself where none does; one behind all nodes for an
    /// output. What a stretch's first node reads lies outside and does not count.
    static int[] lastReaders(List<Node> nodes, List<Node> outputs) {
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
        for (Node output : outputs) {
            Integer read = index.get(output.name());
            if (read != null) {
                last[read] = nodes.size();
            }
        }
        return last;
    }

    /// Which of the arrays each activation lives in.
    private static final class Plan {
        final int[] arrayOf;
        /// Which nodes hand on what they read, values and order: their array is that one, under another shape.
        final boolean[] alias;

        final List<Integer> sizes = new ArrayList<>();

        Plan(List<Node> nodes, List<Node> outputs, int examples) {
            int n = nodes.size();
            arrayOf = new int[n];
            alias = new boolean[n];
            int[] lastReader = lastReaders(nodes, outputs);
            Map<String, Integer> index = new HashMap<>();
            int[] root = new int[n];
            for (int i = 0; i < n; i++) {
                Node node = nodes.get(i);
                index.put(node.name(), i);
                root[i] = i;
                // What somebody outside reads stays an array of its own: its length is the caller's to see.
                if (i > 0
                        && node.layer().identity()
                        && lastReader[i] < n
                        && node.inputs().size() == 1) {
                    alias[i] = true;
                    root[i] =
                            root[Objects.requireNonNull(index.get(node.inputs().getFirst()))];
                    lastReader[root[i]] = Math.max(lastReader[root[i]], lastReader[i]);
                }
            }
            List<Integer> free = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                int size = nodes.get(i).shape().batch(examples).size();
                boolean own = lastReader[i] == n || i == n - 1 || nodes.get(i).layer() instanceof Input;
                arrayOf[i] = alias[i] ? arrayOf[root[i]] : own ? newArray(size) : take(free, size);
                for (int j = 0; j <= i; j++) {
                    if (lastReader[j] == i && i < n - 1 && root[j] == j) {
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
