package org.fovea.engine.onnx.proto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxValue;

/// Makes a graph of a model's messages: flat, in order, every name with one origin.
final class GraphBuilder {
    private final String source;
    private final Messages.Model model;

    private GraphBuilder(String source, Messages.Model model) {
        this.source = source;
        this.model = model;
    }

    /// @throws FileFormatException if a name has two origins or none, or nodes feed each other in a circle
    static OnnxGraph build(String source, Messages.Model model) throws FileFormatException {
        return new GraphBuilder(source, model).build();
    }

    private OnnxGraph build() throws FileFormatException {
        Messages.Graph graph = model.graph();
        Unfolding flat = new Unfolding(source, model.functions());
        for (Messages.Initializer initializer : graph.initializers()) {
            flat.constant(initializer.name(), initializer.tensor(), initializer.offset());
        }
        Set<String> initialized = new HashSet<>(flat.constants.keySet());
        // Before opsets were declared there was one.
        Map<String, Integer> opsets = model.opsets().isEmpty() ? Map.of("", 1) : model.opsets();
        Scope scope = Scope.ofGraph(opsets);
        for (Messages.Node node : graph.nodes()) {
            flat.add(node, scope);
        }
        List<OnnxValue> inputs = new ArrayList<>();
        Set<String> given = new LinkedHashSet<>();
        for (OnnxValue input : graph.inputs()) {
            // Files of old list their weights among the inputs.
            if (!initialized.contains(input.name())) {
                inputs.add(input);
                if (!given.add(input.name()) || flat.constants.containsKey(input.name())) {
                    throw twice(input.name(), graph.offset());
                }
            }
        }
        List<OnnxNode> nodes = ordered(flat, given);
        checkOutputs(graph, nodes, given, flat);
        return new OnnxGraph(graph.name(), inputs, graph.outputs(), nodes, flat.constants);
    }

    private void checkOutputs(Messages.Graph graph, List<OnnxNode> nodes, Set<String> given, Unfolding flat)
            throws FileFormatException {
        Set<String> known = new HashSet<>(given);
        known.addAll(flat.constants.keySet());
        nodes.forEach(node -> known.addAll(node.outputs()));
        Set<String> named = new HashSet<>();
        for (OnnxValue output : graph.outputs()) {
            if (output.name().isEmpty() || !known.contains(output.name())) {
                throw refused(graph.offset(), "an origin of output " + ModelReader.quote(output.name()), "none");
            }
            if (!named.add(output.name())) {
                throw refused(graph.offset(), "each output once", ModelReader.quote(output.name()) + " twice");
            }
        }
        if (named.isEmpty()) {
            throw refused(graph.offset(), "a graph with outputs", "none");
        }
    }

    /// The nodes so that each comes after those that feed it, otherwise as the file has them.
    private List<OnnxNode> ordered(Unfolding flat, Set<String> given) throws FileFormatException {
        Map<String, Integer> origins = origins(flat, given);
        int count = flat.nodes.size();
        int[] missing = new int[count];
        List<List<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readers.add(List.of());
        }
        for (int i = 0; i < count; i++) {
            OnnxNode node = flat.nodes.get(i);
            for (String name : new HashSet<>(node.inputs())) {
                Integer origin = origins.get(name);
                if (origin != null) {
                    missing[i]++;
                    if (readers.get(origin).isEmpty()) {
                        readers.set(origin, new ArrayList<>());
                    }
                    readers.get(origin).add(i);
                } else if (!name.isEmpty() && !given.contains(name) && !flat.constants.containsKey(name)) {
                    throw refused(
                            node.offset(),
                            "an origin of input " + ModelReader.quote(name) + " of " + node.described(),
                            "none");
                }
            }
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < count; i++) {
            if (missing[i] == 0) {
                ready.add(i);
            }
        }
        List<OnnxNode> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            ordered.add(flat.nodes.get(next));
            for (int reader : readers.get(next)) {
                if (--missing[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        if (ordered.size() < count) {
            throw circle(flat, missing);
        }
        return ordered;
    }

    private FileFormatException circle(Unfolding flat, int[] missing) {
        int first = 0;
        while (missing[first] == 0) {
            first++;
        }
        OnnxNode node = flat.nodes.get(first);
        return refused(
                node.offset(),
                "nodes that do not wait for each other",
                "a circle that " + node.described() + " waits for");
    }

    /// Which node writes each value.
    private Map<String, Integer> origins(Unfolding flat, Set<String> given) throws FileFormatException {
        Map<String, Integer> origins = new HashMap<>();
        for (int i = 0; i < flat.nodes.size(); i++) {
            OnnxNode node = flat.nodes.get(i);
            for (String name : node.outputs()) {
                if (!name.isEmpty()
                        && (given.contains(name) || flat.constants.containsKey(name) || origins.put(name, i) != null)) {
                    throw twice(name, node.offset());
                }
            }
        }
        return origins;
    }

    private FileFormatException twice(String name, long offset) {
        return refused(offset, "one origin of " + ModelReader.quote(name), "a second");
    }

    private FileFormatException refused(long offset, String expected, String found) {
        return new FileFormatException(source, offset, expected, found);
    }
}
