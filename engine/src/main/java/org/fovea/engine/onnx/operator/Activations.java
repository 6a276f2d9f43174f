package org.fovea.engine.onnx.operator;

import static java.lang.Math.exp;
import static java.lang.Math.log1p;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.tanh;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// Functions of one number, taken of every element.
final class Activations {
    static final List<Operator> OPERATORS = List.of(
            Operator.of("Abs", 1, 1, call -> map(call, Math::abs, Math::abs)),
            Operator.of("Ceil", 1, 1, call -> map(call, Math::ceil)),
            Operator.of("Celu", 1, 1, Activations::celu, "alpha").since(12),
            Operator.of("Cos", 1, 1, call -> map(call, Math::cos)),
            Operator.of("Elu", 1, 1, Activations::elu, "alpha").since(6),
            Operator.of("Erf", 1, 1, call -> map(call, Activations::erf)).since(9),
            Operator.of("Exp", 1, 1, call -> map(call, Math::exp)),
            Operator.of("Floor", 1, 1, call -> map(call, Math::floor)),
            Operator.of("Gelu", 1, 1, Activations::gelu, "approximate").since(20),
            Operator.of("HardSigmoid", 1, 1, Activations::hardSigmoid, "alpha", "beta")
                    .since(6),
            Operator.of("HardSwish", 1, 1, call -> map(call, x -> x * max(0, min(1, x / 6 + 0.5))))
                    .since(14),
            Operator.of("LeakyRelu", 1, 1, Activations::leakyRelu, "alpha"),
            Operator.of("Log", 1, 1, call -> map(call, Math::log)),
            Operator.of("Mish", 1, 1, call -> map(call, x -> x * tanh(softplus(x))))
                    .since(18),
            Operator.of("Neg", 1, 1, call -> map(call, x -> -x, x -> -x)),
            Operator.of("Reciprocal", 1, 1, call -> map(call, x -> 1 / x)),
            Operator.of("Relu", 1, 1, call -> map(call, x -> max(x, 0), x -> max(x, 0))),
            Operator.of("Round", 1, 1, call -> map(call, Math::rint)).since(11),
            Operator.of("Selu", 1, 1, Activations::selu, "alpha", "gamma").since(6),
            Operator.of("Sigmoid", 1, 1, call -> map(call, Activations::sigmoid)),
            Operator.of("Sign", 1, 1, call -> map(call, Math::signum, Long::signum))
                    .since(9),
            Operator.of("Sin", 1, 1, call -> map(call, Math::sin)),
            Operator.of("Softplus", 1, 1, call -> map(call, Activations::softplus))
                    .since(1),
            Operator.of("Softsign", 1, 1, call -> map(call, x -> x / (1 + Math.abs(x)))),
            Operator.of("Sqrt", 1, 1, call -> map(call, Math::sqrt)),
            Operator.of("Swish", 1, 1, Activations::swish, "alpha").since(24),
            Operator.of("Tanh", 1, 1, call -> map(call, Math::tanh)),
            Operator.of("ThresholdedRelu", 1, 1, Activations::thresholdedRelu, "alpha")
                    .since(10));

    private Activations() {}

    private static OnnxTensor map(Call call, DoubleUnaryOperator f) {
        OnnxTensor x = call.real(0);
        return call.reals(x.type(), x.extents(), y -> {
            double[] values = x.doubles();
            for (int i = 0; i < y.length; i++) {
                y[i] = f.applyAsDouble(values[i]);
            }
        });
    }

    private static OnnxTensor map(Call call, DoubleUnaryOperator f, LongUnaryOperator whole) {
        OnnxTensor x = call.input(0);
        if (x.type().real()) {
            return map(call, f);
        }
        return call.wholes(x.type(), x.extents(), y -> {
            long[] values = x.longs();
            for (int i = 0; i < y.length; i++) {
                // Without a sign a number is its own absolute value, however great.
                y[i] = x.type().signed() ? whole.applyAsLong(values[i]) : values[i];
            }
        });
    }

    private static OnnxTensor celu(Call call) {
        double alpha = call.attributes().real("alpha", 1);
        return map(call, x -> max(0, x) + min(0, alpha * Math.expm1(x / alpha)));
    }

    private static OnnxTensor elu(Call call) {
        double alpha = call.attributes().real("alpha", 1);
        return map(call, x -> x < 0 ? alpha * Math.expm1(x) : x);
    }

    private static OnnxTensor selu(Call call) {
        OnnxAttributes attributes = call.attributes();
        double alpha = attributes.real("alpha", 1.67326319217681884765625);
        double gamma = attributes.real("gamma", 1.05070102214813232421875);
        return map(call, x -> gamma * (x <= 0 ? alpha * Math.expm1(x) : x));
    }

    private static OnnxTensor gelu(Call call) {
        return switch (call.attributes().text("approximate", "none")) {
            case "none" -> map(call, x -> 0.5 * x * (1 + erf(x / Math.sqrt(2))));
            case "tanh" -> map(call, x -> 0.5 * x * (1 + tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
            default ->
                throw call.refused("approximate is \"" + call.attributes().text("approximate", "") + "\"");
        };
    }

    private static OnnxTensor hardSigmoid(Call call) {
        // The defaults are floats in the schema.
        double alpha = call.attributes().real("alpha", 0.2f);
        double beta = call.attributes().real("beta", 0.5);
        return map(call, x -> max(0, min(1, alpha * x + beta)));
    }

    private static OnnxTensor leakyRelu(Call call) {
        double alpha = call.attributes().real("alpha", 0.01f);
        return map(call, x -> x < 0 ? alpha * x : x);
    }

    private static OnnxTensor swish(Call call) {
        double alpha = call.attributes().real("alpha", 1);
        return map(call, x -> x * sigmoid(alpha * x));
    }

    private static OnnxTensor thresholdedRelu(Call call) {
        double alpha = call.attributes().real("alpha", 1);
        return map(call, x -> x > alpha ? x : 0);
    }

    static double sigmoid(double x) {
        return 1 / (1 + exp(-x));
    }

    /// ln(1 + eˣ), which does not overflow.
    private static double softplus(double x) {
        return max(x, 0) + log1p(exp(-Math.abs(x)));
    }

    /// The error function by the series 2/√π · exp(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5…(2n+1)), whose terms have one sign.
    private static double erf(double x) {
        if (!(Math.abs(x) < 6)) {
            return Double.isNaN(x) ? x : Math.signum(x); // 1 - erf(6) is less than a double's last bit
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * 0x1p-60; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * exp(-x * x) * sum;
    }
}
