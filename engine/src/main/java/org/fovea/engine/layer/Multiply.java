package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// The elementwise product of two inputs of one shape: y = a·b, da = b·dy, db = a·dy.
public final class Multiply extends Layer {
    @Override
    public String type() {
        return "multiply";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != 2) {
            throw new IllegalArgumentException("expects two inputs, found " + inputs.size());
        }
        return Add.same(inputs);
    }

    @Override
    public void forward(Pass pass) {
        pass.split(pass.y().size(), ActivationLayer.GRAIN, Multiply::forwardRange);
    }

    private static void forwardRange(Pass p, int from, int to) {
        p.kernels().multiply(p.x(0).data(), p.x(1).data(), p.y().data(), false, from, to);
    }

    @Override
    public void backward(Pass pass) {
        pass.split(pass.y().size(), ActivationLayer.GRAIN, Multiply::backwardRange);
    }

    private static void backwardRange(Pass p, int from, int to) {
        for (int i = 0; i < 2; i++) {
            if (p.wants(i)) {
                p.kernels().multiply(p.x(1 - i).data(), p.dy().data(), p.dx(i).data(), p.adds(i), from, to);
            }
        }
    }
}
