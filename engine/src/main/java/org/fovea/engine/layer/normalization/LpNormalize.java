package org.fovea.engine.layer.normalization;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// Each vector along an axis divided by its norm: y = x / r; with r = ‖x‖₂ dx = (dy − y·Σ dy·y) / r, with r = ‖x‖₁
/// dx = (dy − sign x·Σ dy·y) / r. A vector of zeros becomes NaN, as ONNX's `LpNormalization` has it.
///
/// x, y: (N, …). [org.fovea.engine.layer.L2Normalize] is for embeddings, and leaves a vector of zeros alone.
public final class LpNormalize extends Layer {
    private final int axis;
    private final int p;

    /// @param axis of one example
    /// @param p 1 or 2
    public LpNormalize(int axis, int p) {
        if (p != 1 && p != 2) {
            throw new IllegalArgumentException("p is " + p + ", not 1 or 2");
        }
        this.axis = axis;
        this.p = p;
    }

    @Override
    public String type() {
        return "lp_normalize";
    }

    @Override
    public Options options() {
        return new Options().with("axis", axis).with("p", p);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "lp_normalize";
        }

        @Override
        public Layer create(Options o) {
            return new LpNormalize(o.integer("axis"), o.integer("p"));
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
        return new Bound(axis, p, place);
    }

    private static final class Bound extends AxisVectors {
        private final int p;

        Bound(int axis, int p, Place place) {
            super(axis, place);
            this.p = p;
        }

        private double norm(int first) {
            double sum = 0;
            for (int i = first; i < first + length * stride; i += stride) {
                sum += p == 1 ? Math.abs(x[i]) : (double) x[i] * x[i];
            }
            return p == 1 ? sum : Math.sqrt(sum);
        }

        @Override
        void forward(int first) {
            double norm = norm(first);
            for (int i = first; i < first + length * stride; i += stride) {
                y[i] = (float) (x[i] / norm);
            }
        }

        @Override
        void backward(float[] dy, int first) {
            double norm = norm(first);
            double along = 0;
            for (int i = first; i < first + length * stride; i += stride) {
                along += (double) dy[i] * y[i];
            }
            for (int i = first; i < first + length * stride; i += stride) {
                double pull = p == 1 ? Math.signum(x[i]) : y[i];
                dx.put(i, (float) ((dy[i] - pull * along) / norm));
            }
        }
    }
}
