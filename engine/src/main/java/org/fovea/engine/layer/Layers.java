package org.fovea.engine.layer;

/// Makes a layer from its type and options, as a model file names them: the reverse of [Layer#type()] and
/// [Layer#options()].
public final class Layers {
    private Layers() {}

    /// @throws IllegalArgumentException if the type is unknown or its options do not fit
    public static Layer create(String type, Options o) {
        return switch (type) {
            case "input" -> new Input(o.shape("shape"));
            case "conv2d" -> Conv2d.from(o);
            case "dense" -> Dense.from(o);
            case "max_pool" -> MaxPool.from(o);
            case "average_pool" -> AveragePool.from(o);
            case "global_average_pool" -> new GlobalAveragePool();
            case "batch_norm" -> BatchNorm.from(o);
            case "relu" -> ActivationLayer.relu();
            case "leaky_relu" -> ActivationLayer.leakyRelu(o.number("slope"));
            case "clip" -> ActivationLayer.clip(o.number("low"), o.number("high"));
            case "sigmoid" -> ActivationLayer.sigmoid();
            case "tanh" -> ActivationLayer.tanh();
            case "silu" -> ActivationLayer.silu();
            case "prelu" -> PRelu.from(o);
            case "softmax" -> new Softmax();
            case "dropout" -> Dropout.from(o);
            case "flatten" -> new Flatten();
            case "reshape" -> Reshape.from(o);
            case "add" -> new Add();
            case "multiply" -> new Multiply();
            case "concatenate" -> new Concatenate();
            case "l2_normalize" -> new L2Normalize();
            case "cosine" -> Cosine.from(o);
            default -> throw new IllegalArgumentException("unknown type of layer \"" + type + "\"");
        };
    }
}
