package org.fovea.gradcam.method;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.SplitOperation;
import org.fovea.engine.tensor.Shape;

/// A rectifier that lets back only what is positive: forward as the layer it stands for, between `low` = 0 and `high`;
/// dx = dy where 0 < x < high and dy > 0, else 0.
final class GuidedRelu extends Layer {
    private static final String TYPE = "guided_relu";

    private final float high;

    /// @param high the upper bound: infinity for ReLU, 6 for ReLU6
    GuidedRelu(double high) {
        this.high = (float) high;
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return TYPE;
        }

        @Override
        public Layer create(Options options) {
            return new GuidedRelu(options.has("high") ? options.number("high") : Double.POSITIVE_INFINITY);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Options options() {
        return high == Float.POSITIVE_INFINITY ? new Options() : new Options().with("high", high);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return only(inputs);
    }

    @Override
    public boolean elementwise() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(high, place);
    }

    private static final class Bound extends SplitOperation {
        private final float high;

        Bound(float high, Place place) {
            super(place);
            this.high = high;
        }

        @Override
        protected void forward(int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = Math.min(Math.max(x[i], 0), high);
            }
        }

        @Override
        protected void backward(float[] dy, int from, int to) {
            for (int i = from; i < to; i++) {
                dx.put(i, x[i] > 0 && x[i] < high && dy[i] > 0 ? dy[i] : 0);
            }
        }
    }
}
