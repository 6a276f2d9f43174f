package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.tensor.Shape;

/// An elementwise function: y = f(x), dx = f′(x)·dy.
///
/// | made by | f(x) | f′(x) |
/// |---|---|---|
/// | `relu` | max(x, 0) | 1 for x > 0, else 0 |
/// | `leakyRelu(a)` | x for x > 0, else a·x | 1 for x > 0, else a |
/// | `clip(a, b)` | min(max(x, a), b); `relu6` is clip(0, 6) | 1 for a < x < b, else 0 |
/// | `sigmoid` | 1 / (1 + e⁻ˣ) | y·(1 − y) |
/// | `tanh` | tanh x | 1 − y² |
/// | `silu` | x·σ(x) | σ(x)·(1 + x·(1 − σ(x))) |
public final class ActivationLayer extends Layer {
    private final String type;
    private final Activation f;

    private ActivationLayer(String type, Activation f) {
        this.type = type;
        this.f = f;
    }

    public static ActivationLayer relu() {
        return new ActivationLayer("relu", Activation.RELU);
    }

    /// @param slope the slope below zero
    public static ActivationLayer leakyRelu(double slope) {
        return new ActivationLayer("leaky_relu", Activation.leakyRelu((float) slope));
    }

    public static ActivationLayer clip(double low, double high) {
        if (!(low < high)) {
            throw new IllegalArgumentException("clip needs low < high, found " + low + " and " + high);
        }
        return new ActivationLayer("clip", Activation.clip((float) low, (float) high));
    }

    public static ActivationLayer sigmoid() {
        return new ActivationLayer("sigmoid", Activation.SIGMOID);
    }

    public static ActivationLayer tanh() {
        return new ActivationLayer("tanh", Activation.TANH);
    }

    public static ActivationLayer silu() {
        return new ActivationLayer("silu", Activation.SILU);
    }

    @Override
    public String type() {
        return type;
    }

    /// The function.
    public Activation function() {
        return f;
    }

    /// Which function it is, of whatever slope or bounds.
    public Activation.Kind kind() {
        return f.kind();
    }

    /// The value that nothing is below because f cuts it off there: 0 of ReLU, a of clip, −∞ of the others.
    public double low() {
        return switch (f.kind()) {
            case RELU -> 0;
            case CLIP -> f.a();
            default -> Double.NEGATIVE_INFINITY;
        };
    }

    /// The value that nothing is above because f cuts it off there: b of clip, ∞ of the others.
    public double high() {
        return f.kind() == Activation.Kind.CLIP ? f.b() : Double.POSITIVE_INFINITY;
    }

    @Override
    public Options options() {
        return switch (f.kind()) {
            case LEAKY_RELU -> new Options().with("slope", f.a());
            case CLIP -> new Options().with("low", f.a()).with("high", f.b());
            default -> new Options();
        };
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
        return f.kind() == Activation.Kind.RELU || f.kind() == Activation.Kind.LEAKY_RELU;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(f, place);
    }

    private static final class Bound extends SplitOperation {
        private final ElementwiseKernels kernels = KernelSelection.selected().elementwise();
        private final Activation f;

        Bound(Activation f, Place place) {
            super(place);
            this.f = f;
        }

        @Override
        protected void forward(int from, int to) {
            kernels.activate(f, x, y, from, to);
        }

        @Override
        protected void backward(float[] dy, int from, int to) {
            kernels.activateBackward(f, x, y, dy, dx.data(), dx.adds(), from, to);
        }
    }
}
