package org.fovea.tests.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.OnnxRunner;
import org.fovea.engine.onnx.SpecialisedGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.fovea.tests.SharedData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Other people's models, run by the definitions of their operators and by the engine's kernels, and compared with what
/// ONNX Runtime computes, or PyTorch for the golden networks.
class OnnxGoldenModelsTest {
    private static final double TOLERANCE = 1e-4;

    /// What ONNX Runtime's own numbers may be off: its sigmoid is 0.5 plus something, so that every sigmoid stored
    /// is a multiple of 2⁻²⁵, and YuNet's `obj_8`, whose largest is 8e-4, is known no better.
    private static final double OWN_ERROR = 0x1p-22;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "antispoof",
                "mnist-opt-wonnx",
                "mobilefacenet_foamliu",
                "squeezenet_cifar10",
                "ultraface_version-RFB-320_simplified",
                "yunet_n_320_320",
                "yunet_n_dynamic",
                "yunet_s_640_640"
            })
    void modelsGiveWhatOnnxRuntimeGives(String name) throws IOException {
        OnnxModel model = OnnxModel.read(SharedData.find("data/models/" + name + ".onnx"));
        SafeTensors golden = SafeTensors.read(SharedData.find("golden/models/" + name + ".safetensors"));
        compare(model, stored(golden, "input/"), stored(golden, "output/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "golden/plain",
                "golden/residual",
                "golden/mobile",
                "golden-small/plain",
                "golden-small/residual",
                "golden-small/mobile"
            })
    void goldenNetworksGiveWhatPyTorchGives(String path) throws IOException {
        Path file = SharedData.find(path + ".onnx");
        OnnxModel model = OnnxModel.read(file);
        SafeTensors golden = SafeTensors.read(
                file.resolveSibling(file.getFileName().toString().replace(".onnx", ".safetensors")));
        compare(model, Map.of("input", tensor(golden, "input")), Map.of("logits", tensor(golden, "logits")));
    }

    private static Map<String, OnnxTensor> stored(SafeTensors golden, String prefix) throws IOException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (String key : golden.names()) {
            if (key.startsWith(prefix)) {
                tensors.put(key.substring(prefix.length()), tensor(golden, key));
            }
        }
        return tensors;
    }

    private static OnnxTensor tensor(SafeTensors golden, String key) throws IOException {
        return OnnxTensor.of(
                golden.tensor(key).data(), golden.tensor(key).shape().toArray());
    }

    private static void compare(OnnxModel model, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> expected) {
        Map<String, int[]> extents = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> extents.put(name, tensor.extents()));
        SpecialisedGraph graph = model.specialised(extents);
        for (OnnxNode node : graph.graph().nodes()) {
            for (String output : node.outputs()) {
                assertTrue(output.isEmpty() || graph.outlines().containsKey(output), node.described());
            }
        }
        Map<String, OnnxTensor> outputs = graph.run(inputs);
        compare(expected, outputs);
        outputs.forEach((name, output) ->
                assertArrayEquals(output.extents(), graph.outlines().get(name).extents(), name));
        OnnxRunner runner = model.runner(Workers.common());
        compare(expected, runner.run(inputs));
        compare(expected, runner.run(inputs)); // once more, over what the first run left
    }

    private static void compare(Map<String, OnnxTensor> expected, Map<String, OnnxTensor> outputs) {
        assertEquals(expected.keySet(), outputs.keySet());
        expected.forEach((name, tensor) -> {
            OnnxTensor output = outputs.get(name);
            assertNotNull(output, name);
            assertArrayEquals(tensor.extents(), output.extents(), name);
            assertNear(tensor.floats(), output.floats(), name);
        });
    }

    private static void assertNear(float[] expected, float[] actual, String name) {
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - actual[i]);
            worst = difference <= worst ? worst : difference; // NaN too is a difference
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        assertTrue(
                worst <= Math.max(TOLERANCE * largest, OWN_ERROR),
                name + " differs by " + worst + ", its largest magnitude is " + largest);
    }
}
