package org.fovea.engine.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Batch norm, sum and activation in one sweep: y = f(n₀(x₀)) or y = f(n₀(x₀) + n₁(x₁)), where each nᵢ is a
/// [BatchNorm] or nothing. With z what f is taken of, dz = f′(z)·dy, and each input's gradient is its norm's for dz.
///
/// What lies between the layers is never written, which is what training waits for: these layers are bound by memory.
/// f′ is read off y, or off x₀ where it is the only input.
///
/// A rewritten network has it in place of the layers that it computes; the parameters are theirs. It has no place in a
/// model file.
final class NormSum extends Layer {
    private final List<@Nullable BatchNorm> norms;
    private final Activation f;

    /// @param norms one for each of one or two inputs; null for an input that is taken as it is
    /// @param activation one that [#suits], or null for none
    NormSum(List<@Nullable BatchNorm> norms, @Nullable ActivationLayer activation) {
        if (norms.isEmpty() || norms.size() > 2 || (activation != null && !suits(activation))) {
            throw new IllegalArgumentException("takes one or two inputs and a piecewise linear activation, found "
                    + norms.size() + " inputs and " + (activation == null ? "none" : activation.type()));
        }
        this.norms = new ArrayList<>(norms);
        f = activation == null ? Activation.NONE : activation.function();
    }

    /// Whether an activation's derivative can be read off its value: that of ReLU, leaky ReLU with a slope of at
    /// least zero, and clip.
    static boolean suits(ActivationLayer activation) {
        Activation f = activation.function();
        return switch (f.kind()) {
            case NONE, RELU, CLIP -> true;
            case LEAKY_RELU -> f.a() >= 0;
            case SIGMOID, TANH, SILU -> false;
        };
    }

    @Override
    public String type() {
        StringBuilder type = new StringBuilder();
        for (BatchNorm norm : norms) {
            type.append(norm == null ? "" : "batch_norm + ");
        }
        type.append(norms.size() == 2 ? "add + " : "");
        if (f.kind() != Activation.Kind.NONE) {
            type.append(f.kind().name().toLowerCase(Locale.ROOT)).append(" + ");
        }
        return type.substring(0, type.length() - 3);
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        for (BatchNorm norm : norms) {
            if (norm != null) {
                all.addAll(norm.parameters());
            }
        }
        return all;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != norms.size()) {
            throw new IllegalArgumentException("expects " + norms.size() + " inputs, found " + inputs.size());
        }
        for (int i = 0; i < norms.size(); i++) {
            BatchNorm norm = norms.get(i);
            if (norm != null) {
                norm.outputShape(List.of(inputs.get(i)));
            }
        }
        return inputs.size() == 1 ? inputs.getFirst() : Add.same(inputs);
    }

    @Override
    public Operation bind(Place place) {
        return new NormSumOperation(norms, f, place);
    }
}
