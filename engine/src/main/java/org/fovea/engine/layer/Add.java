package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// The sum of any number of inputs of one shape: y = Σ xᵢ, dxᵢ = dy.
public final class Add extends Layer {
    @Override
    public String type() {
        return "add";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return same(inputs);
    }

    /// The shape that all of at least two inputs have.
    static Shape same(List<Shape> inputs) {
        if (inputs.size() < 2) {
            throw new IllegalArgumentException("expects two inputs or more, found " + inputs.size());
        }
        for (Shape x : inputs) {
            if (!x.equals(inputs.getFirst())) {
                throw new IllegalArgumentException("expects inputs of one shape, found " + inputs);
            }
        }
        return inputs.getFirst();
    }

    @Override
    public void forward(Pass pass) {
        pass.split(pass.y().size(), ActivationLayer.GRAIN, Add::forwardRange);
    }

    private static void forwardRange(Pass p, int from, int to) {
        float[] y = p.y().data();
        p.kernels().sum(p.x(0).data(), p.x(1).data(), y, from, to);
        for (int i = 2; i < p.inputs(); i++) {
            p.kernels().copy(p.x(i).data(), y, true, from, to);
        }
    }

    @Override
    public void backward(Pass pass) {
        pass.split(pass.y().size(), ActivationLayer.GRAIN, Add::backwardRange);
    }

    private static void backwardRange(Pass p, int from, int to) {
        for (int i = 0; i < p.inputs(); i++) {
            if (p.wants(i)) {
                p.kernels().copy(p.dy().data(), p.dx(i).data(), p.adds(i), from, to);
            }
        }
    }
}
