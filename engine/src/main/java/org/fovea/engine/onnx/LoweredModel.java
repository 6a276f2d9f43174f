package org.fovea.engine.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.onnx.lowering.GraphLowering;
import org.fovea.engine.onnx.lowering.Lowered;
import org.fovea.engine.onnx.lowering.Port;
import org.fovea.engine.onnx.lowering.Separation;
import org.jspecify.annotations.Nullable;

/// A model as a [Network] of channels-last layers, for inputs of given extents: what runs on the fast kernels, can be
/// differentiated and trained further.
///
/// Nodes have the file's names. A node that no layer computes runs by its definition within the network and has no
/// gradient; one whose numbers or extents a network does not hold runs behind it, by a runner.
public final class LoweredModel {
    private final int batch;
    private final OnnxGraph graph;
    private final Lowered lowered;
    private final Map<String, OnnxPort> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxPort> outputs = new LinkedHashMap<>();

    private LoweredModel(int batch, OnnxGraph graph, Lowered lowered) {
        this.batch = batch;
        this.graph = graph;
        this.lowered = lowered;
        lowered.inputs().forEach((name, port) -> inputs.put(name, new OnnxPort(port)));
        for (OnnxValue output : graph.outputs()) {
            Port port = lowered.outputs().get(output.name());
            if (port != null) {
                outputs.put(output.name(), new OnnxPort(port));
            }
        }
    }

    /// @return null where a network has no part in the model
    static @Nullable LoweredModel of(OnnxGraph graph, Map<String, int[]> extents) {
        SpecialisedGraph whole = Specialisation.of(graph, extents);
        int batch = batch(graph, extents);
        if (batch > 1) {
            SpecialisedGraph one = forOne(graph, extents);
            if (one != null
                    && sideBySide(whole, one, batch)
                    && Separation.holds(whole.graph(), whole.outlines(), one.graph(), batch)) {
                Lowered lowered = GraphLowering.of(one.graph(), one.outlines());
                if (lowered != null && lowered.rest().isEmpty()) {
                    return new LoweredModel(batch, one.graph(), lowered);
                }
            }
        }
        Lowered lowered = GraphLowering.of(whole.graph(), whole.outlines());
        return lowered == null ? null : new LoweredModel(1, whole.graph(), lowered);
    }

    /// The first extent of all inputs; 1 where they differ.
    private static int batch(OnnxGraph graph, Map<String, int[]> extents) {
        int batch = 0;
        for (OnnxValue input : graph.inputs()) {
            int[] own = extents.get(input.name());
            if (own == null || own.length == 0 || (batch > 0 && own[0] != batch)) {
                return 1;
            }
            batch = own[0];
        }
        return Math.max(batch, 1);
    }

    /// Whether every value of the whole batch is as many of the one example's.
    private static boolean sideBySide(SpecialisedGraph whole, SpecialisedGraph one, int batch) {
        return one.outlines().entrySet().stream().allMatch(entry -> {
            OnnxTensor all = whole.outlines().get(entry.getKey());
            int[] own = entry.getValue().extents();
            if (all == null || own.length == 0 || own[0] != 1) {
                return false;
            }
            own[0] = batch;
            return Arrays.equals(own, all.extents());
        });
    }

    /// The graph for one example, even if the file says that there are more; null where it is none of one.
    private static @Nullable SpecialisedGraph forOne(OnnxGraph graph, Map<String, int[]> extents) {
        Map<String, int[]> one = new LinkedHashMap<>();
        extents.forEach((name, all) -> {
            int[] own = all.clone();
            own[0] = 1;
            one.put(name, own);
        });
        List<OnnxValue> open = graph.inputs().stream()
                .map(input -> new OnnxValue(input.name(), input.type(), null))
                .toList();
        OnnxGraph any = new OnnxGraph(graph.name(), open, graph.outputs(), graph.nodes(), graph.constants());
        try {
            return Specialisation.of(any, one);
        } catch (IllegalArgumentException e) {
            return null; // its nodes say how many there are
        }
    }

    /// The network, for one example; a trace or predictor of it takes any number of them as a batch.
    public Network network() {
        return lowered.network();
    }

    /// The batch that the given extents are for the network: their first one, where the model does the same to each
    /// of the examples along it, and 1 where it does not or none is, and the inputs are one example as they are.
    public int batch() {
        return batch;
    }

    /// The model's inputs that the network takes.
    public List<OnnxPort> inputs() {
        return List.copyOf(inputs.values());
    }

    /// The model's outputs that the network computes, in the model's order. Of one that is not among them [#rest()]
    /// tells why, or it is a constant.
    public List<OnnxPort> outputs() {
        return List.copyOf(outputs.values());
    }

    /// An input by its name in the model.
    ///
    /// @throws IllegalArgumentException if the network has none of that name
    public OnnxPort input(String name) {
        return named(inputs, name, "input");
    }

    /// An output by its name in the model.
    ///
    /// @throws IllegalArgumentException if the network has none of that name
    public OnnxPort output(String name) {
        return named(outputs, name, "output");
    }

    private static OnnxPort named(Map<String, OnnxPort> ports, String name, String what) {
        OnnxPort port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException(
                    "the network has no " + what + " \"" + name + "\"; it has " + String.join(", ", ports.keySet()));
        }
        return port;
    }

    /// The nodes that run within the network by their operators' definitions: slow, and without a gradient.
    public List<OnnxNode> byDefinition() {
        return lowered.byDefinition();
    }

    /// The nodes that run behind the network, by definition as well.
    public List<OnnxNode> rest() {
        return lowered.rest();
    }

    /// Every value that leaves the network, for outputs and for [#rest()].
    Map<String, Port> leaving() {
        return lowered.outputs();
    }

    /// What is to be computed once the network's values are there: it takes the model's inputs and those.
    OnnxGraph behind() {
        List<OnnxValue> given = new ArrayList<>(graph.inputs());
        leaving().forEach((name, port) -> {
            if (graph.inputs().stream().noneMatch(input -> input.name().equals(name))) {
                OnnxType type = port.outline().type();
                given.add(new OnnxValue(name, type, null));
            }
        });
        return new OnnxGraph(graph.name(), given, graph.outputs(), rest(), lowered.constants());
    }

    @Override
    public String toString() {
        return network() + ", " + byDefinition().size() + " of its nodes by definition, " + rest().size()
                + " behind it";
    }
}
