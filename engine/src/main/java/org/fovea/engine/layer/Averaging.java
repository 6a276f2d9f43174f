package org.fovea.engine.layer;

import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.PoolShape;
import org.fovea.engine.kernel.PoolingKernels;

/// The operation of both average pools.
final class Averaging implements Operation {
    private final PoolingKernels kernels = KernelSelection.selected().pooling();
    private final PoolShape shape;
    private final Place place;
    private final float[] x;
    private final float[] y;
    private final InputGradient dx;
    private final Split forward;
    private final Split backward;

    /// @param grain rows of y that make a piece worth handing out
    Averaging(PoolShape shape, int grain, Place place) {
        this.shape = shape;
        this.place = place;
        x = place.x().data();
        y = place.y().data();
        dx = place.dx();
        forward = place.split(shape.n() * shape.oh(), grain, this::forward);
        backward = place.splitExamples(this::backward);
    }

    @Override
    public void forward() {
        forward.run();
    }

    private void forward(int from, int to) {
        kernels.average(shape, x, y, from, to);
    }

    @Override
    public void backward() {
        if (dx.wanted()) {
            backward.run();
        }
    }

    private void backward(int from, int to) {
        kernels.averageBackward(shape, place.dy().data(), dx.data(), dx.adds(), from, to);
    }
}
