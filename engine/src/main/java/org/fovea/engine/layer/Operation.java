package org.fovea.engine.layer;

/// What a [Layer] is at one [Place] of a trace: forward and backward on the arrays there. It holds what forward keeps
/// for backward, in fields of its own, and is made once ([Layer#bind]) and run at every step.
public interface Operation {
    /// Reads `x`, writes `y`.
    void forward();

    /// Reads `dy` (and `x`, `y`), writes each wanted `dx`, and adds to the parameters' gradients where they are
    /// wanted.
    void backward();

    /// Moves the statistics among the layer's parameters towards what the last forward pass in training measured.
    default void updateStatistics() {}
}
