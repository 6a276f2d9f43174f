package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.integer;
import static org.fovea.engine.onnx.Message.real;
import static org.fovea.engine.onnx.Message.word;

import java.util.List;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.layer.elementwise.Function;
import org.fovea.engine.tensor.Shape;

/// The elementwise layers, each beside its operator.
final class ElementwiseCases {
    private static final Shape PICTURE = Shape.of(5, 4, 3);
    private static final Shape SMALL = Shape.of(3, 5);

    private ElementwiseCases() {}

    private static LayerCase function(Elementwise layer, String operator, Message... attributes) {
        String name = layer.function() + " as " + operator;
        return LayerCase.of(name, layer, SMALL).node(operator, "x0", "y", attributes);
    }

    static void functions(List<LayerCase> all) {
        all.add(function(Elementwise.of(Function.ABS), "Abs"));
        all.add(function(Elementwise.of(Function.NEGATE), "Neg"));
        all.add(function(Elementwise.of(Function.SQUARE_ROOT), "Sqrt").positive());
        all.add(function(Elementwise.of(Function.EXP), "Exp"));
        all.add(function(Elementwise.of(Function.LOG), "Log").positive());
        all.add(function(Elementwise.of(Function.RECIPROCAL), "Reciprocal").positive());
        all.add(function(Elementwise.of(Function.SIN), "Sin"));
        all.add(function(Elementwise.of(Function.COS), "Cos"));
        all.add(function(Elementwise.of(Function.ERF), "Erf"));
        all.add(function(Elementwise.of(Function.ELU, 0.75), "Elu", real("alpha", 0.75f)));
        all.add(function(Elementwise.of(Function.SELU, 1.5, 0.75), "Selu", real("alpha", 1.5f), real("gamma", 0.75f)));
        all.add(function(Elementwise.of(Function.CELU, 0.75), "Celu", real("alpha", 0.75f)));
        all.add(function(
                Elementwise.of(Function.HARD_SIGMOID, 0.5, 0.25),
                "HardSigmoid",
                real("alpha", 0.5f),
                real("beta", 0.25f)));
        all.add(LayerCase.of(
                        "HARD_SWISH on −6 to 6",
                        b -> b.leakyRelu("a", 3)
                                .add("b", Elementwise.of(Function.NEGATE))
                                .leakyRelu("c", 3)
                                .add("y", Elementwise.of(Function.HARD_SWISH)),
                        SMALL)
                .node("LeakyRelu", "x0", "a", real("alpha", 3))
                .node("Neg", "a", "b")
                .node("LeakyRelu", "b", "c", real("alpha", 3))
                .node("HardSwish", "c", "y"));
        all.add(function(Elementwise.of(Function.MISH), "Mish"));
        all.add(function(Elementwise.of(Function.SWISH, 1.5), "Swish", real("alpha", 1.5f)));
        all.add(function(Elementwise.of(Function.SOFTPLUS), "Softplus"));
        all.add(function(Elementwise.of(Function.SOFTSIGN), "Softsign"));
        all.add(function(Elementwise.of(Function.THRESHOLDED_RELU, 0.5), "ThresholdedRelu", real("alpha", 0.5f)));
        all.add(function(Elementwise.of(Function.GELU_TANH), "Gelu", word("approximate", "tanh")));
        all.add(function(Elementwise.of(Function.FLOOR), "Floor"));
        all.add(function(Elementwise.of(Function.CEIL), "Ceil"));
        all.add(function(Elementwise.of(Function.ROUND), "Round"));
        all.add(function(Elementwise.of(Function.SIGN), "Sign"));
        all.add(shaped(Function.POWER, 2.5f, "Pow").positive());
        all.add(shaped(Function.POWER, 3, "Pow"));
        all.add(shaped(Function.AT_LEAST, 0.4f, "Max"));
        all.add(shaped(Function.AT_MOST, 0.4f, "Min"));
    }

    /// A function of x0 and a number.
    private static LayerCase shaped(Function function, float number, String operator) {
        return LayerCase.of(function + " of " + number, Elementwise.of(function, number), SMALL)
                .constant(floats("narrow", new long[0], number))
                .node("Cast", "narrow", "number", integer("to", 11))
                .node(operator, "x0 number", "y");
    }

    static void arithmetic(List<LayerCase> all) {
        for (Arithmetic.Function f : List.of(
                Arithmetic.Function.ADD,
                Arithmetic.Function.SUBTRACT,
                Arithmetic.Function.MULTIPLY,
                Arithmetic.Function.DIVIDE,
                Arithmetic.Function.POWER,
                Arithmetic.Function.MINIMUM,
                Arithmetic.Function.MAXIMUM)) {
            String operator = operator(f);
            boolean positive = f == Arithmetic.Function.POWER || f == Arithmetic.Function.DIVIDE;
            all.add(binary(f, operator, positive, PICTURE, PICTURE));
            all.add(binary(f, operator, positive, PICTURE, Shape.of(1, 1, 3)));
            all.add(binary(f, operator, positive, Shape.of(5, 1, 3), Shape.of(5, 4, 1)));
            all.add(binary(f, operator, positive, Shape.of(1, 4, 1), PICTURE));
            all.add(constant(f, operator, positive, PICTURE, Shape.of(3), 1));
            all.add(constant(f, operator, positive, PICTURE, Shape.of(4, 1), 0));
            all.add(constant(f, operator, positive, PICTURE, Shape.of(), 1));
        }
        all.add(constant(Arithmetic.Function.PRELU, "PRelu", false, PICTURE, Shape.of(5, 1, 3), 1));
        all.add(constant(Arithmetic.Function.PRELU, "PRelu", false, PICTURE, Shape.of(1), 1));
        all.add(LayerCase.of("sum of three", new Arithmetic(Arithmetic.Function.ADD), SMALL, Shape.of(3, 1), SMALL)
                .node("Sum", "x0 x1 x2", "y"));
        all.add(LayerCase.of("mean of three", new Arithmetic(Arithmetic.Function.MEAN), SMALL, Shape.of(1, 5), SMALL)
                .node("Mean", "x0 x1 x2", "y"));
        all.add(LayerCase.of("max of three", new Arithmetic(Arithmetic.Function.MAXIMUM), SMALL, Shape.of(1, 5), SMALL)
                .node("Max", "x0 x1 x2", "y"));
        all.add(LayerCase.of(
                        "one node twice", b -> b.add("y", new Arithmetic(Arithmetic.Function.POWER), "x0", "x0"), SMALL)
                .positive()
                .node("Pow", "x0 x0", "y"));
        all.add(LayerCase.of(
                        "where",
                        b -> b.add("c", new Arithmetic(Arithmetic.Function.GREATER), "x0", "x1")
                                .add("y", new Arithmetic(Arithmetic.Function.WHERE), "c", "x1", "x2"),
                        SMALL,
                        SMALL,
                        Shape.of(3, 1))
                .node("Greater", "x0 x1", "c")
                .node("Where", "c x1 x2", "y"));
        for (boolean less : new boolean[] {true, false}) {
            Arithmetic.Function f = less ? Arithmetic.Function.LESS : Arithmetic.Function.GREATER;
            all.add(LayerCase.of(f.name(), new Arithmetic(f), SMALL, Shape.of(1, 5))
                    .node(less ? "Less" : "Greater", "x0 x1", "truth")
                    .node("Cast", "truth", "y", integer("to", 11)));
        }
    }

    private static String operator(Arithmetic.Function f) {
        return switch (f) {
            case ADD -> "Add";
            case SUBTRACT -> "Sub";
            case MULTIPLY -> "Mul";
            case DIVIDE -> "Div";
            case POWER -> "Pow";
            case MINIMUM -> "Min";
            case MAXIMUM -> "Max";
            default -> throw new IllegalArgumentException(f.name());
        };
    }

    private static LayerCase binary(Arithmetic.Function f, String operator, boolean positive, Shape a, Shape b) {
        LayerCase of = LayerCase.of(f + " of " + a + " and " + b, new Arithmetic(f), a, b)
                .node(operator, "x0 x1", "y");
        return positive ? of.positive() : of;
    }

    private static LayerCase constant(
            Arithmetic.Function f, String operator, boolean positive, Shape x, Shape constant, int position) {
        LayerCase of = LayerCase.of(
                        f + " of " + x + " and a constant of " + constant + " in position " + position,
                        new Arithmetic(f, constant, position, true),
                        x)
                .node(operator, position == 0 ? "y.constant x0" : "x0 y.constant", "y");
        return positive ? of.positive() : of;
    }
}
