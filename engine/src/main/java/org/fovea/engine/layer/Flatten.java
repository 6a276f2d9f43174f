package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// The same values as one vector, in memory's order: rows, columns, channels. (PyTorch's order is channels, rows,
/// columns; weights that come from there are reordered at the door.)
///
/// x: (N, …). y: (N, product of the rest).
public final class Flatten extends Layer {
    @Override
    public String type() {
        return "flatten";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.of(only(inputs).size());
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
