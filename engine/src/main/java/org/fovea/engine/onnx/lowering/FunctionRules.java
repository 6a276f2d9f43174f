package org.fovea.engine.onnx.lowering;

import static java.util.Map.entry;

import java.util.Map;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.layer.elementwise.Function;

/// Functions of each element that are no kernels.
final class FunctionRules {
    static final Map<String, Rule> RULES = Map.ofEntries(
            entry("Abs", of(Function.ABS)),
            entry("Ceil", of(Function.CEIL)),
            entry("Celu", of(Function.CELU, "alpha", 1)),
            entry("Cos", of(Function.COS)),
            entry("Elu", of(Function.ELU, "alpha", 1)),
            entry("Erf", of(Function.ERF)),
            entry("Exp", of(Function.EXP)),
            entry("Floor", of(Function.FLOOR)),
            entry("HardSigmoid", of(Function.HARD_SIGMOID, "alpha", 0.2f, "beta", 0.5)),
            entry("HardSwish", of(Function.HARD_SWISH)),
            entry("Log", of(Function.LOG)),
            entry("Mish", of(Function.MISH)),
            entry("Neg", of(Function.NEGATE)),
            entry("Reciprocal", of(Function.RECIPROCAL)),
            entry("Round", of(Function.ROUND)),
            entry("Selu", of(Function.SELU, "alpha", 1.67326319217681884765625, "gamma", 1.05070102214813232421875)),
            entry("Sign", of(Function.SIGN)),
            entry("Sin", of(Function.SIN)),
            entry("Softplus", of(Function.SOFTPLUS)),
            entry("Softsign", of(Function.SOFTSIGN)),
            entry("Sqrt", of(Function.SQUARE_ROOT)),
            entry("ThresholdedRelu", of(Function.THRESHOLDED_RELU, "alpha", 1)));

    private FunctionRules() {}

    private static Rule of(Function function) {
        return ActivationRules.each(site -> Elementwise.of(function));
    }

    private static Rule of(Function function, String a, double otherwise) {
        return ActivationRules.each(
                site -> Elementwise.of(function, site.attributes().real(a, otherwise)));
    }

    private static Rule of(Function function, String a, double otherwise, String b, double otherwiseB) {
        return ActivationRules.each(site -> Elementwise.of(
                function,
                site.attributes().real(a, otherwise),
                site.attributes().real(b, otherwiseB)));
    }
}
