package org.fovea.engine.network;

import java.util.List;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Dropout;
import org.fovea.engine.layer.FoldedConv2d;
import org.fovea.engine.layer.FoldedDense;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MaxPool;
import org.jspecify.annotations.Nullable;

/// Rewrites a network for inference:
///
/// | chain | becomes |
/// |---|---|
/// | convolution → (batch norm) → (any activation) | [FoldedConv2d] |
/// | convolution → (batch norm) → add → (any activation) | [FoldedConv2d], the sum's other side a second input |
/// | dense → (batch norm) → (any activation) | [FoldedDense] |
/// | dropout | nothing |
///
/// What batch norm is left is treated as in training.
final class InferenceRewriter extends Rewriter {
    InferenceRewriter(Network original) {
        super(original);
    }

    /// A convolution or dense layer with the batch norm after it, if there is one.
    private record Linear(Node node, @Nullable BatchNorm norm) {
        Layer folded(boolean residual, @Nullable ActivationLayer f) {
            return node.layer() instanceof Conv2d conv
                    ? new FoldedConv2d(conv, norm, residual, f)
                    : new FoldedDense((Dense) node.layer(), norm, f);
        }
    }

    /// What ends in `node`, or null if that is neither a convolution nor a dense layer, nor batch norm after one.
    private @Nullable Linear linear(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        if (node.layer() instanceof Conv2d || node.layer() instanceof Dense) {
            return new Linear(node, null);
        }
        if (node.layer() instanceof BatchNorm norm) {
            Linear before = linear(absorbable(node, 0));
            return before != null && before.norm == null ? new Linear(before.node, norm) : null;
        }
        return null;
    }

    /// The node that `name` is read for: dropout hands on what it reads.
    @Override
    String source(String name) {
        Node node = original.node(name);
        return node.layer() instanceof Dropout && node != original.output()
                ? source(node.inputs().getFirst())
                : name;
    }

    @Override
    void fuse(Node end) {
        Layer layer = end.layer();
        if (layer instanceof Dropout && end != original.output()) {
            absorb(end, source(end.name()));
        } else if (!(layer instanceof MaxPool && poolsWhatFolds(end)) && !fold(end)) {
            super.fuse(end);
        }
    }

    private boolean poolsWhatFolds(Node pool) {
        Node f = absorbable(pool, 0);
        return f != null && f.layer() instanceof ActivationLayer && linear(absorbable(f, 0)) != null;
    }

    private boolean fold(Node end) {
        ActivationLayer f = end.layer() instanceof ActivationLayer activation ? activation : null;
        Node last = f == null ? end : absorbable(end, 0);
        if (last == null) {
            return false;
        }
        if (last.layer() instanceof Add) {
            return foldSum(end, last, f);
        }
        Linear linear = linear(last);
        if (linear == null) {
            return false;
        }
        replace(end, linear.folded(false, f), linear.node.inputs(), gone(end, last, linear));
        return true;
    }

    private boolean foldSum(Node end, Node sum, @Nullable ActivationLayer f) {
        for (int i = 0; i < 2 && sum.inputs().size() == 2; i++) {
            Node before = absorbable(sum, i);
            Linear linear = linear(before);
            if (before != null && linear != null && linear.node.layer() instanceof Conv2d) {
                List<String> inputs =
                        List.of(linear.node.inputs().getFirst(), sum.inputs().get(1 - i));
                replace(end, linear.folded(true, f), inputs, gone(end, sum, before, linear));
                return true;
            }
        }
        return false;
    }

    private static Node[] gone(Node end, Node last, Linear linear) {
        return gone(end, last, last, linear);
    }

    /// The nodes between a convolution and `end`, without `end` itself.
    private static Node[] gone(Node end, Node last, Node before, Linear linear) {
        return java.util.stream.Stream.of(last, before, linear.node)
                .distinct()
                .filter(node -> node != end)
                .toArray(Node[]::new);
    }
}
