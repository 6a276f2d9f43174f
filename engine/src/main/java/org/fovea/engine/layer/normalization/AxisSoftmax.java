package org.fovea.engine.layer.normalization;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Shape;

/// Softmax or its logarithm along an axis: y\[k\] = e^x\[k\] / Σ e^x, dx = y·(dy − Σ dy·y); or y\[k\] = x\[k\] − ln Σ
/// e^x, dx = dy − e^y·Σ dy.
///
/// x, y: (N, …). Softmax along the channels is [org.fovea.engine.layer.Softmax], which is a kernel.
public final class AxisSoftmax extends Layer {
    private final int axis;
    private final boolean log;

    /// @param axis of one example
    /// @param log whether y is the logarithm
    public AxisSoftmax(int axis, boolean log) {
        this.axis = axis;
        this.log = log;
    }

    @Override
    public String type() {
        return "axis_softmax";
    }

    @Override
    public Options options() {
        return new Options().with("axis", axis).with("log", log);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "axis_softmax";
        }

        @Override
        public Layer create(Options o) {
            return new AxisSoftmax(o.integer("axis"), o.flag("log"));
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        Axes.of(x, axis);
        return x;
    }

    @Override
    public Operation bind(Place place) {
        return log ? new Logarithm(axis, place) : new Share(axis, place);
    }

    private static final class Share extends AxisVectors {
        Share(int axis, Place place) {
            super(axis, place);
        }

        @Override
        void forward(int first) {
            int end = first + length * stride;
            double normalizer = LogSumExp.of(x, first, length, stride);
            for (int i = first; i < end; i += stride) {
                y[i] = (float) Math.exp(x[i] - normalizer);
            }
        }

        @Override
        void backward(float[] dy, int first) {
            int end = first + length * stride;
            double sum = 0;
            for (int i = first; i < end; i += stride) {
                sum += (double) dy[i] * y[i];
            }
            for (int i = first; i < end; i += stride) {
                dx.put(i, (float) (y[i] * (dy[i] - sum)));
            }
        }
    }

    private static final class Logarithm extends AxisVectors {
        Logarithm(int axis, Place place) {
            super(axis, place);
        }

        @Override
        void forward(int first) {
            int end = first + length * stride;
            double normalizer = LogSumExp.of(x, first, length, stride);
            for (int i = first; i < end; i += stride) {
                y[i] = (float) (x[i] - normalizer);
            }
        }

        @Override
        void backward(float[] dy, int first) {
            int end = first + length * stride;
            double sum = 0;
            for (int i = first; i < end; i += stride) {
                sum += dy[i];
            }
            for (int i = first; i < end; i += stride) {
                dx.put(i, (float) (dy[i] - Math.exp(y[i]) * sum));
            }
        }
    }
}
