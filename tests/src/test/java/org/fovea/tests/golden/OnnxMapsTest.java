package org.fovea.tests.golden;

import static org.fovea.tests.golden.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.onnx.LoweredModel;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.MapMethods;
import org.fovea.tests.Repository;
import org.fovea.tests.SharedData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The golden networks through ONNX files, batch norm folded away by the exporter: maps, logits and gradients are those
/// of our own networks.
class OnnxMapsTest {
    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @CsvSource({"plain, /6/Conv", "residual, /5/2_1/Relu", "mobile, /7/Clip"})
    void mapsThroughOnnxAreThoseOfOurOwnNetworks(String name, String layer) throws IOException {
        GoldenCase golden = GoldenCase.read(name);
        Path file = name.startsWith("large ")
                ? SharedData.find("golden/" + name.substring(6) + ".onnx")
                : Repository.root()
                        .resolve("tests/src/test/resources/org/fovea/tests/golden")
                        .resolve(name + ".onnx");
        Tensor nchw = golden.array("input");
        LoweredModel model =
                OnnxModel.read(file).lowered(Map.of("input", nchw.shape().toArray()));
        assertEquals(4, model.batch());
        Tensor pictures = model.input("input")
                .toNetwork(OnnxTensor.of(nchw.data(), nchw.shape().toArray()));
        assertNear(golden.pictures("input"), pictures, 0, name + " input");

        Network own = golden.network();
        Network through = model.network();
        int[] classes = golden.classes("target");
        Trace a = own.forward(pictures);
        Trace b = through.forward(pictures);
        assertNear(a.output(), b.output(), TOLERANCE, name + " logits");
        a.backward(Target.logit(classes), Reach.ACTIVATIONS);
        b.backward(model.output("logits").node(), Target.logit(classes), Reach.ACTIVATIONS);
        assertNear(a.gradient(golden.layer()), b.gradient(layer), TOLERANCE, name + " gradient");
        assertNear(a.gradient("input"), b.gradient("input"), TOLERANCE, name + " input gradient");

        for (String method : List.of("gradcam", "layercam")) {
            List<HeatMap> ours = maps(own, pictures, classes, golden.layer(), method);
            List<HeatMap> theirs = maps(through, pictures, classes, layer, method);
            assertTrue(ours.stream().anyMatch(map -> map.sum() > 0), method);
            for (int n = 0; n < ours.size(); n++) {
                assertNear(ours.get(n).values(), theirs.get(n).values(), TOLERANCE, name + " " + method + " " + n);
            }
        }
    }

    private static List<HeatMap> maps(Network network, Tensor pictures, int[] classes, String layer, String method) {
        return MapMethods.named(method)
                .maps(Subject.of(network, pictures, Targets.logit(classes)).layer(layer));
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"large plain, /6/Conv", "large residual, /5/2_1/Relu", "large mobile, /7/Clip"})
    void mapsOfTheLargeOnesToo(String name, String layer) throws IOException {
        mapsThroughOnnxAreThoseOfOurOwnNetworks(name, layer);
    }
}
