package org.fovea.engine.onnx.export;

import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.ActivationLayer;

/// Functions of each value by itself.
final class ElementwiseNodes {
    private ElementwiseNodes() {}

    static void activation(LayerPlace at, ActivationLayer activation) {
        switch (activation.kind()) {
            case RELU -> at.result("Relu", Map.of());
            case LEAKY_RELU ->
                at.result("LeakyRelu", Map.of("alpha", (float)
                        activation.options().number("slope")));
            case CLIP ->
                at.result(
                        "Clip",
                        at.with(at.number("low", activation.low()), at.number("high", activation.high())),
                        Map.of());
            case SIGMOID -> at.result("Sigmoid", Map.of());
            case TANH -> at.result("Tanh", Map.of());
            case SILU -> at.result("Mul", at.with(at.step("Sigmoid", at.inputs(), Map.of())), Map.of());
        }
    }

    /// x·½·(1 + erf(x/√2)); opset 17 has no operator of its own.
    static void gelu(LayerPlace at) {
        String scaled = at.step("Mul", at.with(at.number("root_half", Math.sqrt(0.5))), Map.of());
        String erf = at.step("Erf", List.of(scaled), Map.of());
        String twice = at.step("Add", List.of(erf, at.number("one", 1)), Map.of());
        String below = at.step("Mul", List.of(twice, at.number("half", 0.5)), Map.of());
        at.result("Mul", at.with(below), Map.of());
    }
}
