package org.fovea.gradcam;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A constant in a network: y is one example's value for every example of the batch, whatever it reads; dx = 0.
final class Held extends Layer {
    private static final String TYPE = "held";

    /// Not trained: the value that is held.
    private final Parameter value;

    /// @param value (1, …); copied
    Held(Tensor value) {
        this(value.shape().example());
        System.arraycopy(value.data(), 0, this.value.value().data(), 0, value.size());
    }

    private Held(Shape shape) {
        value = new Parameter("value", Parameter.Role.STATISTIC, shape);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return TYPE;
        }

        @Override
        public Layer create(Options options) {
            return new Held(options.shape("shape"));
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Options options() {
        return new Options().with("shape", value.value().shape());
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(value);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return value.value().shape();
    }

    @Override
    public Operation bind(Place place) {
        return new Holding(value.value(), place);
    }

    private record Holding(Tensor value, Place place) implements Operation {
        @Override
        public void forward() {
            for (int n = 0; n < place.batch(); n++) {
                System.arraycopy(value.data(), 0, place.y().data(), n * value.size(), value.size());
            }
        }

        @Override
        public void backward() {
            if (place.dx().wanted()) {
                place.dx().zeroed();
            }
        }
    }
}
