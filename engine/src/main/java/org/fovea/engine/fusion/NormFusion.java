package org.fovea.engine.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Input;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.NormMaxPool;
import org.fovea.engine.layer.NormSum;
import org.jspecify.annotations.Nullable;

/// Rewrites a network so that batch norm is computed in one sweep with what comes after it:
///
/// | chain | becomes |
/// |---|---|
/// | batch norm → ReLU, leaky ReLU or clip | [NormSum] |
/// | batch norm → ReLU or clip → max pooling of 2×2 tiles | [NormMaxPool] |
/// | batch norm or not, batch norm or not → add → (ReLU, leaky ReLU or clip) | [NormSum] |
/// | convolution with bias → batch norm, in training | [Conv2d#beforeBatchNorm()] |
class Rewriter {
    final Network original;
    private final Map<String, Integer> readers = new HashMap<>();
    private final Map<String, String> absorbed = new HashMap<>();
    private final Map<String, Node> replaced = new HashMap<>();

    Rewriter(Network original) {
        this.original = original;
        for (Node node : original.nodes()) {
            node.inputs().forEach(i -> readers.merge(i, 1, Integer::sum));
        }
    }

    /// As [#rewrite()], and biases that batch norm takes off again have no gradient.
    Fusion forTraining() {
        for (Node node : original.nodes()) {
            if (node.layer() instanceof BatchNorm) {
                dropBiasGradient(node.inputs().getFirst());
            }
        }
        return rewrite();
    }

    /// From the output up, so that the longest chain that ends in a node is found first.
    final Fusion rewrite() {
        for (Node node : original.nodes().reversed()) {
            if (!absorbed.containsKey(node.name())) {
                fuse(node);
            }
        }
        return build();
    }

    private Fusion build() {
        Node input = original.input();
        NetworkBuilder builder = new NetworkBuilder(original.name(), input.name(), (Input) input.layer());
        for (Node node : original.nodes().subList(1, original.nodes().size())) {
            if (!absorbed.containsKey(node.name())) {
                Node by = replaced.getOrDefault(node.name(), node);
                builder.add(
                        by.name(),
                        by.layer(),
                        by.inputs().stream().map(this::source).toArray(String[]::new));
            }
        }
        return new Fusion(builder.build(), Map.copyOf(absorbed));
    }

    /// The node that stands where `name` is read: itself, where nothing is left out.
    String source(String name) {
        return name;
    }

    /// Absorbs what can be absorbed into `end`.
    void fuse(Node end) {
        switch (end.layer()) {
            case MaxPool pool -> fusePool(end, pool);
            case ActivationLayer f
            when NormSum.suits(f) -> {
                Node before = absorbable(end, 0);
                if (before != null && before.layer() instanceof BatchNorm norm) {
                    replace(end, new NormSum(List.of(norm), f), before.inputs(), before);
                } else if (before != null && before.layer() instanceof Add) {
                    fuseSum(end, before, f);
                }
            }
            case Add add -> fuseSum(end, end, null);
            default -> {}
        }
    }

    private void fusePool(Node end, MaxPool pool) {
        Node f = absorbable(end, 0);
        Node before = f == null ? null : absorbable(f, 0);
        if (f != null
                && before != null
                && f.layer() instanceof ActivationLayer layer
                && NormMaxPool.suits(layer, pool, f.shape())
                && before.layer() instanceof BatchNorm norm) {
            replace(end, new NormMaxPool(norm, layer), before.inputs(), f, before);
        }
    }

    /// A sum of two, alone (`end` is the sum itself) or with the activation after it.
    private void fuseSum(Node end, Node sum, @Nullable ActivationLayer f) {
        if (sum.inputs().size() != 2) {
            return;
        }
        List<@Nullable BatchNorm> norms = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        List<Node> gone = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Node before = absorbable(sum, i);
            if (before != null && before.layer() instanceof BatchNorm norm) {
                norms.add(norm);
                inputs.add(before.inputs().getFirst());
                gone.add(before);
            } else {
                norms.add(null);
                inputs.add(sum.inputs().get(i));
            }
        }
        if (sum != end) {
            gone.add(sum);
        }
        if (!gone.isEmpty()) {
            replace(end, new NormSum(norms, f), inputs, gone.toArray(Node[]::new));
        }
    }

    /// The node that `reader` reads, if it reads one (an input node does not) and nothing else reads that.
    final @Nullable Node absorbable(Node reader, int input) {
        if (input >= reader.inputs().size()) {
            return null;
        }
        String name = reader.inputs().get(input);
        return Objects.equals(readers.get(name), 1) ? original.node(name) : null;
    }

    final void replace(Node end, Layer layer, List<String> inputs, Node... gone) {
        replaced.put(end.name(), new Node(end.name(), layer, inputs, end.shape()));
        for (Node node : gone) {
            absorb(node, end.name());
        }
    }

    final void absorb(Node node, String by) {
        absorbed.put(node.name(), by);
    }

    private void dropBiasGradient(String name) {
        Node node = original.node(name);
        if (node.layer() instanceof Conv2d conv && conv.bias() != null && Objects.equals(readers.get(name), 1)) {
            replaced.put(name, new Node(name, conv.beforeBatchNorm(), node.inputs(), node.shape()));
        }
    }
}
