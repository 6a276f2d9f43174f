package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.jspecify.annotations.Nullable;

/// What is told of an ONNX file.
///
/// @param format "onnx"
/// @param opsets the version of each domain's operators, ONNX's own domain being "ai.onnx"
/// @param shapesFor the extents of the inputs for which extents and multiply-adds are told; empty where they are not
///     known
/// @param shapesUnknown why they are not known; null where they are
/// @param parameters the numbers of the file's constants, those for shapes and indices aside
/// @param multiplyAdds of one pass; null where they are not known
/// @param byDefinition how many nodes of each operator run by its definition rather than on the fast kernels; null
///     where shapes are not known
/// @param explainedLayer where a map of the first output is made if no layer is named; null where there is none
/// @param unsupported what could not be run, a line for each node
record OnnxInspection(
        String format,
        String producer,
        Map<String, Integer> opsets,
        Map<String, String> metadata,
        List<Value> inputs,
        List<Value> outputs,
        Map<String, List<Integer>> shapesFor,
        @Nullable String shapesUnknown,
        long parameters,
        @Nullable Long multiplyAdds,
        List<Operators> operators,
        List<Line> nodes,
        @Nullable Map<String, Integer> byDefinition,
        @Nullable String explainedLayer,
        List<String> unsupported) {
    /// What the domain of ONNX's own operators, whose name is empty in files, is called.
    private static final String OWN_DOMAIN = "ai.onnx";

    /// An input or output as the file declares it.
    ///
    /// @param extents numbers, and names or "?" for open ones; null where not even their number is said
    record Value(String name, String type, @Nullable List<Object> extents) {
        static Value of(OnnxValue value) {
            List<OnnxValue.Extent> declared = value.extents();
            if (declared == null) {
                return new Value(value.name(), value.type().toString(), null);
            }
            List<Object> extents = new ArrayList<>();
            for (OnnxValue.Extent extent : declared) {
                extents.add(extent.size() < 0 ? extent.toString() : (Object) extent.size());
            }
            return new Value(value.name(), value.type().toString(), extents);
        }
    }

    /// An operator, and how many nodes are one.
    record Operators(String operator, int opset, int count) {}

    /// A node.
    ///
    /// @param constant whether what it writes does not depend on the inputs, or is read by nothing
    /// @param extents of each of its outputs that is wanted, null for one whose extents depend on the inputs'
    ///     numbers; empty for a constant node and where shapes are not known
    /// @param byDefinition whether it runs by its operator's definition: slow, and without a gradient
    /// @param multiplyAdds null where they are not known
    record Line(
            String name,
            String operator,
            List<String> inputs,
            List<String> outputs,
            boolean constant,
            List<@Nullable List<Integer>> extents,
            boolean byDefinition,
            @Nullable Long multiplyAdds) {}

    /// @param shapes what is known of the model's
    static OnnxInspection of(OnnxModel model, OnnxShapes shapes) {
        OnnxWays ways = shapes.unknown() == null ? OnnxWays.of(model, shapes) : null;
        List<Line> nodes = model.graph().nodes().stream()
                .map(node -> line(node, shapes, ways))
                .toList();
        Map<String, List<Integer>> shapesFor = new LinkedHashMap<>();
        shapes.inputs().forEach((name, extents) -> shapesFor.put(name, boxed(extents)));
        return new OnnxInspection(
                "onnx",
                model.producer(),
                opsets(model),
                model.metadata(),
                model.graph().inputs().stream().map(Value::of).toList(),
                model.graph().outputs().stream().map(Value::of).toList(),
                shapesFor,
                shapes.unknown(),
                parameters(model),
                multiplyAdds(nodes),
                operators(model),
                nodes,
                ways == null ? null : ways.counted(),
                ways == null ? null : ways.explained(),
                model.unsupported());
    }

    private static Line line(OnnxNode node, OnnxShapes shapes, @Nullable OnnxWays ways) {
        boolean constant = shapes.isConstant(node);
        List<@Nullable List<Integer>> extents = List.of();
        Long work = constant ? 0L : null;
        if (shapes.unknown() == null && !constant) {
            extents = extents(node, shapes.values());
            long counted = OnnxWork.multiplyAdds(node, shapes.values());
            work = counted < 0 ? null : counted;
        }
        boolean byDefinition = ways != null && ways.isByDefinition(node);
        return new Line(
                node.name(), operator(node), node.inputs(), node.outputs(), constant, extents, byDefinition, work);
    }

    private static @Nullable Long multiplyAdds(List<Line> nodes) {
        long sum = 0;
        for (Line node : nodes) {
            if (node.multiplyAdds() == null) {
                return null;
            }
            sum += node.multiplyAdds();
        }
        return sum;
    }

    private static List<@Nullable List<Integer>> extents(OnnxNode node, Map<String, OnnxTensor> values) {
        List<@Nullable List<Integer>> extents = new ArrayList<>();
        for (String name : node.outputs()) {
            OnnxTensor value = values.get(name);
            if (!name.isEmpty()) {
                extents.add(value == null ? null : boxed(value.extents()));
            }
        }
        return extents;
    }

    private static List<Integer> boxed(int... extents) {
        return Arrays.stream(extents).boxed().toList();
    }

    private static String operator(OnnxNode node) {
        return node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
    }

    private static Map<String, Integer> opsets(OnnxModel model) {
        Map<String, Integer> named = new TreeMap<>();
        model.opsets().forEach((domain, version) -> named.put(domain.isEmpty() ? OWN_DOMAIN : domain, version));
        return named;
    }

    private static long parameters(OnnxModel model) {
        return model.graph().constants().values().stream()
                .filter(constant -> isWeight(constant.type()))
                .mapToLong(OnnxTensor::count)
                .sum();
    }

    /// Whether weights are of this type: real or quantised to 8 bits or fewer.
    private static boolean isWeight(OnnxType type) {
        return type.real() || (type.whole() && type.bits() <= Byte.SIZE);
    }

    private static List<Operators> operators(OnnxModel model) {
        Map<String, Operators> counted = new TreeMap<>();
        for (OnnxNode node : model.graph().nodes()) {
            Operators one = new Operators(operator(node), node.opset(), 1);
            counted.merge(
                    one.operator() + " " + one.opset(),
                    one,
                    (a, b) -> new Operators(a.operator(), a.opset(), a.count() + b.count()));
        }
        return List.copyOf(counted.values());
    }
}
