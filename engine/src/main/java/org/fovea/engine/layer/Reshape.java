package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// The same values in the same order under another shape.
public final class Reshape extends Layer {
    private final Shape shape;

    /// @param shape one example's new shape
    public Reshape(Shape shape) {
        this.shape = shape;
    }

    @Override
    public String type() {
        return "reshape";
    }

    @Override
    public Options options() {
        return new Options().with("shape", shape);
    }

    static Reshape from(Options o) {
        return new Reshape(o.shape("shape"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.size() != shape.size()) {
            throw new IllegalArgumentException(x + " has " + x.size() + " values, " + shape + " has " + shape.size());
        }
        return shape;
    }

    @Override
    public boolean identity() {
        return true;
    }

    @Override
    public boolean homogeneous() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        return new Copy(place);
    }
}
