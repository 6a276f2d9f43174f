package org.fovea.engine.layer;

import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A named array that a layer owns: a weight, a bias, or a statistic gathered while training.
public final class Parameter {
    /// What becomes of the array in training.
    public enum Role {
        /// Trained, and pulled towards zero by weight decay.
        WEIGHT,
        /// Trained; optimisers may leave it out of weight decay.
        BIAS,
        /// Not trained: gathered from the batches seen, as batch norm's running mean, or given once and for
        /// all.
        STATISTIC
    }

    private final String name;
    private final Role role;
    private final Tensor value;

    /// A parameter of zeros, which [Layer#initialize] may fill with something better.
    ///
    /// @param name within the layer; in a model file the node's name and a dot come before it
    /// @throws IllegalArgumentException if the name is blank, or the heap cannot hold the values
    public Parameter(String name, Role role, Shape shape) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a parameter needs a name, found \"" + name + "\"");
        }
        Memory.checkHeap("parameter \"" + name + "\" of shape " + shape, shape.size());
        this.name = name;
        this.role = role;
        this.value = Tensor.zeros(shape);
    }

    /// The name within the layer: `weight`, `bias`, `running_mean`.
    public String name() {
        return name;
    }

    public Role role() {
        return role;
    }

    /// Whether a loss's gradient changes it.
    public boolean trained() {
        return role != Role.STATISTIC;
    }

    /// The value itself, shared: an optimiser writes into it.
    public Tensor value() {
        return value;
    }

    @Override
    public String toString() {
        return name + " " + value.shape();
    }
}
