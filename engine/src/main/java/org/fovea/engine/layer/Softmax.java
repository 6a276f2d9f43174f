package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.SoftmaxKernels;
import org.fovea.engine.tensor.Shape;

/// Softmax along the channels: y\[k\] = e^x\[k\] / Σ e^x; dx = y·(dy − Σ dy·y).
///
/// x, y: (N, …, C). Networks that are trained end in logits; the loss has a softmax of its own.
public final class Softmax extends Layer {
    @Override
    public String type() {
        return "softmax";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return only(inputs);
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(place);
    }

    private static final class Bound implements Operation {
        private final SoftmaxKernels kernels = KernelSelection.selected().softmax();
        private final Place place;
        private final int c;
        private final float[] x;
        private final float[] y;
        private final InputGradient dx;
        private final Split forward;
        private final Split backward;

        Bound(Place place) {
            this.place = place;
            c = place.y().shape().channels();
            x = place.x().data();
            y = place.y().data();
            dx = place.dx();
            forward = place.splitRows(this::forward);
            backward = place.splitRows(this::backward);
        }

        @Override
        public void forward() {
            forward.run();
        }

        private void forward(int from, int to) {
            kernels.forward(x, c, y, from, to);
        }

        @Override
        public void backward() {
            if (dx.wanted()) {
                backward.run();
            }
        }

        private void backward(int from, int to) {
            kernels.backward(y, place.dy().data(), c, dx.data(), dx.adds(), from, to);
        }
    }
}
