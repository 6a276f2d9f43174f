package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.tensor.Shape;

/// The sum of any number of inputs of one shape: y = Σ xᵢ, dxᵢ = dy.
public final class Add extends Layer {
    @Override
    public String type() {
        return "add";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return same(inputs);
    }

    /// The shape that all of at least two inputs have.
    ///
    /// @throws IllegalArgumentException if there are fewer, or they differ
    public static Shape same(List<Shape> inputs) {
        if (inputs.size() < 2) {
            throw new IllegalArgumentException("expects two inputs or more, found " + inputs.size());
        }
        for (Shape x : inputs) {
            if (!x.equals(inputs.getFirst())) {
                throw new IllegalArgumentException("expects inputs of one shape, found " + inputs);
            }
        }
        return inputs.getFirst();
    }

    @Override
    public boolean elementwise() {
        return true;
    }

    @Override
    public boolean homogeneous() {
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
            float[] y = place.y().data();
            kernels.sum(place.x(0).data(), place.x(1).data(), y, from, to);
            for (int i = 2; i < place.inputs(); i++) {
                kernels.copy(place.x(i).data(), y, true, from, to);
            }
        }

        @Override
        public void backward() {
            backward.run();
        }

        private void backward(int from, int to) {
            for (int i = 0; i < place.inputs(); i++) {
                InputGradient dx = place.dx(i);
                if (dx.wanted()) {
                    kernels.copy(place.dy().data(), dx.data(), dx.adds(), from, to);
                }
            }
        }
    }
}
