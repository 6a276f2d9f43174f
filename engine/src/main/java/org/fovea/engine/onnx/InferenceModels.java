package org.fovea.engine.onnx;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.jspecify.annotations.Nullable;

/// What the runners of one model share: an [InferenceModel] for each choice of extents, which is there as long as a
/// runner has a plan with it. The weights of convolutions and dense layers are those of all extents. Several threads
/// may ask at once.
final class InferenceModels {
    private final OnnxGraph graph;
    private final Map<Map<String, List<Integer>>, WeakReference<InferenceModel>> models = new HashMap<>();

    InferenceModels(OnnxGraph graph) {
        this.graph = graph;
    }

    OnnxGraph graph() {
        return graph;
    }

    /// The one for these extents, made if no runner has it; whoever asks for it meanwhile waits, and makes no
    /// second.
    ///
    /// @param extents those of each of the graph's inputs, by name
    /// @throws IllegalArgumentException if extents do not fit
    synchronized InferenceModel of(Map<String, List<Integer>> extents) {
        WeakReference<InferenceModel> kept = models.get(extents);
        InferenceModel model = kept == null ? null : kept.get();
        if (model == null) {
            models.values().removeIf(reference -> reference.refersTo(null));
            model = InferenceModel.of(graph, extents, anyNetwork());
            models.put(extents, new WeakReference<>(model));
        }
        return model;
    }

    private @Nullable Network anyNetwork() {
        return models.values().stream()
                .map(WeakReference::get)
                .filter(model -> model != null && model.network() != null)
                .findFirst()
                .map(InferenceModel::network)
                .orElse(null);
    }
}
