package org.fovea.engine.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.network.Predictor;
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
/// [#MOST_PLANS] that there were. The weights are those of all runners of the model that run it on these extents, and
/// those of convolutions and dense layers of all extents. One thread uses it at a time; it refuses a second.
public final class OnnxRunner {
    /// For so many extents plans are kept: each holds all activations.
    public static final int MOST_PLANS = 4;

    private final InferenceModels models;
    private final Workers workers;
    private final OneThread user;
    private final Map<Map<String, List<Integer>>, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Plan latest;

    OnnxRunner(InferenceModels models, Workers workers) {
        this.models = models;
        this.workers = workers;
        user = new OneThread("a runner of " + models.graph().name());
    }

    /// Runs the model.
    ///
    /// @param inputs a tensor for each of the graph's inputs, by name
    /// @return a tensor for each of the graph's outputs, by name, in their order
    /// @throws IllegalArgumentException if inputs are missing or do not fit, or a node cannot be computed
    /// @throws IllegalStateException if another thread's call is under way
    public Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs) {
        return run(inputs, Map.of());
    }

    /// Runs the model into tensors that are there already. Where all outputs come from the network, such a call
    /// allocates some kilobytes, however large they are.
    ///
    /// @param inputs a tensor for each of the graph's inputs, by name
    /// @param pinned tensors for some of the graph's outputs or all, by name, whose numbers are overwritten: those
    ///     that a call before gave will do, unless an output is an input handed on
    /// @return a tensor for each of the graph's outputs, by name, in their order: the pinned ones among them
    /// @throws IllegalArgumentException if inputs are missing or do not fit, a node cannot be computed, or a pinned
    ///     tensor is for none of the outputs or not of the output's type and extents; what pinned tensors hold is
    ///     open then
    /// @throws IllegalStateException if another thread's call is under way
    public Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
        Evaluation.checkInputs(models.graph(), inputs);
        user.enter();
        try {
            Map<String, OnnxTensor> outputs = plan(inputs).run(inputs, pinned);
            pinned.forEach((name, there) -> {
                OnnxTensor output = outputs.replace(name, there);
                if (output == null) {
                    throw new IllegalArgumentException("no output is called \"" + name + "\": they are "
                            + models.graph().outputs());
                }
                if (output != there) {
                    there.overwrite(output);
                }
            });
            return outputs;
        } finally {
            user.leave();
        }
    }

    private Plan plan(Map<String, OnnxTensor> inputs) {
        if (latest == null || !latest.fits(inputs)) {
            latest = planOf(inputs);
        }
        return latest;
    }

    private Plan planOf(Map<String, OnnxTensor> inputs) {
        Map<String, List<Integer>> extents = new LinkedHashMap<>();
        for (OnnxValue input : models.graph().inputs()) {
            int[] own = Objects.requireNonNull(inputs.get(input.name())).extents();
            extents.put(input.name(), Arrays.stream(own).boxed().toList());
        }
        Plan plan = plans.get(extents);
        if (plan == null) {
            if (plans.size() == MOST_PLANS) {
                plans.remove(plans.keySet().iterator().next()); // the one used longest ago
            }
            plan = new Plan(inputs, models.of(extents), workers);
            plans.put(extents, plan);
        }
        return plan;
    }

    /// What is laid out for inputs of some extents.
    private static final class Plan {
        private final Map<String, int[]> extents = new HashMap<>();
        private final InferenceModel model;
        private final @Nullable Predictor predictor;
        private final Map<String, Tensor> batches;
        /// The model's one input where the network reads it as it lies; null where it is copied.
        private final @Nullable Port planes;

        /// @param inputs of these extents
        Plan(Map<String, OnnxTensor> inputs, InferenceModel model, Workers workers) {
            inputs.forEach((name, tensor) -> extents.put(name, tensor.extents()));
            this.model = model;
            predictor = model.network() == null ? null : model.network().predictor(model.batch(), workers);
            batches = predictor == null ? Map.of() : predictor.inputs();
            Port first = predictor != null && predictor.readsPlanes()
                    ? model.entering().getFirst()
                    : null;
            planes = first != null && first.isPicture() ? first : null;
        }

        boolean fits(Map<String, OnnxTensor> inputs) {
            for (Map.Entry<String, OnnxTensor> input : inputs.entrySet()) {
                if (!input.getValue().hasExtents(Objects.requireNonNull(extents.get(input.getKey())))) {
                    return false;
                }
            }
            return true;
        }

        Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
            Map<String, OnnxTensor> values = new LinkedHashMap<>(inputs);
            if (predictor != null) {
                Map<String, Tensor> computed = predict(predictor, inputs);
                model.leaving().forEach((name, port) -> {
                    Tensor value = Objects.requireNonNull(computed.get(port.node()));
                    OnnxTensor there = pinned.get(name);
                    values.put(name, there == null ? port.toOnnx(value) : port.toOnnx(value, there));
                });
            }
            return model.behind().run(values);
        }

        private Map<String, Tensor> predict(Predictor predictor, Map<String, OnnxTensor> inputs) {
            if (planes != null) {
                return predictor.predictPlanes(planes.values(Objects.requireNonNull(inputs.get(planes.name()))));
            }
            for (Port port : model.entering()) {
                port.write(
                        Objects.requireNonNull(inputs.get(port.name())),
                        Objects.requireNonNull(batches.get(port.node())));
            }
            return predictor.predict(batches);
        }
    }
}
