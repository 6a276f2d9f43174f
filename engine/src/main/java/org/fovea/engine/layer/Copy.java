package org.fovea.engine.layer;

import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.KernelSelection;

/// The operation of every layer that passes its input on: y = x, dx = dy.
final class Copy implements Operation {
    private final ElementwiseKernels kernels = KernelSelection.selected().elementwise();
    private final Place place;
    private final float[] x;
    private final float[] y;
    private final InputGradient dx;
    private final Split forward;
    private final Split backward;

    Copy(Place place) {
        this.place = place;
        x = place.x().data();
        y = place.y().data();
        dx = place.dx();
        forward = place.splitValues(this::forward);
        backward = place.splitValues(this::backward);
    }

    @Override
    public void forward() {
        forward.run();
    }

    private void forward(int from, int to) {
        kernels.copy(x, y, false, from, to);
    }

    @Override
    public void backward() {
        if (dx.wanted()) {
            backward.run();
        }
    }

    private void backward(int from, int to) {
        kernels.copy(place.dy().data(), dx.data(), dx.adds(), from, to);
    }
}
