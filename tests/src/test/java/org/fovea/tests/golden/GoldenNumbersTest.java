package org.fovea.tests.golden;

import static org.fovea.tests.golden.Near.assertNear;

import org.fovea.engine.network.Network;
import org.fovea.engine.network.Predictor;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The golden networks' outputs and gradients against PyTorch's.
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

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"large plain", "large residual", "large mobile"})
    void largeLogitsActivationsAndGradientsAgree(String name) {
        logitsActivationsAndGradientsAgree(name);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"large plain", "large residual", "large mobile"})
    void largeLogitsOfTheOptimisedNetworkAgree(String name) {
        logitsOfTheOptimisedNetworkAgree(name);
    }

    /// The engine's layouts survive the way there and back.
    @ParameterizedTest
    @ValueSource(strings = {"plain"})
    void layoutsAreInverse(String name) {
        Tensor input = GoldenCase.read(name).array("input");
        assertNear(input, Layout.nhwcToNchw(Layout.nchwToNhwc(input)), 0, "round trip");
    }
}
