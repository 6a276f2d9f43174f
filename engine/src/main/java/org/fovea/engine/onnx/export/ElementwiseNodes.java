package org.fovea.engine.onnx.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;

/// Functions of each value by itself, and of several at each place.
final class ElementwiseNodes {
    /// Types as ONNX numbers them.
    private static final long FLOAT = 1;

    private static final long BOOL = 9;

    private ElementwiseNodes() {}

    static void activation(LayerPlace at, ActivationLayer activation) {
        switch (activation.kind()) {
            case NONE -> at.result("Identity", Map.of());
            case RELU -> at.result("Relu", Map.of());
            case LEAKY_RELU ->
                at.result("LeakyRelu", Map.of("alpha", activation.function().a()));
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

    static void function(LayerPlace at, Elementwise layer) {
        double a = layer.options().number("a");
        double b = layer.options().number("b");
        switch (layer.function()) {
            case ABS -> at.result("Abs", Map.of());
            case NEGATE -> at.result("Neg", Map.of());
            case SQUARE_ROOT -> at.result("Sqrt", Map.of());
            case EXP -> at.result("Exp", Map.of());
            case LOG -> at.result("Log", Map.of());
            case RECIPROCAL -> at.result("Reciprocal", Map.of());
            case SIN -> at.result("Sin", Map.of());
            case COS -> at.result("Cos", Map.of());
            case ERF -> at.result("Erf", Map.of());
            case ELU -> at.result("Elu", Map.of("alpha", (float) a));
            case SELU -> at.result("Selu", Map.of("alpha", (float) a, "gamma", (float) b));
            case CELU -> at.result("Celu", Map.of("alpha", (float) a));
            case HARD_SIGMOID -> at.result("HardSigmoid", Map.of("alpha", (float) a, "beta", (float) b));
            case HARD_SWISH -> at.result("HardSwish", Map.of());
            case MISH -> {
                String soft = at.step("Softplus", at.inputs(), Map.of());
                at.result("Mul", at.with(at.step("Tanh", List.of(soft), Map.of())), Map.of());
            }
            case SWISH -> {
                String scaled = at.step("Mul", at.with(at.number("alpha", a)), Map.of());
                at.result("Mul", at.with(at.step("Sigmoid", List.of(scaled), Map.of())), Map.of());
            }
            case SOFTPLUS -> at.result("Softplus", Map.of());
            case SOFTSIGN -> at.result("Softsign", Map.of());
            case THRESHOLDED_RELU -> at.result("ThresholdedRelu", Map.of("alpha", (float) a));
            case GELU_TANH -> geluTanh(at);
            case POWER -> at.result("Pow", at.with(at.number("exponent", a)), Map.of());
            case AT_LEAST -> at.result("Max", at.with(at.number("least", a)), Map.of());
            case AT_MOST -> at.result("Min", at.with(at.number("most", a)), Map.of());
            case FLOOR -> at.result("Floor", Map.of());
            case CEIL -> at.result("Ceil", Map.of());
            case ROUND -> at.result("Round", Map.of());
            case SIGN -> at.result("Sign", Map.of());
        }
    }

    /// x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
    private static void geluTanh(LayerPlace at) {
        String cube = at.step("Pow", at.with(at.number("three", 3)), Map.of());
        String bend = at.step("Mul", List.of(cube, at.number("bend", 0.044715)), Map.of());
        String bent = at.step("Add", at.with(bend), Map.of());
        String scaled = at.step("Mul", List.of(bent, at.number("root", Math.sqrt(2 / Math.PI))), Map.of());
        String tanh = at.step("Tanh", List.of(scaled), Map.of());
        String twice = at.step("Add", List.of(tanh, at.number("one", 1)), Map.of());
        String below = at.step("Mul", List.of(twice, at.number("half", 0.5)), Map.of());
        at.result("Mul", at.with(below), Map.of());
    }

    /// Arrays are aligned at the last axes of one example, channels last: with the channels first, what is missing
    /// is missing behind the channels.
    static void arithmetic(LayerPlace at, Arithmetic layer) {
        int rank = at.shape().rank();
        List<String> read = new ArrayList<>();
        for (int i = 0; i < at.inputs().size(); i++) {
            read.add(
                    at.unsqueezed(at.inputs().get(i), 2, rank - at.inputShape(i).rank()));
        }
        if (layer.constant() != null) {
            read.add(layer.position(), constant(at, layer.constant(), rank));
        }
        switch (layer.function()) {
            case ADD -> at.result(read.size() == 2 ? "Add" : "Sum", read, Map.of());
            case MEAN -> at.result("Mean", read, Map.of());
            case MINIMUM -> at.result("Min", read, Map.of());
            case MAXIMUM -> at.result("Max", read, Map.of());
            case SUBTRACT -> at.result("Sub", read, Map.of());
            case MULTIPLY -> at.result("Mul", read, Map.of());
            case DIVIDE -> at.result("Div", read, Map.of());
            case POWER -> at.result("Pow", read, Map.of());
            case PRELU -> at.result("PRelu", read, Map.of());
            case WHERE -> {
                read.set(0, at.step("Cast", List.of(read.getFirst()), Map.of("to", BOOL)));
                at.result("Where", read, Map.of());
            }
            case LESS -> truth(at, "Less", read);
            case GREATER -> truth(at, "Greater", read);
            case EQUAL -> truth(at, "Equal", read);
        }
    }

    private static void truth(LayerPlace at, String operator, List<String> read) {
        at.result("Cast", List.of(at.step(operator, read, Map.of())), Map.of("to", FLOAT));
    }

    /// With as many axes as the result, the channels first.
    private static String constant(LayerPlace at, Parameter parameter, int rank) {
        Shape shape = parameter.value().shape();
        int channels = shape.rank() == 0 ? 1 : shape.channels();
        int[] extents = new int[Math.max(rank, 1)];
        Arrays.fill(extents, 1);
        extents[0] = channels;
        for (int axis = 0; axis < shape.rank() - 1; axis++) {
            extents[rank - shape.rank() + axis + 1] = shape.extent(axis);
        }
        float[] values = parameter.value().data();
        float[] first = new float[values.length];
        int rows = values.length / channels;
        for (int i = 0; i < values.length; i++) {
            first[i % channels * rows + i / channels] = values[i];
        }
        return at.constant(parameter.name(), OnnxTensor.of(first, extents));
    }
}
