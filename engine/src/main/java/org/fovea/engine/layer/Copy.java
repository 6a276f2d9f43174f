package org.fovea.engine.layer;

import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.KernelSelection;

/// The operation of every layer that passes its input on: y = x, dx = dy.
final class Copy extends SplitOperation {
    private final ElementwiseKernels kernels = KernelSelection.selected().elementwise();

    Copy(Place place) {
        super(place);
    }

    @Override
    protected void forward(int from, int to) {
        kernels.copy(x, y, false, from, to);
    }

    @Override
    protected void backward(float[] dy, int from, int to) {
        kernels.copy(dy, dx.data(), dx.adds(), from, to);
    }
}
