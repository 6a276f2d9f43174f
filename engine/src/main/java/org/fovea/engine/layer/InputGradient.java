package org.fovea.engine.layer;

import java.util.Arrays;

/// Where an [Operation] writes one input's gradient `dx`. What other readers of that input have left there is added to,
/// not overwritten: [#put] sees to it for a `dx` that is written element by element, [#zeroed] for one that is summed.
public interface InputGradient {
    /// Whether anybody asks for it in this pass; if not, it need not be computed.
    boolean wanted();

    /// Whether the array holds another reader's share already, to which this one's is added. Otherwise it holds
    /// anything.
    boolean adds();

    /// The array itself, laid out like the input: for an operation that minds [#adds] by itself.
    ///
    /// @throws IllegalStateException before the first backward pass
    float[] data();

    /// Makes `share` this operation's part of element `i`. Once for each element in each pass.
    default void put(int i, float share) {
        float[] dx = data();
        dx[i] = adds() ? dx[i] + share : share;
    }

    /// The array with zeros where no other reader has left a share, to be added to. Once in each pass, on one
    /// thread.
    default float[] zeroed() {
        float[] dx = data();
        if (!adds()) {
            Arrays.fill(dx, 0);
        }
        return dx;
    }
}
