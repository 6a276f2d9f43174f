package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.operator.Operators;

/// Comparisons, and choices by them.
final class ChoiceRules {
    static final Map<String, Rule> RULES = Map.of(
            "Equal", site -> ElementwiseRules.binary(site, Arithmetic.Function.EQUAL),
            "Greater", site -> ElementwiseRules.binary(site, Arithmetic.Function.GREATER),
            "Less", site -> ElementwiseRules.binary(site, Arithmetic.Function.LESS),
            "Where", ChoiceRules::where);

    /// Those that give truth values.
    static final Set<String> COMPARISONS = Set.of("Equal", "Greater", "Less");

    private ChoiceRules() {}

    private static List<Value> where(Site site) {
        Alignment alignment = Alignment.of(site);
        List<OnnxTensor> constants = alignment.constants();
        if (constants.size() < 2) {
            Arithmetic layer = constants.isEmpty()
                    ? new Arithmetic(Arithmetic.Function.WHERE)
                    : ElementwiseRules.of(
                            Arithmetic.Function.WHERE,
                            alignment.parameter(constants.getFirst()),
                            site.computed(0) ? site.computed(1) ? 2 : 1 : 0);
            Value[] x = alignment.values().toArray(Value[]::new);
            return List.of(site.add(layer, alignment.layout(), x));
        }
        return site.computed(0) ? List.of() : masked(site, alignment);
    }

    /// One value at places that are known ahead, elsewhere a constant: the value times 1 or 0, and the constant
    /// where that is 0.
    private static List<Value> masked(Site site, Alignment alignment) {
        boolean yes = site.computed(1);
        OnnxTensor condition = Objects.requireNonNull(site.constant(0));
        OnnxTensor other = Objects.requireNonNull(site.constant(yes ? 2 : 1));
        OnnxTensor zero = OnnxTensor.ofReals(other.type(), new double[1]);
        OnnxTensor one = OnnxTensor.ofReals(other.type(), new double[] {1});
        OnnxTensor mask = choice(site, condition, yes ? one : zero, yes ? zero : one);
        OnnxTensor rest = choice(site, condition, yes ? zero : other, yes ? other : zero);
        Value x = alignment.values().getFirst();
        ValueLayout layout = alignment.layout();
        Value kept = site.addBefore(
                "_masked",
                ElementwiseRules.of(Arithmetic.Function.MULTIPLY, alignment.parameter(mask), 1, false),
                site.outline(),
                layout,
                x);
        return List.of(site.add(
                ElementwiseRules.of(Arithmetic.Function.ADD, alignment.parameter(rest), 1, false), layout, kept));
    }

    private static OnnxTensor choice(Site site, OnnxTensor condition, OnnxTensor yes, OnnxTensor no) {
        List<String> reads = List.of("condition", "yes", "no");
        OnnxNode node = new OnnxNode(
                site.node().name(),
                "",
                "Where",
                site.node().opset(),
                reads,
                List.of("y"),
                OnnxAttributes.NONE,
                site.node().offset());
        Map<String, OnnxTensor> values = Map.of("condition", condition, "yes", yes, "no", no);
        return Operators.evaluate(node, values, Operators.MOST_ELEMENTS).getFirst();
    }
}
