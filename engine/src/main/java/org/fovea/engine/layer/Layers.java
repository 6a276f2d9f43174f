package org.fovea.engine.layer;

import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The kinds of layers, by name. They make a layer from its type and options, as a model file has them: the reverse of
/// [Layer#type()] and [Layer#options()]. Beside the engine's own there are those that a [LayerType] provides.
public final class Layers {
    private Layers() {}

    /// A layer whose parameters are still to be filled.
    ///
    /// @throws IllegalArgumentException if the type is unknown or its options do not fit
    public static Layer create(String type, Options o) {
        Layer own = own(type, o);
        return own == null ? provided(type).create(o) : own;
    }

    private static LayerType provided(String type) {
        List<LayerType> found = ServiceLoader.load(LayerType.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(t -> t.name().equals(type))
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("the type of layer \"" + type + "\" has more than one provider: "
                    + found.get(0).getClass().getName() + " and "
                    + found.get(1).getClass().getName());
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("unknown type of layer \"" + type + "\"");
        }
        return found.getFirst();
    }

    private static @Nullable Layer own(String type, Options o) {
        return switch (type) {
            case "input" -> new Input(o.shape("shape"));
            case "conv2d" -> Conv2d.from(o);
            case "conv_transpose2d" -> ConvTranspose2d.from(o);
            case "dense" -> Dense.from(o);
            case "max_pool" -> MaxPool.from(o);
            case "average_pool" -> AveragePool.from(o);
            case "window_pool" -> WindowPool.from(o);
            case "global_average_pool" -> new GlobalAveragePool();
            case "batch_norm" -> BatchNorm.from(o);
            case "relu" -> ActivationLayer.relu();
            case "leaky_relu" -> ActivationLayer.leakyRelu(o.number("slope"));
            case "clip" -> ActivationLayer.clip(o.number("low"), o.number("high"));
            case "sigmoid" -> ActivationLayer.sigmoid();
            case "tanh" -> ActivationLayer.tanh();
            case "silu" -> ActivationLayer.silu();
            case "gelu" -> new Gelu();
            case "prelu" -> PRelu.from(o);
            case "softmax" -> new Softmax();
            case "dropout" -> Dropout.from(o);
            case "flatten" -> new Flatten();
            case "reshape" -> Reshape.from(o);
            case "add" -> new Add();
            case "multiply" -> new Multiply();
            case "matrix_multiply" -> MatrixMultiply.from(o);
            case "concatenate" -> new Concatenate();
            case "l2_normalize" -> new L2Normalize();
            case "cosine" -> Cosine.from(o);
            default -> null;
        };
    }
}
