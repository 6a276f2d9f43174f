package org.fovea.gradcam.method;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Multiply;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;

/// The full gradient of one picture: a score written, without a rest, as what its input and every bias contribute:
///
/// y = Σ x ⊙ ∂y/∂x + Σ over layers of b ⊙ ∂y/∂z
///
/// with z a layer's output and b its bias. A layer that is not linear, nor linear in pieces through 0, has an implicit
/// bias: what its output differs from its own derivative times its input. Y must be linear in the outputs, as logits
/// and their differences are; its own constant is not among the biases.
///
/// @param input x ⊙ ∂y/∂x, (H·W·C), channels last
/// @param biases by node, b ⊙ ∂y/∂z in the shape of the node's output
/// @param whole by node, Σ b·∂y/∂z of layers whose bias belongs to no place in particular
public record FullGradient(float[] input, Map<String, Tensor> biases, Map<String, Double> whole) {
    /// Of one picture of a subject.
    ///
    /// @throws IllegalArgumentException if a layer reads several nodes in a way whose bias is not known
    public static FullGradient of(Subject subject, int picture) {
        Trace trace = subject.trace();
        Network network = subject.network();
        String input = network.input().name();
        float[] x = row(trace.activation(input), picture).data();
        float[] dx = row(trace.gradient(input), picture).data();
        float[] product = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            product[i] = x[i] * dx[i];
        }
        Map<String, Tensor> biases = new LinkedHashMap<>();
        Map<String, Double> whole = new LinkedHashMap<>();
        for (Node node : network.nodes()) {
            if (node.inputs().isEmpty() || after(network, node, subject.output())) {
                continue;
            }
            if (node.layer().homogeneous()) {
                continue;
            }
            if (mixes(node)) {
                whole.put(node.name(), rest(trace, node, picture));
            } else {
                biases.put(node.name(), term(trace, node, picture));
            }
        }
        return new FullGradient(product, biases, whole);
    }

    /// Nodes after the one that the target reads have no gradient.
    private static boolean after(Network network, Node node, String output) {
        return network.nodes().indexOf(node) > network.nodes().indexOf(network.node(output));
    }

    /// Whether outputs depend on more than the input in the same place, so that the implicit bias has no place.
    private static boolean mixes(Node node) {
        return switch (node.layer()) {
            case Conv2d _, Dense _ -> false; // their bias is known
            default -> !node.layer().elementwise();
        };
    }

    /// b ⊙ ∂y/∂z of a layer whose bias is known place by place.
    private static Tensor term(Trace trace, Node node, int picture) {
        Tensor dy = row(trace.gradient(node.name()), picture);
        return switch (node.layer()) {
            case Conv2d conv
            when conv.bias() != null -> times(dy, conv.bias().value().data());
            case Dense dense
            when dense.bias() != null -> times(dy, dense.bias().value().data());
            case BatchNorm norm -> times(dy, shift(norm));
            default -> implicit(trace, node, dy, picture);
        };
    }

    /// What batch norm adds to its scaled input: β − γ·mean/√(var + ε).
    static float[] shift(BatchNorm norm) {
        float[] b = norm.beta().value().data().clone();
        for (int k = 0; k < b.length; k++) {
            double scale = norm.gamma().value().data()[k]
                    / Math.sqrt(norm.runningVar().value().data()[k] + norm.epsilon());
            b[k] = (float) (b[k] - norm.runningMean().value().data()[k] * scale);
        }
        return b;
    }

    /// The implicit bias of an elementwise layer times its gradient: y·dy − x·dx.
    private static Tensor implicit(Trace trace, Node node, Tensor dy, int picture) {
        Tensor y = row(trace.activation(node.name()), picture);
        Tensor term = Tensor.zeros(dy.shape());
        if (node.layer() instanceof Multiply) { // y = a·b is of second degree: its own derivative counts it twice
            for (int i = 0; i < term.size(); i++) {
                term.data()[i] = -y.data()[i] * dy.data()[i];
            }
            return term;
        }
        Tensor x = row(trace.activation(node.inputs().getFirst()), picture);
        Tensor dx = ownShare(node, x, dy);
        for (int i = 0; i < term.size(); i++) {
            term.data()[i] = y.data()[i] * dy.data()[i] - x.data()[i] * dx.data()[i];
        }
        return term;
    }

    private static double rest(Trace trace, Node node, int picture) {
        Tensor x = row(trace.activation(node.inputs().getFirst()), picture);
        Tensor y = row(trace.activation(node.name()), picture);
        Tensor dy = row(trace.gradient(node.name()), picture);
        return dot(y, dy) - dot(x, ownShare(node, x, dy));
    }

    /// ∂y/∂x through this layer alone, which the trace holds only as a part of a sum where x is read by others too.
    private static Tensor ownShare(Node node, Tensor x, Tensor dy) {
        if (node.inputs().size() != 1) {
            throw new IllegalArgumentException("the bias of \"" + node.name() + "\" ("
                    + node.layer().type() + ", reads " + String.join(", ", node.inputs()) + ") is not known");
        }
        Layer layer = node.layer();
        Network alone = Network.builder("alone", x.shape().example(), "x")
                .add("y", layer)
                .build();
        Trace trace = alone.forward(x);
        trace.backward(
                "y",
                Targets.of("its share", (y, gradient) -> {
                    System.arraycopy(dy.data(), 0, gradient, 0, gradient.length);
                    return 0;
                }),
                Reach.ACTIVATIONS);
        return trace.gradient("x");
    }

    private static Tensor times(Tensor dy, float[] b) {
        Tensor term = Tensor.zeros(dy.shape());
        for (int i = 0; i < term.size(); i++) {
            term.data()[i] = dy.data()[i] * b[i % b.length];
        }
        return term;
    }

    private static Tensor row(Tensor t, int n) {
        return t.slice(n, n + 1);
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.data()[i] * b.data()[i];
        }
        return sum;
    }

    /// Everything together, which is the score.
    public double sum() {
        double sum = 0;
        for (float v : input) {
            sum += v;
        }
        for (Tensor term : biases.values()) {
            for (float v : term.data()) {
                sum += v;
            }
        }
        for (double v : whole.values()) {
            sum += v;
        }
        return sum;
    }

    @Override
    public String toString() {
        return "full gradient: " + input.length + " input values, biases of " + biases.keySet();
    }
}
