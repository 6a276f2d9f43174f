package org.fovea.gradcam.explanation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.layer.Pass;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;

/// The part of a network after one node, run from activations that were changed there, while everything that does not
/// depend on the node stays as a trace computed it for one picture. This measures what a change of the activations does;
/// nothing is linearised.
///
/// A branch that goes around the node and meets its consequences later is held at the picture's own values.
public final class Tail {
    private final Tensor entrance;
    private final Tensor output;
    private final List<Pass> passes = new ArrayList<>();

    /// @param trace forward has been run
    /// @param picture the picture of the trace's batch whose values the rest of the network keeps
    /// @param node where the activations are changed
    /// @param batch how many changed versions are run at once
    public Tail(Trace trace, int picture, String node, int batch, Workers workers) {
        Network network = trace.network();
        Map<String, Tensor> values = new HashMap<>();
        Set<String> downstream = new HashSet<>(Set.of(network.node(node).name()));
        entrance = Tensor.zeros(network.node(node).shape().batch(batch));
        values.put(node, entrance);
        for (Node next : network.nodes()) {
            if (next.inputs().stream().noneMatch(downstream::contains)) {
                continue;
            }
            downstream.add(next.name());
            List<Tensor> x = next.inputs().stream()
                    .map(i -> values.computeIfAbsent(
                            i, k -> repeat(trace.activation(k).slice(picture, picture + 1), batch)))
                    .toList();
            Tensor y = Tensor.zeros(next.shape().batch(batch));
            values.put(next.name(), y);
            passes.add(new Pass(next.layer(), x, y, false, null, workers));
        }
        String last = network.output().name();
        if (!downstream.contains(last)) {
            throw new IllegalArgumentException("the output does not depend on \"" + node + "\"");
        }
        output = java.util.Objects.requireNonNull(values.get(last));
    }

    /// The network's outputs for activations of the node.
    ///
    /// @param activations (N, …) with the batch this was made for; copied
    /// @return (N, …), overwritten by the next call
    public Tensor run(Tensor activations) {
        if (!activations.shape().equals(entrance.shape())) {
            throw new IllegalArgumentException(
                    "expects activations of shape " + entrance.shape() + ", found " + activations.shape());
        }
        System.arraycopy(activations.data(), 0, entrance.data(), 0, entrance.size());
        passes.forEach(Pass::forward);
        return output;
    }

    private static Tensor repeat(Tensor one, int times) {
        Tensor all = Tensor.zeros(one.shape().example().batch(times));
        for (int n = 0; n < times; n++) {
            System.arraycopy(one.data(), 0, all.data(), n * one.size(), one.size());
        }
        return all;
    }
}
