package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// Each example's vector scaled to length 1: y = x / r with r = max(‖x‖, ε);
/// dx = (dy − y·Σ dy·y) / r, and dx = dy / ε where ‖x‖ < ε.
///
/// x, y: (N, C).
public final class L2Normalize extends Layer {
    /// Below this length a vector is divided by this instead, as PyTorch's `normalize` does.
    static final double EPSILON = 1e-12;

    @Override
    public String type() {
        return "l2_normalize";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.rank() != 1) {
            throw new IllegalArgumentException("expects a vector, found " + x);
        }
        return x;
    }

    @Override
    protected void prepare(Pass pass) {
        pass.keep(new double[pass.batch()]);
    }

    @Override
    public void forward(Pass pass) {
        int c = pass.y().shape().channels();
        double[] norm = pass.kept(double[].class);
        float[] x = pass.x().data();
        for (int n = 0; n < norm.length; n++) {
            norm[n] = Math.sqrt(pass.kernels().dot(x, x, n * c, (n + 1) * c));
            pass.kernels()
                    .scale((float) (1 / Math.max(norm[n], EPSILON)), x, pass.y().data(), false, n * c, (n + 1) * c);
        }
    }

    @Override
    public void backward(Pass pass) {
        if (!pass.wants(0)) {
            return;
        }
        int c = pass.y().shape().channels();
        double[] norm = pass.kept(double[].class);
        float[] y = pass.y().data();
        float[] dy = pass.dy().data();
        float[] dx = pass.dx().data();
        for (int n = 0; n < norm.length; n++) {
            double along = norm[n] < EPSILON ? 0 : pass.kernels().dot(dy, y, n * c, (n + 1) * c);
            double r = Math.max(norm[n], EPSILON);
            for (int i = n * c; i < (n + 1) * c; i++) {
                float d = (float) ((dy[i] - y[i] * along) / r);
                dx[i] = pass.adds(0) ? dx[i] + d : d;
            }
        }
    }
}
