package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.LoweredModel;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.gradcam.Layers;
import org.jspecify.annotations.Nullable;

/// How a model's nodes run, and what can be seen of them.
///
/// @param byDefinition the nodes that no layer computes
/// @param explained the layer at which a map of the first output is made where none is named; null where there is none
record OnnxWays(List<OnnxNode> byDefinition, @Nullable String explained) {
    /// @param shapes those of the model, known
    static OnnxWays of(OnnxModel model, OnnxShapes shapes) {
        LoweredModel lowered;
        try {
            lowered = model.lowered(shapes.inputs());
        } catch (IllegalArgumentException e) {
            List<OnnxNode> all = model.graph().nodes().stream()
                    .filter(node -> !shapes.isConstant(node))
                    .toList();
            return new OnnxWays(all, null);
        }
        List<OnnxNode> byDefinition = new ArrayList<>(lowered.byDefinition());
        byDefinition.addAll(lowered.rest());
        return new OnnxWays(byDefinition, explained(lowered));
    }

    private static @Nullable String explained(LoweredModel lowered) {
        Network network = lowered.network();
        List<String> spatial = lowered.outputs().isEmpty()
                ? List.of()
                : Layers.spatial(network, lowered.outputs().getFirst().node());
        return spatial.isEmpty() ? null : spatial.getLast();
    }

    /// Whether a node runs by its operator's definition.
    boolean isByDefinition(OnnxNode node) {
        return byDefinition.contains(node);
    }

    /// How many nodes of each operator run by its definition.
    Map<String, Integer> counted() {
        Map<String, Integer> counted = new TreeMap<>();
        byDefinition.forEach(node -> counted.merge(node.operator(), 1, Integer::sum));
        return counted;
    }
}
