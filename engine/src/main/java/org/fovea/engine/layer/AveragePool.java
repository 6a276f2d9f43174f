package org.fovea.engine.layer;

import org.fovea.engine.kernel.PoolShape;

/// Average pooling: y = Σ window / divisor, per channel. The divisor is the number of the window's elements inside the
/// picture, or inside the padded picture where padding is counted (PyTorch's `count_include_pad`).
public final class AveragePool extends Pool2d {
    /// Square windows side by side, no padding.
    public AveragePool(int kernel) {
        this(kernel, kernel, kernel, 0, false, true);
    }

    public AveragePool(int kernelH, int kernelW, int stride, int padding, boolean ceil, boolean countIncludePad) {
        super(kernelH, kernelW, stride, padding, ceil, countIncludePad);
    }

    @Override
    public String type() {
        return "average_pool";
    }

    @Override
    public Options options() {
        return super.options().with("count_include_pad", countIncludePad);
    }

    static AveragePool from(Options o) {
        return new AveragePool(
                o.pair("kernel")[0],
                o.pair("kernel")[1],
                o.integer("stride"),
                o.integer("padding"),
                o.flag("ceil"),
                o.flag("count_include_pad"));
    }

    @Override
    public void forward(Pass pass) {
        PoolShape s = pass.kept(PoolShape.class);
        pass.split(s.n() * s.oh(), rowGrain(s), AveragePool::forwardRows);
    }

    private static void forwardRows(Pass p, int from, int to) {
        p.kernels().averagePool(p.kept(PoolShape.class), p.x().data(), p.y().data(), from, to);
    }

    @Override
    public void backward(Pass pass) {
        if (pass.wants(0)) {
            pass.split(pass.batch(), 1, AveragePool::backwardPictures);
        }
    }

    static void backwardPictures(Pass p, int from, int to) {
        p.kernels().averagePoolBackward(p.kept(PoolShape.class), p.dy().data(), p.dx().data(), p.adds(0), from, to);
    }
}
