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

    private static final class Bound extends SplitOperation {
        private final SoftmaxKernels kernels = KernelSelection.selected().softmax();
        private final int c;

        Bound(Place place) {
            super(place, place::splitRows, place::splitRows);
            c = place.y().shape().channels();
        }

        @Override
        protected void forward(int from, int to) {
            kernels.forward(x, c, y, from, to);
        }

        @Override
        protected void backward(float[] dy, int from, int to) {
            kernels.backward(y, dy, c, dx.data(), dx.adds(), from, to);
        }
    }
}
