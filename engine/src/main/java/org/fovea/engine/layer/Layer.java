package org.fovea.engine.layer;

import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.tensor.Shape;

/// A function of arrays, its derivative, and the parameters of both.
///
/// A layer keeps no state of a pass: what it needs from forward in backward it keeps in the [Pass]. Shapes here are
/// those of one example; the arrays in a pass have the batch before them.
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

    /// Allocates in the pass what forward and backward will keep there. Called once, when a trace is made.
    protected void prepare(Pass pass) {}

    /// Reads `x`, writes `y`.
    public abstract void forward(Pass pass);

    /// Reads `dy` (and `x`, `y`), writes or adds to each wanted `dx`, and adds to the parameters' gradients.
    public abstract void backward(Pass pass);

    /// Moves the statistics among the parameters towards what a forward pass in training measured.
    protected void updateStatistics(Pass pass) {}

    /// The shape of the only input.
    ///
    /// @throws IllegalArgumentException if there is not exactly one
    static Shape only(List<Shape> inputs) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("expects one input, found " + inputs.size());
        }
        return inputs.getFirst();
    }

    /// The shape of the only input, which must be a picture (H, W, C).
    static Shape picture(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.rank() != 3) {
            throw new IllegalArgumentException("expects a picture (H×W×C), found " + x);
        }
        return x;
    }
}
