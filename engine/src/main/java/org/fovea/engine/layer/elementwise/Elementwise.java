package org.fovea.engine.layer.elementwise;

import java.util.List;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.SplitOperation;
import org.fovea.engine.tensor.Shape;

/// A function of each value by itself: y = f(x), dx = f′(x)·dy, with one of the functions of [Function]; computed in
/// double and rounded once, but for y of `MISH` and `GELU_TANH`, which go by the kernel of σ:
///
/// - mish: y = x·σ·(2 − σ) / (1 + (1 − σ)²) with σ = 1 / (1 + e⁻ˣ);
/// - tanh's GELU: y = x·σ(2u) with u = √(2/π)·(x + 0.044715·x³).
///
/// x, y: (N, …). ReLU, leaky ReLU, clip, sigmoid, tanh and SiLU are [org.fovea.engine.layer.ActivationLayer]'s, which
/// are kernels; the exact GELU is [org.fovea.engine.layer.Gelu].
public final class Elementwise extends Layer {
    private final Function function;
    private final double a;
    private final double b;

    private Elementwise(Function function, double a, double b) {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            throw new IllegalArgumentException(function + " of " + a + " and " + b + ", which must be finite");
        }
        if (function == Function.CELU && a == 0) {
            throw new IllegalArgumentException("CELU divides by a, which is 0");
        }
        this.function = function;
        this.a = a;
        this.b = b;
    }

    /// A function that no numbers shape.
    public static Elementwise of(Function function) {
        return new Elementwise(function, 0, 0);
    }

    /// A function that one number shapes.
    public static Elementwise of(Function function, double a) {
        return new Elementwise(function, a, 0);
    }

    /// A function that two numbers shape.
    public static Elementwise of(Function function, double a, double b) {
        return new Elementwise(function, a, b);
    }

    public Function function() {
        return function;
    }

    @Override
    public String type() {
        return "elementwise";
    }

    @Override
    public Options options() {
        return new Options().with("function", function.name()).with("a", a).with("b", b);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "elementwise";
        }

        @Override
        public Layer create(Options o) {
            return new Elementwise(o.choice("function", Function.class), o.number("a"), o.number("b"));
        }
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
    public boolean homogeneous() {
        return function.homogeneous();
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(this, place);
    }

    private static final class Bound extends SplitOperation {
        private final ElementwiseKernels kernels = KernelSelection.selected().elementwise();
        private final Function f;
        private final double a;
        private final double b;

        Bound(Elementwise layer, Place place) {
            super(place);
            f = layer.function;
            a = layer.a;
            b = layer.b;
        }

        @Override
        protected void forward(int from, int to) {
            switch (f) {
                case HARD_SIGMOID -> hardSigmoid(from, to);
                case HARD_SWISH -> hardSwish(from, to);
                case MISH -> mish(from, to);
                case GELU_TANH -> geluTanh(from, to);
                default -> {
                    for (int i = from; i < to; i++) {
                        y[i] = (float) f.value(x[i], a, b);
                    }
                }
            }
        }

        // The two that mobile networks are full of have loops of their own: where a process has used several functions
        // the call of one is not inlined any more, and these took three times as long.

        private void hardSigmoid(int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = (float) Math.max(0, Math.min(1, a * x[i] + b));
            }
        }

        private void hardSwish(int from, int to) {
            for (int i = from; i < to; i++) {
                double v = x[i];
                y[i] = (float) (v * Math.max(0, Math.min(1, v / 6 + 0.5)));
            }
        }

        // Math.tanh and Math.log1p take tens of nanoseconds a value, the kernel of σ one.

        private void mish(int from, int to) {
            kernels.activate(Activation.SIGMOID, x, y, from, to);
            for (int i = from; i < to; i++) {
                float above = 1 - y[i];
                y[i] = x[i] * (y[i] * (1 + above) / (1 + above * above));
            }
        }

        private void geluTanh(int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = x[i] * (Function.TWICE + Function.TWICE_BENT * x[i] * x[i]);
            }
            kernels.activate(Activation.SIGMOID, y, y, from, to);
            kernels.multiply(x, y, y, false, from, to);
        }

        @Override
        protected void backward(float[] dy, int from, int to) {
            for (int i = from; i < to; i++) {
                dx.put(i, (float) (f.slope(x[i], a, b) * dy[i]));
            }
        }
    }
}
