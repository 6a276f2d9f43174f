package org.fovea.engine.layer;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Another layer as it is outside training, also where the network around it is trained: its parameters stay as they
/// are, batch norm uses its running statistics and leaves them, dropout hands on what it gets. A backward pass goes
/// through it.
///
/// It stands in a network that is trained for the sake of the layers behind it, and shares the layer with the network
/// that is kept; a model file does not hold it.
public final class Frozen extends Layer {
    private final Layer layer;

    public Frozen(Layer layer) {
        this.layer = layer;
    }

    @Override
    public String type() {
        return "frozen " + layer.type();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return layer.outputShape(inputs);
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return layer.multiplyAdds(inputs);
    }

    @Override
    public boolean differentiable() {
        return layer.differentiable();
    }

    @Override
    public boolean identity() {
        return layer.identity();
    }

    @Override
    public boolean elementwise() {
        return layer.elementwise();
    }

    @Override
    public boolean homogeneous() {
        return layer.homogeneous();
    }

    @Override
    public Optional<Window> window() {
        return layer.window();
    }

    @Override
    public Operation bind(Place place) {
        Operation operation = layer.bind(new Untrained(place));
        return new Operation() { // which never updates statistics
            @Override
            public void forward() {
                operation.forward();
            }

            @Override
            public void backward() {
                operation.backward();
            }
        };
    }

    /// The same place outside training.
    private record Untrained(Place place) implements Place {
        @Override
        public int inputs() {
            return place.inputs();
        }

        @Override
        public Tensor x(int i) {
            return place.x(i);
        }

        @Override
        public Tensor y() {
            return place.y();
        }

        @Override
        public Tensor dy() {
            return place.dy();
        }

        @Override
        public InputGradient dx(int i) {
            return place.dx(i);
        }

        @Override
        public boolean wantsParameters() {
            return false;
        }

        @Override
        public float[] gradient(Parameter parameter) {
            throw new IllegalStateException(parameter + " is frozen and has no gradient");
        }

        @Override
        public boolean training() {
            return false;
        }

        @Override
        public RandomGenerator random() {
            throw new IllegalStateException("nothing is drawn in a frozen layer");
        }

        @Override
        public Workers workers() {
            return place.workers();
        }
    }
}
