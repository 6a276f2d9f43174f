package org.fovea.tests.golden;

import static org.fovea.tests.golden.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Predictor;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.GradCam;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Scaling;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The golden networks' outputs, gradients and maps against those of PyTorch and pytorch-grad-cam.
@Tag("kernels")
class GoldenNumbersTest {
    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "residual", "mobile"})
    void logitsActivationsAndGradientsAgree(String name) {
        GoldenCase golden = GoldenCase.read(name);
        Network network = golden.network();
        Trace trace = network.forward(golden.pictures("input"));
        assertNear(golden.array("logits"), trace.output(), TOLERANCE, name + " logits");
        assertNear(
                golden.pictures("layer/activation"), trace.activation(golden.layer()), TOLERANCE, name + " activation");

        trace.backward(Target.logit(golden.classes("target")), Reach.EVERYTHING);
        assertNear(golden.pictures("layer/gradient"), trace.gradient(golden.layer()), TOLERANCE, name + " gradient");
        assertNear(golden.pictures("input_gradient"), trace.gradient("input"), TOLERANCE, name + " input gradient");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "residual", "mobile"})
    void logitsOfTheOptimisedNetworkAgree(String name) {
        GoldenCase golden = GoldenCase.read(name);
        Tensor input = golden.pictures("input");
        Predictor predictor = golden.network().predictor(input.shape().extent(0), Workers.common());
        assertNear(golden.array("logits"), predictor.predict(input), TOLERANCE, name + " logits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "residual", "mobile"})
    void gradCamAgrees(String name) {
        GoldenCase golden = GoldenCase.read(name);
        Tensor input = golden.pictures("input");
        Trace trace = golden.network().forward(input);
        for (String which : List.of("target", "other_target")) {
            trace.backward(Target.logit(golden.classes(which)), Reach.downTo(golden.layer()));
            Tensor expected = golden.array(which.equals("target") ? "cam/gradcam" : "cam_other/gradcam");
            List<HeatMap> maps = GradCam.of(trace, golden.layer());
            for (int n = 0; n < maps.size(); n++) {
                HeatMap shown = Scaling.forDisplay(
                        maps.get(n), input.shape().extent(1), input.shape().extent(2));
                Tensor one = expected.slice(n, n + 1);
                double worst = 0;
                for (int i = 0; i < one.size(); i++) {
                    worst = Math.max(worst, Math.abs(one.data()[i] - shown.values()[i]));
                }
                assertTrue(worst <= TOLERANCE, name + " " + which + " picture " + n + " differs by " + worst);
            }
        }
    }

    /// The engine's layouts survive the way there and back.
    @ParameterizedTest
    @ValueSource(strings = {"plain"})
    void layoutsAreInverse(String name) {
        Tensor input = GoldenCase.read(name).array("input");
        assertNear(input, Layout.nhwcToNchw(Layout.nchwToNhwc(input)), 0, "round trip");
    }
}
