package org.fovea.tests.golden;

import static org.fovea.tests.golden.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.AdamW;
import org.fovea.engine.train.CrossEntropy;
import org.fovea.engine.train.Optimizer;
import org.fovea.engine.train.Sgd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Five steps of training against PyTorch's: first gradients, each loss, and what the losses lead to.
@Tag("kernels")
class GoldenTrainingTest {
    private static final int BATCH = 16;
    private static final double TOLERANCE = 1e-4;
    private static final double LOSS_TOLERANCE = 1e-3;
    /// Rounding differences grow over the steps; AdamW moves a weight by the whole rate however small its gradient.
    private static final double AFTER_TOLERANCE = 2e-2;

    @ParameterizedTest
    @CsvSource({"plain, sgd", "plain, adamw", "residual, sgd", "residual, adamw", "mobile, sgd", "mobile, adamw"})
    void fiveStepsAgree(String name, String rule) {
        GoldenCase golden = GoldenCase.read(name);
        Network network = golden.network();
        Optimizer optimizer = rule.equals("sgd") ? new Sgd(0.9, false, 1e-4) : new AdamW(1e-2);
        double rate = rule.equals("sgd") ? 0.05 : 1e-3;
        String prefix = "train/" + rule + "/";

        Tensor batches = golden.array("train/batches");
        Shape all = batches.shape();
        batches = Layout.nchwToNhwc(
                batches.reshape(Shape.of(all.extent(0) * BATCH, all.extent(2), all.extent(3), all.extent(4))));
        int[] labels = golden.classes("train/labels");
        float[] losses = golden.array(prefix + "loss").data();
        assertEquals(5, losses.length);
        Trace trace = network.trainingTrace(BATCH, new Xoshiro256(0), Workers.common());
        for (int step = 0; step < losses.length; step++) {
            int[] now = Arrays.copyOfRange(labels, step * BATCH, (step + 1) * BATCH);
            trace.forward(batches.slice(step * BATCH, (step + 1) * BATCH));
            double loss = trace.backward(new CrossEntropy().of(now));
            assertTrue(
                    Math.abs(loss - losses[step]) <= LOSS_TOLERANCE * losses[step],
                    name + " " + rule + " step " + (step + 1) + ": loss " + loss + ", expected " + losses[step]);
            if (step == 0) {
                firstGradientsAgree(golden, network, trace, prefix);
            }
            optimizer.step(trace, rate, 1, Workers.common());
            trace.updateStatistics();
        }
        Map<String, Parameter> parameters = network.parameters();
        golden.expected(network, prefix + "after/", true)
                .forEach((key, value) -> assertNear(
                        value, parameters.get(key).value(), AFTER_TOLERANCE, name + " " + key + " after five steps"));
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "large plain, sgd",
        "large plain, adamw",
        "large residual, sgd",
        "large residual, adamw",
        "large mobile, sgd",
        "large mobile, adamw"
    })
    void fiveStepsOfLargeNetworksAgree(String name, String rule) {
        fiveStepsAgree(name, rule);
    }

    private static void firstGradientsAgree(GoldenCase golden, Network network, Trace trace, String prefix) {
        Map<String, Tensor> expected = golden.expected(network, prefix + "first_gradient/", false);
        Map<String, Parameter> parameters = network.parameters();
        assertEquals(trace.parameterGradients().size(), expected.size());
        expected.forEach((key, gradient) ->
                assertNear(gradient, trace.gradient(parameters.get(key)), TOLERANCE, golden + " gradient of " + key));
    }
}
