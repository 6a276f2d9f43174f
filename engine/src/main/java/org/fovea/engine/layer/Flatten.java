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
    public void forward(Pass pass) {
        pass.split(pass.y().size(), ActivationLayer.GRAIN, Flatten::forwardRange);
    }

    @Override
    public void backward(Pass pass) {
        if (pass.wants(0)) {
            pass.split(pass.y().size(), ActivationLayer.GRAIN, Flatten::backwardRange);
        }
    }

    /// y = x, for every layer that passes its input on.
    static void forwardRange(Pass p, int from, int to) {
        p.kernels().copy(p.x().data(), p.y().data(), false, from, to);
    }

    /// dx = dy, for every layer that passes its input on.
    static void backwardRange(Pass p, int from, int to) {
        p.kernels().copy(p.dy().data(), p.dx().data(), p.adds(0), from, to);
    }
}
