package org.fovea.engine.network;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// What a pass is given: a batch for each of a network's inputs.
final class Inputs {
    private Inputs() {}

    /// The batch of a network that has one input.
    static Map<String, Tensor> only(Network network, Tensor batch) {
        if (network.inputs().size() > 1) {
            throw new IllegalArgumentException(
                    network.name() + " has " + network.inputs().size() + " inputs, found one batch: " + names(network));
        }
        return Map.of(network.input().name(), batch);
    }

    /// @throws IllegalArgumentException if a batch is missing, is nobody's or has another shape
    static void check(Network network, int batch, Map<String, Tensor> given) {
        for (Node input : network.inputs()) {
            Tensor x = given.get(input.name());
            Shape expected = input.shape().batch(batch);
            if (x == null || !x.shape().equals(expected)) {
                String which = network.inputs().size() == 1 ? "" : " for \"" + input.name() + "\"";
                throw new IllegalArgumentException(network.name() + " expects a batch of shape " + expected + which
                        + ", found " + (x == null ? "none" : x.shape()));
            }
        }
        if (given.size() != network.inputs().size()) {
            throw new IllegalArgumentException(
                    network.name() + " has the inputs " + names(network) + ", found batches for " + given.keySet());
        }
    }

    /// Copies the batches to where `place` says, those that are not there already.
    static void copy(Network network, Map<String, Tensor> given, Function<String, Tensor> place) {
        for (Node input : network.inputs()) {
            copy(Objects.requireNonNull(given.get(input.name())), place.apply(input.name()));
        }
    }

    static void copy(Tensor batch, Tensor place) {
        if (batch.data() != place.data()) {
            System.arraycopy(batch.data(), 0, place.data(), 0, batch.size());
        }
    }

    private static String names(Network network) {
        return String.join(", ", network.inputs().stream().map(Node::name).toList());
    }
}
