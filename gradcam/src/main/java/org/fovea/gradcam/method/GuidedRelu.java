package org.fovea.gradcam.method;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Pass;
import org.fovea.engine.tensor.Shape;

/// A rectifier that lets back only what is positive: forward as the layer it stands for, between `low` = 0 and `high`;
/// dx = dy where 0 < x < high and dy > 0, else 0.
final class GuidedRelu extends Layer {
    private final float high;

    /// @param high the upper bound: infinity for ReLU, 6 for ReLU6
    GuidedRelu(float high) {
        this.high = high;
    }

    @Override
    public String type() {
        return "guided_relu";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }

    @Override
    public void forward(Pass pass) {
        float[] x = pass.x().data();
        float[] y = pass.y().data();
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.min(Math.max(x[i], 0), high);
        }
    }

    @Override
    public void backward(Pass pass) {
        if (!pass.wants(0)) {
            return;
        }
        float[] x = pass.x().data();
        float[] dy = pass.dy().data();
        float[] dx = pass.dx().data();
        for (int i = 0; i < dx.length; i++) {
            float share = x[i] > 0 && x[i] < high && dy[i] > 0 ? dy[i] : 0;
            dx[i] = pass.adds(0) ? dx[i] + share : share;
        }
    }
}
