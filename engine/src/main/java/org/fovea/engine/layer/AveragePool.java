package org.fovea.engine.layer;

import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.tensor.Shape;

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

    /// Whether the only window is the whole picture: then it is a [GlobalAveragePool], but for y's shape (1×1×C).
    ///
    /// @param x one example's shape, (H, W, C)
    public boolean isGlobal(Shape x) {
        return padding() == 0 && x.rank() == 3 && kernelH() == x.extent(0) && kernelW() == x.extent(1);
    }

    @Override
    public Operation bind(Place place) {
        PoolShape shape = shape(place);
        return new Averaging(shape, rowGrain(shape), place);
    }
}
