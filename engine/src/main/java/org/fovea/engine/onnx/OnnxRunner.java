package org.fovea.engine.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.network.Predictor;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.onnx.lowering.Port;
import org.fovea.engine.parallel.OneThread;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Runs a model fast: as the network that [OnnxModel#lowered] gives, optimised for inference, with what no layer
/// computes by its definition. Its outputs are those of [OnnxModel#run] but for rounding: `float` throughout, where
/// that computes in double and rounds each value.
///
/// What it lays out for inputs of some extents it keeps for the next call with the same, of the last
/// [#MOST_PLANS] that there were. One thread uses it at a time; it refuses a second.
public final class OnnxRunner {
    /// For so many extents plans are kept: each holds the weights and all activations.
    public static final int MOST_PLANS = 4;

    private final OnnxGraph graph;
    private final Workers workers;
    private final OneThread user;
    private final Map<List<List<Integer>>, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

    OnnxRunner(OnnxGraph graph, Workers workers) {
        this.graph = graph;
        this.workers = workers;
        user = new OneThread("a runner of " + graph.name());
    }

    /// Runs the model.
    ///
    /// @param inputs a tensor for each of the graph's inputs, by name
    /// @return a tensor for each of the graph's outputs, by name, in their order
    /// @throws IllegalArgumentException if inputs are missing or do not fit, or a node cannot be computed
    /// @throws IllegalStateException if another thread's call is under way
    public Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs) {
        Evaluation.checkInputs(graph, inputs);
        user.enter();
        try {
            return plan(inputs).run(inputs);
        } finally {
            user.leave();
        }
    }

    private Plan plan(Map<String, OnnxTensor> inputs) {
        List<List<Integer>> key = new ArrayList<>();
        Map<String, int[]> extents = new LinkedHashMap<>();
        for (OnnxValue input : graph.inputs()) {
            int[] own = Objects.requireNonNull(inputs.get(input.name())).extents();
            key.add(Arrays.stream(own).boxed().toList());
            extents.put(input.name(), own);
        }
        Plan plan = plans.get(key);
        if (plan == null) {
            if (plans.size() == MOST_PLANS) {
                plans.remove(plans.keySet().iterator().next()); // the one used longest ago
            }
            plan = new Plan(graph, LoweredModel.of(graph, extents), workers);
            plans.put(key, plan);
        }
        return plan;
    }

    /// What is laid out for inputs of some extents.
    private static final class Plan {
        private final @Nullable Predictor predictor;
        private final List<Port> entering = new ArrayList<>();
        private final Map<String, Tensor> batches;
        private final Map<String, Port> leaving;
        private final Evaluation behind;

        Plan(OnnxGraph graph, @Nullable LoweredModel model, Workers workers) {
            if (model == null) {
                predictor = null;
                batches = Map.of();
                leaving = Map.of();
                behind = new Evaluation(graph);
                return;
            }
            predictor = model.network().predictor(model.batch(), workers);
            batches = predictor.inputs();
            for (OnnxPort port : model.inputs()) {
                entering.add(port.port());
            }
            leaving = model.leaving();
            behind = new Evaluation(model.behind());
        }

        Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs) {
            Map<String, OnnxTensor> values = new LinkedHashMap<>(inputs);
            if (predictor != null) {
                for (Port port : entering) {
                    port.write(
                            Objects.requireNonNull(inputs.get(port.name())),
                            Objects.requireNonNull(batches.get(port.node())));
                }
                Map<String, Tensor> computed = predictor.predict(batches);
                leaving.forEach((name, port) ->
                        values.put(name, port.toOnnx(Objects.requireNonNull(computed.get(port.node())))));
            }
            return behind.run(values);
        }
    }
}
