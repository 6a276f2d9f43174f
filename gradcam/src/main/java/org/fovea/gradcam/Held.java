package org.fovea.gradcam;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Pass;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A constant in a network: y is one example's value for every example of the batch, whatever it reads.
final class Held extends Layer {
    private final Tensor value;

    /// @param value (1, …)
    Held(Tensor value) {
        this.value = value;
    }

    @Override
    public String type() {
        return "held";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return value.shape().example();
    }

    @Override
    public void forward(Pass pass) {
        for (int n = 0; n < pass.batch(); n++) {
            System.arraycopy(value.data(), 0, pass.y().data(), n * value.size(), value.size());
        }
    }

    /// dx = 0.
    @Override
    public void backward(Pass pass) {
        if (pass.wants(0) && !pass.adds(0)) {
            java.util.Arrays.fill(pass.dx().data(), 0);
        }
    }
}
