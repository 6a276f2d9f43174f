package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.tensor.Shape;

/// Each example's vector scaled to length 1: y = x / r with r = max(‖x‖, ε);
/// dx = (dy − y·Σ dy·y) / r, and dx = dy / ε where ‖x‖ < ε.
///
/// x, y: (N, C).
public final class L2Normalize extends Layer {
    /// Below this length a vector is divided by this instead, as PyTorch's `normalize` does.
    public static final double EPSILON = 1e-12;

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
    public Operation bind(Place place) {
        return new Bound(place);
    }

    private static final class Bound implements Operation {
        private final ElementwiseKernels kernels = KernelSelection.selected().elementwise();
        private final Place place;
        private final int c;
        private final float[] x;
        private final float[] y;
        private final InputGradient gradient;
        /// ‖x‖ of each example.
        private final double[] norm;

        Bound(Place place) {
            this.place = place;
            c = place.y().shape().channels();
            x = place.x().data();
            y = place.y().data();
            gradient = place.dx();
            norm = new double[place.batch()];
        }

        @Override
        public void forward() {
            for (int n = 0; n < norm.length; n++) {
                norm[n] = Math.sqrt(kernels.dot(x, x, n * c, (n + 1) * c));
                kernels.scale((float) (1 / Math.max(norm[n], EPSILON)), x, y, false, n * c, (n + 1) * c);
            }
        }

        @Override
        public void backward() {
            if (!gradient.wanted()) {
                return;
            }
            float[] dy = place.dy().data();
            float[] dx = gradient.data();
            boolean adds = gradient.adds();
            for (int n = 0; n < norm.length; n++) {
                double along = norm[n] < EPSILON ? 0 : kernels.dot(dy, y, n * c, (n + 1) * c);
                double r = Math.max(norm[n], EPSILON);
                for (int i = n * c; i < (n + 1) * c; i++) {
                    float d = (float) ((dy[i] - y[i] * along) / r);
                    dx[i] = adds ? dx[i] + d : d;
                }
            }
        }
    }
}
