package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.kernel.Activation;
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

    Activation f() {
        return f;
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

    /// Values that make a piece worth handing out.
    static final int GRAIN = 16_384;

    @Override
    public void forward(Pass pass) {
        pass.split(pass.y().size(), GRAIN, ActivationLayer::forwardRange);
    }

    @Override
    public void backward(Pass pass) {
        if (pass.wants(0)) {
            pass.split(pass.y().size(), GRAIN, ActivationLayer::backwardRange);
        }
    }

    @Override
    protected void prepare(Pass pass) {
        pass.keep(f);
    }

    private static void forwardRange(Pass p, int from, int to) {
        p.kernels().activate(p.kept(Activation.class), p.x().data(), p.y().data(), from, to);
    }

    private static void backwardRange(Pass p, int from, int to) {
        p.kernels()
                .activateBackward(
                        p.kept(Activation.class),
                        p.x().data(),
                        p.y().data(),
                        p.dy().data(),
                        p.dx().data(),
                        p.adds(0),
                        from,
                        to);
    }
}
