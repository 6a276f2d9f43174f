package org.fovea.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.random.Xoshiro256;

/// A network of others in an ONNX file, with the picture that it is run on. The files are not part of this project:
/// `-Dfovea.models` says where they lie, `../shared/data/models` otherwise.
///
/// @param name what benchmarks call it
/// @param file its file's name
/// @param range the picture's values go from 0 to this
/// @param extents the input's
public record ForeignModel(String name, String file, float range, int... extents) {
    /// The one with this name.
    public static ForeignModel of(String name) {
        return switch (name) {
            case "mobilefacenet" -> new ForeignModel(name, "mobilefacenet_foamliu.onnx", 1, 1, 3, 112, 112);
            case "yunet_n" -> new ForeignModel(name, "yunet_n_320_320.onnx", 255, 1, 3, 320, 320);
            case "yunet_s" -> new ForeignModel(name, "yunet_s_640_640.onnx", 255, 1, 3, 640, 640);
            case "squeezenet_cifar10" -> new ForeignModel(name, "squeezenet_cifar10.onnx", 1, 1, 32, 32, 3);
            default -> throw new IllegalArgumentException("no model \"" + name + "\"");
        };
    }

    /// The folder of such files.
    public static Path folder() {
        return Path.of(System.getProperty("fovea.models", "../shared/data/models"));
    }

    /// Where its file should be.
    public Path path() {
        return folder().resolve(file);
    }

    /// Whether its file is there.
    public boolean exists() {
        return Files.isRegularFile(path());
    }

    public OnnxModel read() throws IOException {
        return OnnxModel.read(path());
    }

    /// The picture, of random pixels.
    public OnnxTensor picture() {
        Xoshiro256 random = new Xoshiro256(1);
        float[] values = new float[Arrays.stream(extents).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = range * random.nextFloat();
        }
        return OnnxTensor.of(values, extents);
    }
}
