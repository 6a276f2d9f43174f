package org.fovea.engine.layer;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.fovea.engine.tensor.Shape;

/// A function of arrays, its derivative, and the parameters of both.
///
/// A layer keeps no state of a pass: that is in the [Operation] that it becomes at each place where it is computed.
/// Shapes here are those of one example; the arrays at a [Place] have the batch before them.
///
/// Any subclass is as good as the engine's own; the package's page shows one. It is read from a model file when a
/// [LayerType] says how.
public abstract class Layer {
    /// The name of the kind of layer, as a model file has it: `conv2d`.
    public abstract String type();

    /// What, with the type, makes this layer again: see [Layers#create].
    public Options options() {
        return new Options();
    }

    /// The shape of one example's output, from those of its inputs.
    ///
    /// @throws IllegalArgumentException if the inputs do not fit; the message says what was expected and found
    public abstract Shape outputShape(List<Shape> inputs);

    /// The layer's arrays, in a fixed order.
    public List<Parameter> parameters() {
        return List.of();
    }

    /// Draws the parameters anew; layers without random parameters set them to their fixed beginnings.
    public void initialize(RandomGenerator random) {}

    /// Multiply-adds for one example; 0 for layers whose work is of a lower order.
    public long multiplyAdds(List<Shape> inputs) {
        return 0;
    }

    /// This layer at one place: allocates what forward and backward will keep there. Called once, when a trace is
    /// made.
    public abstract Operation bind(Place place);

    /// Whether a backward pass gets through: whether the operation's `backward` gives the inputs their gradients.
    public boolean differentiable() {
        return true;
    }

    // --- what a layer is as a function, outside training, for those who take networks apart ---

    /// Whether y has x's values in x's order, perhaps under another shape: so do dropout, flatten and reshape.
    public boolean identity() {
        return false;
    }

    /// Whether each value of y depends on the value in the same place of each input and on no other.
    public boolean elementwise() {
        return false;
    }

    /// Whether f(t·x) = t·f(x) for t ≥ 0, all inputs together: linear, or linear in pieces that meet at 0. Then
    /// y = Σ x·∂y/∂x, with no bias beside it.
    public boolean homogeneous() {
        return false;
    }

    /// The window that each cell of y sees of x, for layers that move one over a picture. Others between pictures
    /// of one height and width are taken to see the same cell of x alone.
    public Optional<Window> window() {
        return Optional.empty();
    }

    /// The shape of the only input.
    ///
    /// @throws IllegalArgumentException if there is not exactly one
    protected static Shape only(List<Shape> inputs) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("expects one input, found " + inputs.size());
        }
        return inputs.getFirst();
    }

    /// The shape of the only input, which must be a picture (H, W, C).
    ///
    /// @throws IllegalArgumentException if it is none, or not the only one
    protected static Shape picture(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.rank() != 3) {
            throw new IllegalArgumentException("expects a picture (H×W×C), found " + x);
        }
        return x;
    }
}
