package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.tensor.Shape;

/// The elementwise product of two inputs of one shape: y = a·b, da = b·dy, db = a·dy.
public final class Multiply extends Layer {
    @Override
    public String type() {
        return "multiply";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != 2) {
            throw new IllegalArgumentException("expects two inputs, found " + inputs.size());
        }
        return Add.same(inputs);
    }

    @Override
    public boolean elementwise() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(place);
    }

    private static final class Bound implements Operation {
        private final ElementwiseKernels kernels = KernelSelection.selected().elementwise();
        private final Place place;
        private final Split forward;
        private final Split backward;

        Bound(Place place) {
            this.place = place;
            forward = place.splitValues(this::forward);
            backward = place.splitValues(this::backward);
        }

        @Override
        public void forward() {
            forward.run();
        }

        private void forward(int from, int to) {
            kernels.multiply(place.x(0).data(), place.x(1).data(), place.y().data(), false, from, to);
        }

        @Override
        public void backward() {
            backward.run();
        }

        private void backward(int from, int to) {
            for (int i = 0; i < 2; i++) {
                InputGradient dx = place.dx(i);
                if (dx.wanted()) {
                    kernels.multiply(place.x(1 - i).data(), place.dy().data(), dx.data(), dx.adds(), from, to);
                }
            }
        }
    }
}
