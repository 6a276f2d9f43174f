package org.fovea.engine.layer;

import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.kernel.KernelSelection;
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

    /// Also of a [WindowPool] that a kernel can compute.
    static final class Bound extends SplitOperation {
        private final PoolingKernels kernels = KernelSelection.selected().pooling();
        private final PoolShape shape;

        Bound(PoolShape shape, Place place) {
            super(place, rows -> place.split(shape.n() * shape.oh(), rowGrain(shape), rows), place::splitExamples);
            this.shape = shape;
        }

        @Override
        protected void forward(int from, int to) {
            kernels.max(shape, x, y, from, to);
        }

        @Override
        protected void backward(float[] dy, int from, int to) {
            kernels.maxBackward(shape, x, y, dy, dx.data(), dx.adds(), from, to);
        }
    }
}
