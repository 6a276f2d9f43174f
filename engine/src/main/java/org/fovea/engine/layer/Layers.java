package org.fovea.engine.layer;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The kinds of layers, by name. They make a layer from its type and options, as a model file has them: the reverse of
/// [Layer#type()] and [Layer#options()]. Beside the engine's own there are those that a [LayerType] provides.
public final class Layers {
    private static final Map<String, Function<Options, Layer>> OWN = Map.ofEntries(
            entry("input", o -> new Input(o.shape("shape"))),
            entry("conv2d", Conv2d::from),
            entry("conv_transpose2d", ConvTranspose2d::from),
            entry("dense", Dense::from),
            entry("max_pool", MaxPool::from),
            entry("average_pool", AveragePool::from),
            entry("window_pool", WindowPool::from),
            entry("global_average_pool", o -> new GlobalAveragePool()),
            entry("batch_norm", BatchNorm::from),
            entry("relu", o -> ActivationLayer.relu()),
            entry("leaky_relu", o -> ActivationLayer.leakyRelu(o.number("slope"))),
            entry("clip", o -> ActivationLayer.clip(o.number("low"), o.number("high"))),
            entry("sigmoid", o -> ActivationLayer.sigmoid()),
            entry("tanh", o -> ActivationLayer.tanh()),
            entry("silu", o -> ActivationLayer.silu()),
            entry("gelu", o -> new Gelu()),
            entry("prelu", PRelu::from),
            entry("softmax", o -> new Softmax()),
            entry("dropout", Dropout::from),
            entry("flatten", o -> new Flatten()),
            entry("reshape", Reshape::from),
            entry("add", o -> new Add()),
            entry("multiply", o -> new Multiply()),
            entry("matrix_multiply", MatrixMultiply::from),
            entry("concatenate", o -> new Concatenate()),
            entry("l2_normalize", o -> new L2Normalize()),
            entry("cosine", Cosine::from));

    private Layers() {}

    /// The kinds that there are, in the order of their names.
    public static Set<String> types() {
        Set<String> types = new TreeSet<>(OWN.keySet());
        ServiceLoader.load(LayerType.class).forEach(type -> types.add(type.name()));
        return types;
    }

    /// A layer whose parameters are still to be filled.
    ///
    /// @throws IllegalArgumentException if the type is unknown or its options do not fit
    public static Layer create(String type, Options o) {
        Function<Options, Layer> own = OWN.get(type);
        return own == null ? provided(type).create(o) : own.apply(o);
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
}
