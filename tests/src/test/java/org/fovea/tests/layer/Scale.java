package org.fovea.tests.layer;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.layer.InputGradient;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.Split;
import org.fovea.engine.tensor.Shape;

/// A learned factor for each channel: y = s\[k\]·x; dx = s\[k\]·dy; ds\[k\] = Σ x·dy. A layer from outside the engine,
/// as the engine's package page shows it.
public final class Scale extends Layer {
    private final Parameter s;

    public Scale(int channels) {
        s = new Parameter("scale", Parameter.Role.WEIGHT, Shape.of(channels));
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "scale";
        }

        @Override
        public Layer create(Options options) {
            return new Scale(options.integer("channels"));
        }
    }

    @Override
    public String type() {
        return "scale";
    }

    @Override
    public Options options() {
        return new Options().with("channels", s.value().size());
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(s);
    }

    @Override
    public void initialize(RandomGenerator random) {
        Arrays.fill(s.value().data(), 1);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return only(inputs);
    }

    @Override
    public Operation bind(Place place) {
        return new Scaling(s, place);
    }

    private static final class Scaling implements Operation {
        private final Parameter parameter;
        private final Place place;
        private final float[] s;
        private final float[] x;
        private final float[] y;
        private final InputGradient dx;
        private final Split forward;
        private final Split backward;
        private final float[] shares;

        Scaling(Parameter parameter, Place place) {
            this.parameter = parameter;
            this.place = place;
            s = parameter.value().data();
            x = place.x().data();
            y = place.y().data();
            dx = place.dx();
            forward = place.splitRows(this::forward);
            backward = place.splitRows(this::backward);
            shares = new float[backward.pieces() * s.length];
        }

        @Override
        public void forward() {
            forward.run();
        }

        private void forward(int from, int to) {
            for (int i = from * s.length; i < to * s.length; i++) {
                y[i] = s[i % s.length] * x[i];
            }
        }

        @Override
        public void backward() {
            Arrays.fill(shares, 0);
            backward.run();
            if (place.wantsParameters()) {
                float[] ds = place.gradient(parameter);
                for (int i = 0; i < shares.length; i++) { // in the pieces' order
                    ds[i % s.length] += shares[i];
                }
            }
        }

        private void backward(int from, int to) {
            float[] dy = place.dy().data();
            int at = backward.piece(from) * s.length;
            for (int i = from * s.length; i < to * s.length; i++) {
                dx.put(i, s[i % s.length] * dy[i]);
                shares[at + i % s.length] += x[i] * dy[i];
            }
        }
    }
}
