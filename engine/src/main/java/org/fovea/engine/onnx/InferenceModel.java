package org.fovea.engine.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.lowering.Port;
import org.jspecify.annotations.Nullable;

/// A model made ready to be run fast on inputs of some extents: all of it that no call changes, so that any number of
/// runners may share one.
///
/// @param network optimised for inference, with its weights; null where a network has no part in the model
/// @param batch examples in the network's batch
/// @param entering the model's inputs that the network takes
/// @param leaving the values that leave it, by name
/// @param behind what is computed once those are there
record InferenceModel(
        @Nullable Network network, int batch, List<Port> entering, Map<String, Port> leaving, Evaluation behind) {
    /// @param extents those of each of the graph's inputs, by name
    /// @param other the network for other extents, whose weights are shared; null for none
    static InferenceModel of(OnnxGraph graph, Map<String, List<Integer>> extents, @Nullable Network other) {
        Map<String, int[]> arrays = new LinkedHashMap<>();
        extents.forEach((name, own) ->
                arrays.put(name, own.stream().mapToInt(extent -> extent).toArray()));
        LoweredModel model = LoweredModel.of(graph, arrays);
        return model == null
                ? new InferenceModel(null, 1, List.of(), Map.of(), new Evaluation(graph))
                : new InferenceModel(
                        other == null
                                ? model.network().optimized()
                                : model.network().optimized(other),
                        model.batch(),
                        model.inputs().stream().map(OnnxPort::port).toList(),
                        model.leaving(),
                        new Evaluation(model.behind()));
    }
}
