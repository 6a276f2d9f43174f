package org.fovea.engine.layer;

import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.PoolingKernels;

/// The operation of both average pools.
final class Averaging extends SplitOperation {
    private final PoolingKernels kernels = KernelSelection.selected().pooling();
    private final PoolShape shape;

    /// @param grain rows of y that make a piece worth handing out
    Averaging(PoolShape shape, int grain, Place place) {
        super(place, rows -> place.split(shape.n() * shape.oh(), grain, rows), place::splitExamples);
        this.shape = shape;
    }

    @Override
    protected void forward(int from, int to) {
        kernels.average(shape, x, y, from, to);
    }

    @Override
    protected void backward(float[] dy, int from, int to) {
        kernels.averageBackward(shape, dy, dx.data(), dx.adds(), from, to);
    }
}
