package org.fovea.engine.onnx.proto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// Unfolds a model into flat nodes: calls of local functions become their bodies, an If whose condition is constant
/// becomes the branch that it takes, Constant nodes become constants.
final class Unfolding {
    /// Calls within calls. Functions that call themselves are refused however few the calls.
    private static final int DEEPEST = 32;
    /// Functions that each call another twice grow without bound.
    private static final int MOST_CALLS = 20_000;

    static final int MOST_NODES = 100_000;
    /// What the nodes' names may have together once unfolded: many calls of a function with long names.
    private static final long MOST_LETTERS = 32L << 20;

    final List<OnnxNode> nodes = new ArrayList<>();
    final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
    private final Map<String, Messages.Function> functions = new HashMap<>();
    private final Set<String> active = new HashSet<>();
    private final String source;
    private long letters;
    private int calls;
    private int depth;

    Unfolding(String source, List<Messages.Function> functions) throws FileFormatException {
        this.source = source;
        for (Messages.Function function : functions) {
            if (this.functions.put(function.key(), function) != null) {
                throw refused(function.offset(), "one function of each name", "a second " + quote(function.name()));
            }
        }
    }

    /// A constant under a name that nothing else has.
    void constant(String name, OnnxTensor tensor, long offset) throws FileFormatException {
        if (constants.size() >= MOST_NODES) {
            throw refused(offset, "at most " + MOST_NODES + " constants", "more");
        }
        if (constants.putIfAbsent(name, tensor) != null) {
            throw refused(offset, "one constant of each name", "a second " + quote(name));
        }
    }

    void add(Messages.Node node, Scope scope) throws FileFormatException {
        Messages.Function function =
                functions.get(Messages.Function.key(node.domain(), node.operator(), node.overload()));
        if (function != null) {
            call(node, function, scope);
            return;
        }
        Map<String, Object> attributes = attributes(node, scope);
        if (node.domain().isEmpty() && node.operator().equals("Constant")) {
            OnnxTensor value = constantOf(attributes);
            if (value != null && node.outputs().size() == 1) {
                constant(scope.resolve(node.outputs().getFirst()), value, node.offset());
                return;
            }
        }
        if (node.domain().isEmpty() && node.operator().equals("If") && branch(node, attributes, scope)) {
            return;
        }
        // A graph that stays is one of an operator that is refused by its name.
        attributes.values().removeIf(Messages.Graph.class::isInstance);
        append(node, scope, new OnnxAttributes(attributes), opset(node, scope));
    }

    private void append(Messages.Node node, Scope scope, OnnxAttributes attributes, int opset)
            throws FileFormatException {
        List<String> inputs = node.inputs().stream().map(scope::resolve).toList();
        List<String> outputs = node.outputs().stream().map(scope::resolve).toList();
        String name = node.name().isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : scope.prefix() + node.name();
        for (List<String> names : List.of(inputs, outputs)) {
            for (String each : names) {
                letters += 16 + each.length(); // what a name costs beside its letters
            }
        }
        letters += name.length();
        if (nodes.size() >= MOST_NODES || letters > MOST_LETTERS) {
            throw refused(
                    node.offset(),
                    "at most " + MOST_NODES + " nodes once functions are unfolded",
                    "more or long names");
        }
        nodes.add(
                new OnnxNode(name, node.domain(), node.operator(), opset, inputs, outputs, attributes, node.offset()));
    }

    private int opset(Messages.Node node, Scope scope) throws FileFormatException {
        Integer opset = scope.opsets().get(node.domain());
        if (opset == null) {
            throw refused(
                    node.offset(),
                    "an opset for the operators of " + quote(node.domain()) + ", such as " + quote(node.operator()),
                    "none");
        }
        return opset;
    }

    private Map<String, Object> attributes(Messages.Node node, Scope scope) throws FileFormatException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Messages.Attribute attribute : node.attributes()) {
            Object value = attribute.value();
            if (!attribute.reference().isEmpty()) {
                Messages.Attribute given = scope.attributes().get(attribute.reference());
                value = given == null ? null : given.value();
            }
            if (value != null && values.put(attribute.name(), value) != null) {
                throw refused(
                        attribute.offset(),
                        "one attribute of each name in node " + quote(node.name()),
                        "a second " + quote(attribute.name()));
            }
        }
        return values;
    }

    /// What a Constant node gives; null where that is nothing that is read here.
    private static @Nullable OnnxTensor constantOf(Map<String, Object> attributes) {
        if (attributes.size() != 1) {
            return null;
        }
        Map.Entry<String, Object> only = attributes.entrySet().iterator().next();
        return switch (only.getValue()) {
            case OnnxTensor tensor when only.getKey().equals("value") -> tensor;
            case Float real when only.getKey().equals("value_float") -> OnnxTensor.of(new float[] {real});
            case Long integer when only.getKey().equals("value_int") -> OnnxTensor.of(new long[] {integer});
            case float[] reals when only.getKey().equals("value_floats") -> OnnxTensor.of(reals, reals.length);
            case long[] integers when only.getKey().equals("value_ints") -> OnnxTensor.of(integers, integers.length);
            default -> null;
        };
    }

    /// Unfolds the branch that an If takes; false where its condition is not constant.
    private boolean branch(Messages.Node node, Map<String, Object> attributes, Scope scope) throws FileFormatException {
        OnnxTensor condition = node.inputs().size() == 1
                ? constants.get(scope.resolve(node.inputs().getFirst()))
                : null;
        if (condition == null || condition.type() != OnnxType.BOOL || condition.count() != 1) {
            return false;
        }
        if (!(attributes.get(condition.longs()[0] != 0 ? "then_branch" : "else_branch")
                instanceof Messages.Graph taken)) {
            return false;
        }
        if (!taken.inputs().isEmpty()
                || taken.outputs().size() != node.outputs().size()) {
            throw refused(
                    node.offset(),
                    "a branch of no inputs and " + node.outputs().size() + " outputs",
                    taken.inputs().size() + " and " + taken.outputs().size());
        }
        Set<String> own = Scope.written(taken.nodes());
        taken.initializers().forEach(initializer -> own.add(initializer.name()));
        Scope within = new Scope(scope, prefix(node), own, Map.of(), scope.attributes(), scope.opsets());
        for (Messages.Initializer initializer : taken.initializers()) {
            constant(within.resolve(initializer.name()), initializer.tensor(), initializer.offset());
        }
        body(taken.nodes(), within, "If", node);
        for (int i = 0; i < node.outputs().size(); i++) {
            hand(taken.outputs().get(i).name(), within, node.outputs().get(i), scope, node);
        }
        return true;
    }

    private void call(Messages.Node node, Messages.Function function, Scope scope) throws FileFormatException {
        if (node.inputs().size() > function.inputs().size()
                || node.outputs().size() > function.outputs().size()) {
            throw refused(
                    node.offset(),
                    "at most " + function.inputs().size() + " inputs and "
                            + function.outputs().size() + " outputs of function " + quote(function.name()),
                    node.inputs().size() + " and " + node.outputs().size());
        }
        Map<String, String> bound = new HashMap<>();
        for (int i = 0; i < function.inputs().size(); i++) {
            boolean given = i < node.inputs().size();
            bound.put(
                    function.inputs().get(i),
                    given ? scope.resolve(node.inputs().get(i)) : "");
        }
        Map<String, Messages.Attribute> attributes = new HashMap<>();
        function.attributes().forEach((name, otherwise) -> {
            if (otherwise != null) {
                attributes.put(name, otherwise);
            }
        });
        for (Map.Entry<String, Object> given : attributes(node, scope).entrySet()) {
            attributes.put(given.getKey(), new Messages.Attribute(given.getKey(), given.getValue(), "", node.offset()));
        }
        Map<String, Integer> opsets = new HashMap<>(scope.opsets());
        opsets.putAll(function.opsets());
        Set<String> own = Scope.written(function.nodes());
        Scope within = new Scope(null, prefix(node), own, bound, attributes, opsets);
        body(function.nodes(), within, function.key(), node);
        for (int i = 0; i < node.outputs().size(); i++) {
            hand(function.outputs().get(i), within, node.outputs().get(i), scope, node);
        }
    }

    /// What is before the names of one unfolding, and of no other.
    private String prefix(Messages.Node node) {
        return (node.name().isEmpty() ? node.operator() : node.name()) + "#" + calls++ + "/";
    }

    private void body(List<Messages.Node> nodes, Scope within, String key, Messages.Node caller)
            throws FileFormatException {
        boolean again = !key.equals("If") && !active.add(key);
        if (again || depth++ >= DEEPEST || calls > MOST_CALLS) {
            throw refused(
                    caller.offset(),
                    "functions that do not call themselves, at most " + DEEPEST + " deep and " + MOST_CALLS + " calls",
                    "another call of " + quote(caller.operator()));
        }
        for (Messages.Node node : nodes) {
            add(node, within);
        }
        depth--;
        active.remove(key);
    }

    /// Hands a value out of an unfolded body.
    private void hand(String inner, Scope within, String outer, Scope scope, Messages.Node node)
            throws FileFormatException {
        if (outer.isEmpty()) {
            return;
        }
        String from = within.resolve(inner);
        String to = scope.resolve(outer);
        OnnxTensor constant = constants.get(from);
        if (constant != null) {
            constant(to, constant, node.offset());
            return;
        }
        nodes.add(new OnnxNode(to, "", "Identity", 13, List.of(from), List.of(to), OnnxAttributes.NONE, node.offset()));
    }

    private static String quote(String text) {
        return ModelReader.quote(text);
    }

    private FileFormatException refused(long offset, String expected, String found) {
        return new FileFormatException(source, offset, expected, found);
    }
}
