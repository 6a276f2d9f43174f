package org.fovea.engine.onnx.lowering;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Multiply;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.layer.elementwise.Function;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Functions of several values at each place, values and constants broadcast to each other.
final class ElementwiseRules {
    static final Map<String, Rule> RULES = Map.ofEntries(
            entry("Add", site -> folded(site, Arithmetic.Function.ADD)),
            entry("Div", site -> binary(site, Arithmetic.Function.DIVIDE)),
            entry("Max", site -> folded(site, Arithmetic.Function.MAXIMUM)),
            entry("Mean", ElementwiseRules::mean),
            entry("Min", site -> folded(site, Arithmetic.Function.MINIMUM)),
            entry("Mul", site -> folded(site, Arithmetic.Function.MULTIPLY)),
            entry("Pow", ElementwiseRules::power),
            entry("Sub", site -> binary(site, Arithmetic.Function.SUBTRACT)),
            entry("Sum", site -> folded(site, Arithmetic.Function.ADD)));

    private ElementwiseRules() {}

    /// A function that takes its arguments in any order and one after the other: first all that are computed, then
    /// each constant.
    private static List<Value> folded(Site site, Arithmetic.Function function) {
        if (site.inputs() == 1) {
            return List.of(site.input(0));
        }
        boolean kernel = function == Arithmetic.Function.ADD || function == Arithmetic.Function.MULTIPLY;
        if (kernel && same(site)) {
            Value[] x = alike(site);
            Layer layer = function == Arithmetic.Function.ADD ? new Add() : new Multiply();
            return List.of(site.add(layer, x[0].layout(), x));
        }
        return List.of(folded(site, function, Alignment.of(site), true));
    }

    /// @param last whether the node's output is what comes of it
    private static Value folded(Site site, Arithmetic.Function function, Alignment alignment, boolean last) {
        List<Value> values = alignment.values();
        List<OnnxTensor> constants = alignment.constants();
        Value y = values.getFirst();
        if (values.size() > 1) {
            Layer layer = new Arithmetic(function);
            y = site.step(last && constants.isEmpty(), layer, alignment.layout(), values.toArray(Value[]::new));
        }
        for (int i = 0; i < constants.size(); i++) {
            Layer layer = of(function, alignment.parameter(constants.get(i)), 1);
            y = site.step(last && i == constants.size() - 1, layer, alignment.layout(), y);
        }
        return y;
    }

    /// A function of values and a constant. What scales and shifts every channel or place by its own number was
    /// trained, and can be trained on; one number for all, or what is taken away, was set.
    static Arithmetic of(Arithmetic.Function function, Tensor constant, int position) {
        boolean trained = constant.size() > 1
                && switch (function) {
                    case ADD, MULTIPLY, PRELU -> true;
                    default -> false;
                };
        return of(function, constant, position, trained);
    }

    static Arithmetic of(Arithmetic.Function function, Tensor constant, int position, boolean trained) {
        Arithmetic arithmetic = new Arithmetic(function, constant.shape(), position, trained);
        float[] to = arithmetic.parameters().getFirst().value().data();
        System.arraycopy(constant.data(), 0, to, 0, to.length);
        return arithmetic;
    }

    /// A function of two, of which at most one is a constant.
    static List<Value> binary(Site site, Arithmetic.Function function) {
        return binary(site, function, Alignment.of(site));
    }

    static List<Value> binary(Site site, Arithmetic.Function function, Alignment alignment) {
        List<Value> values = alignment.values();
        if (values.size() == 2) {
            return List.of(site.add(new Arithmetic(function), alignment.layout(), values.get(0), values.get(1)));
        }
        Tensor constant = alignment.parameter(alignment.constants().getFirst());
        Arithmetic layer = of(function, constant, site.computed(0) ? 1 : 0);
        return List.of(site.add(layer, alignment.layout(), values.getFirst()));
    }

    private static List<Value> power(Site site) {
        OnnxTensor exponent = site.constant(1);
        Value x = site.value(0);
        if (x == null || exponent == null || exponent.count() != 1 || exponent.rank() > x.rank()) {
            return binary(site, Arithmetic.Function.POWER);
        }
        double p = exponent.doubles()[0];
        return List.of(site.add(Elementwise.of(Function.POWER, p), x.layout(), x));
    }

    private static List<Value> mean(Site site) {
        if (site.inputs() == 1) {
            return List.of(site.input(0));
        }
        Alignment alignment = Alignment.of(site);
        if (alignment.constants().isEmpty()) {
            Value[] x = alignment.values().toArray(Value[]::new);
            return List.of(site.add(new Arithmetic(Arithmetic.Function.MEAN), alignment.layout(), x));
        }
        Value sum = folded(site, Arithmetic.Function.ADD, alignment, false);
        Tensor share = Tensor.of(Shape.of(1), 1f / site.inputs());
        return List.of(site.add(of(Arithmetic.Function.MULTIPLY, share, 1), alignment.layout(), sum));
    }

    /// A slope for each channel is often written (C), which by the letter would be one for each column: where it
    /// does not fit the columns and fits the channels, it is the channels'.
    static List<Value> prelu(Site site) {
        if (!site.computed(0)) {
            return List.of();
        }
        Operand x = site.operand(0);
        Operand slope = site.operand(1);
        int[] extents = x.extents();
        int rank = extents.length;
        boolean channels = slope.extents().length == 1
                && rank > 2
                && slope.extents()[0] != 1
                && slope.extents()[0] != extents[rank - 1]
                && slope.extents()[0] == extents[1];
        if (channels) {
            int[] each = new int[rank - 1];
            Arrays.fill(each, 1);
            each[0] = extents[1];
            slope = slope.reshaped(each);
        }
        return binary(site, Arithmetic.Function.PRELU, Alignment.of(site, List.of(x, slope)));
    }

    /// Whether all that is read is computed and has the output's extents.
    private static boolean same(Site site) {
        int[] extents = site.outline().extents();
        for (int i = 0; i < site.inputs(); i++) {
            if (!site.computed(i) || !Arrays.equals(site.input(i).extents(), extents)) {
                return false;
            }
        }
        return true;
    }

    /// The inputs in one layout and at nodes of one shape: the first's that is not ONNX's own, which a picture's
    /// is.
    private static Value[] alike(Site site) {
        Value model = site.input(0);
        for (int i = 1; i < site.inputs() && model.layout().isRowMajor(); i++) {
            model = site.input(i);
        }
        ValueLayout layout = model.layout();
        Shape shape = site.shape(model);
        Value[] alike = new Value[site.inputs()];
        Arrays.setAll(alike, i -> site.arranged(site.input(i), layout, shape));
        return alike;
    }
}
