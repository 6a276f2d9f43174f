package org.fovea.engine.layer;

import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.PoolShape;
import org.fovea.engine.kernel.PoolingKernels;

/// Max pooling: y = the largest value of each window, per channel. Padding never wins. The gradient goes to the first
/// element of the window, in row order, that equals the maximum.
public final class MaxPool extends Pool2d {
    /// Square windows side by side, no padding.
    public MaxPool(int kernel) {
        this(kernel, kernel, kernel, 0, false);
    }

    public MaxPool(int kernelH, int kernelW, int stride, int padding, boolean ceil) {
        super(kernelH, kernelW, stride, padding, ceil, false);
    }

    @Override
    public String type() {
        return "max_pool";
    }

    static MaxPool from(Options o) {
        return new MaxPool(
                o.pair("kernel")[0], o.pair("kernel")[1], o.integer("stride"), o.integer("padding"), o.flag("ceil"));
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(shape(place), place);
    }

    private static final class Bound implements Operation {
        private final PoolingKernels kernels = KernelSelection.selected().pooling();
        private final PoolShape shape;
        private final Place place;
        private final float[] x;
        private final float[] y;
        private final InputGradient dx;
        private final Split forward;
        private final Split backward;

        Bound(PoolShape shape, Place place) {
            this.shape = shape;
            this.place = place;
            x = place.x().data();
            y = place.y().data();
            dx = place.dx();
            forward = place.split(shape.n() * shape.oh(), rowGrain(shape), this::forward);
            backward = place.splitExamples(this::backward);
        }

        @Override
        public void forward() {
            forward.run();
        }

        private void forward(int from, int to) {
            kernels.max(shape, x, y, from, to);
        }

        @Override
        public void backward() {
            if (dx.wanted()) {
                backward.run();
            }
        }

        private void backward(int from, int to) {
            kernels.maxBackward(shape, x, y, place.dy().data(), dx.data(), dx.adds(), from, to);
        }
    }
}
