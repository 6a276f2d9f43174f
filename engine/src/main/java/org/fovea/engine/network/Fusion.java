package org.fovea.engine.network;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.fovea.engine.fusion.InferenceRewriter;
import org.fovea.engine.fusion.Rewriting;
import org.fovea.engine.fusion.Step;
import org.fovea.engine.fusion.TrainingRewriter;
import org.fovea.engine.layer.Input;
import org.fovea.engine.layer.Layer;
import org.jspecify.annotations.Nullable;

/// A network rewritten so that neighbouring layers are computed in one sweep over memory: the door to
/// `org.fovea.engine.fusion`, where the rewriters are.
///
/// @param network what is computed
/// @param absorbed for each node that is gone, the name of the one that computes it
record Fusion(Network network, Map<String, String> absorbed) {
    /// No rewriting at all.
    static Fusion none(Network network) {
        return new Fusion(network, Map.of());
    }

    /// For training steps: the parameters are the network's own.
    static Fusion forTraining(Network network) {
        return of(network, TrainingRewriter.rewrite(steps(network), outputs(network)));
    }

    /// For inference: the parameters of convolutions and dense layers are copies, with batch norm folded in.
    static Fusion forInference(Network network) {
        return forInference(network, null);
    }

    /// The same, with layers of another network.
    ///
    /// @param other a network rewritten for inference whose layers are shared, null for none
    static Fusion forInference(Network network, @Nullable Network other) {
        Map<String, Layer> layers =
                other == null ? Map.of() : other.nodes().stream().collect(Collectors.toMap(Node::name, Node::layer));
        return of(network, InferenceRewriter.rewrite(steps(network), outputs(network), layers));
    }

    private static Set<String> outputs(Network network) {
        return network.outputs().stream().map(Node::name).collect(Collectors.toUnmodifiableSet());
    }

    private static List<Step> steps(Network network) {
        return network.nodes().stream()
                .map(node -> new Step(node.name(), node.layer(), node.inputs(), node.shape()))
                .toList();
    }

    private static Fusion of(Network original, Rewriting rewriting) {
        Node input = original.input();
        NetworkBuilder builder = new NetworkBuilder(original.name(), input.name(), (Input) input.layer());
        for (Step step : rewriting.steps().subList(1, rewriting.steps().size())) {
            builder.copy(new Node(step.name(), step.layer(), step.inputs(), step.shape()), step.layer());
        }
        builder.outputs(original.outputs().stream().map(Node::name).toArray(String[]::new));
        return new Fusion(builder.build(), rewriting.absorbed());
    }

    /// Why a node of the original network has no activation.
    String explainAbsence(String node) {
        String by = Objects.requireNonNull(absorbed.get(node));
        return "a training trace computes \"" + node + "\" within \"" + by + "\" ("
                + network.node(by).layer().type()
                + ") and does not keep it; Network.trace keeps every node";
    }
}
