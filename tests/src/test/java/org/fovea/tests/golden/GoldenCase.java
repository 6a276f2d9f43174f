package org.fovea.tests.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Flatten;
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.tests.Repository;
import org.fovea.tests.SharedData;

/// One network whose numbers PyTorch and pytorch-grad-cam computed. Nodes have PyTorch's module names, so that
/// parameters are found by name; layouts are turned from channels first here.
///
/// The small cases, `plain`, `residual` and `mobile`, stand in this module's resources; `large plain` and so on, of
/// real faces, in the shared data's folder `golden`.
record GoldenCase(String name, String layer, SafeTensors file) {
    private static final String LARGE = "large ";

    static GoldenCase read(String name) {
        boolean large = name.startsWith(LARGE);
        Path path = large
                ? SharedData.find("golden/" + name.substring(LARGE.length()) + ".safetensors")
                : Repository.root()
                        .resolve("tests/src/test/resources/org/fovea/tests/golden")
                        .resolve(name + ".safetensors");
        try {
            SafeTensors file = SafeTensors.read(path);
            String module = file.metadata().get("target_layer");
            String layer = name.endsWith("residual") ? module + ".out" : module;
            return new GoldenCase(name, layer, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The network with the weights of the file.
    Network network() {
        Network network = switch (name) {
            case "plain" -> GoldenNetworks.plain(24, 6, 10, 14, 16, 10);
            case "residual" -> GoldenNetworks.residual(24, 6, 10);
            case "mobile" -> GoldenNetworks.mobile(32, 6, 10, 14, 18, 10);
            case "large plain" -> GoldenNetworks.plain(64, 16, 32, 48, 64, 40);
            case "large residual" -> GoldenNetworks.residual(48, 16, 40);
            case "large mobile" -> GoldenNetworks.mobile(64, 16, 24, 40, 64, 40);
            default -> throw new IllegalArgumentException(name);
        };
        for (Node node : network.nodes()) {
            for (Parameter p : node.layer().parameters()) {
                Tensor value = parameter(network, node, p, "weights/");
                System.arraycopy(value.data(), 0, p.value().data(), 0, value.size());
            }
        }
        return network;
    }

    /// An array of the file that belongs to a parameter, in the engine's layout.
    Tensor parameter(Network network, Node node, Parameter p, String prefix) {
        Tensor t = array(prefix + node.name() + "." + p.name());
        Tensor ours = switch (node.layer()) {
            case Conv2d conv when p == conv.weight() -> Layout.oihwToHwio(t);
            case Dense dense when p == dense.weight() -> denseWeights(network, node, t);
            default -> t;
        };
        if (!ours.shape().equals(p.value().shape())) {
            throw new IllegalStateException(node.name() + "." + p + " against " + ours);
        }
        return ours;
    }

    /// (out, C·H·W) to (H·W·C, out), where a flattened picture comes in; else (out, in) to (in, out).
    private static Tensor denseWeights(Network network, Node dense, Tensor t) {
        Node before = network.node(dense.inputs().getFirst());
        while (before.shape().rank() == 1
                && !(before.layer() instanceof Flatten)
                && !before.inputs().isEmpty()
                && !isGlobalPool(before.layer())) {
            before = network.node(before.inputs().getFirst());
        }
        if (!(before.layer() instanceof Flatten)) {
            return Layout.permute(t, 1, 0);
        }
        Shape picture = network.node(before.inputs().getFirst()).shape();
        int out = t.shape().extent(0);
        Tensor split = t.reshape(Shape.of(out, picture.extent(2), picture.extent(0), picture.extent(1)));
        return Layout.permute(split, 2, 3, 1, 0).reshape(Shape.of(picture.size(), out));
    }

    private static boolean isGlobalPool(Layer layer) {
        return layer instanceof GlobalAveragePool || layer instanceof Dense;
    }

    /// A batch of pictures of the file, channels last.
    Tensor pictures(String key) {
        return Layout.nchwToNhwc(array(key));
    }

    /// An array of the file as it is.
    Tensor array(String key) {
        try {
            return file.tensor(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A whole-number array of the file, in one row.
    int[] classes(String key) {
        try {
            return Arrays.stream(file.longs(key)).mapToInt(Math::toIntExact).toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every trained parameter's expected array under `prefix`.
    Map<String, Tensor> expected(Network network, String prefix, boolean statistics) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (Node node : network.nodes()) {
            for (Parameter p : node.layer().parameters()) {
                if (p.trained() || statistics) {
                    all.put(node.name() + "." + p.name(), parameter(network, node, p, prefix));
                }
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
