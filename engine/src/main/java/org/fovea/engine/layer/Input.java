package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// Where a batch enters: y is what the caller hands in, and dy is the derivative at the input.
public final class Input extends Layer {
    private final Shape shape;

    /// @param shape one example's shape
    public Input(Shape shape) {
        this.shape = shape;
    }

    @Override
    public String type() {
        return "input";
    }

    @Override
    public Options options() {
        return new Options().with("shape", shape);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (!inputs.isEmpty()) {
            throw new IllegalArgumentException("an input reads no other node, found " + inputs.size());
        }
        return shape;
    }

    @Override
    public Operation bind(Place place) {
        return new Operation() {
            @Override
            public void forward() {
                // The trace has copied the batch into y.
            }

            @Override
            public void backward() {
                // Nothing lies before it.
            }
        };
    }
}
