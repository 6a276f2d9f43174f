package org.fovea.engine.layer;

import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.tensor.Shape;

/// Dropout (Srivastava and others, 2014), inverted: in training each element is zeroed with probability p and the
/// others divided by 1 − p; y = m·x, dx = m·dy with the mask m. Otherwise y = x.
public final class Dropout extends Layer {
    private final double probability;

    /// @param probability that an element is dropped, from 0 (inclusive) to 1 (exclusive)
    public Dropout(double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("a dropout probability is in [0, 1), found " + probability);
        }
        this.probability = probability;
    }

    @Override
    public String type() {
        return "dropout";
    }

    @Override
    public Options options() {
        return new Options().with("probability", probability);
    }

    static Dropout from(Options o) {
        return new Dropout(o.number("probability"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return only(inputs);
    }

    @Override
    public boolean identity() {
        return true;
    }

    @Override
    public boolean homogeneous() {
        return true;
    }

    @Override
    public boolean elementwise() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        return place.training() && probability > 0 ? new Dropping(probability, place) : new Copy(place);
    }

    /// The operation in training.
    private static final class Dropping implements Operation {
        private final ElementwiseKernels kernels = KernelSelection.selected().elementwise();
        private final double probability;
        private final Place place;
        private final InputGradient dx;
        private final float[] mask;

        Dropping(double probability, Place place) {
            this.probability = probability;
            this.place = place;
            dx = place.dx();
            mask = new float[place.y().size()];
        }

        @Override
        public void forward() {
            RandomGenerator random = place.random();
            float kept = (float) (1 / (1 - probability));
            for (int i = 0; i < mask.length; i++) { // on one thread: one stream, one order
                mask[i] = random.nextDouble() < probability ? 0 : kept;
            }
            kernels.multiply(place.x().data(), mask, place.y().data(), false, 0, mask.length);
        }

        @Override
        public void backward() {
            if (dx.wanted()) {
                kernels.multiply(place.dy().data(), mask, dx.data(), dx.adds(), 0, mask.length);
            }
        }
    }
}
