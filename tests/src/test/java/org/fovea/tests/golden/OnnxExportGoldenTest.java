package org.fovea.tests.golden;

import static org.fovea.tests.golden.Near.assertNear;

import java.io.IOException;
import java.util.Map;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The golden networks written as ONNX files, against PyTorch's numbers, whose pictures they take as they are.
class OnnxExportGoldenTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain", "residual", "mobile"})
    void theFileGivesPyTorchsLogits(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(name);
        OnnxModel model = OnnxModel.read(OnnxExport.of(golden.network()).toByteArray(), name);
        Tensor input = golden.array("input");
        Map<String, OnnxTensor> found = model.run(
                Map.of("input", OnnxTensor.of(input.data(), input.shape().toArray())));
        float[] logits = found.values().iterator().next().floats();
        assertNear(golden.array("logits").data(), logits, 1e-5, name + " logits");
        float[] ours =
                golden.network().forward(golden.pictures("input")).output().data();
        assertNear(ours, logits, 2e-6, name + " against our own");
    }
}
