package org.fovea.engine.layer;

import org.fovea.engine.kernel.PoolShape;

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
    public void forward(Pass pass) {
        PoolShape s = pass.kept(PoolShape.class);
        pass.split(s.n() * s.oh(), rowGrain(s), MaxPool::forwardRows);
    }

    private static void forwardRows(Pass p, int from, int to) {
        p.kernels().maxPool(p.kept(PoolShape.class), p.x().data(), p.y().data(), from, to);
    }

    @Override
    public void backward(Pass pass) {
        if (pass.wants(0)) {
            pass.split(pass.batch(), 1, MaxPool::backwardPictures);
        }
    }

    private static void backwardPictures(Pass p, int from, int to) {
        p.kernels()
                .maxPoolBackward(
                        p.kept(PoolShape.class),
                        p.x().data(),
                        p.y().data(),
                        p.dy().data(),
                        p.dx().data(),
                        p.adds(0),
                        from,
                        to);
    }
}
