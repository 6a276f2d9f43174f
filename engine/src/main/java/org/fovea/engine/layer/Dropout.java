package org.fovea.engine.layer;

import java.util.List;
import java.util.random.RandomGenerator;
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
    protected void prepare(Pass pass) {
        if (drops(pass)) {
            pass.keep(new float[pass.y().size()]);
        }
    }

    private boolean drops(Pass pass) {
        return pass.training() && probability > 0;
    }

    @Override
    public void forward(Pass pass) {
        if (!drops(pass)) {
            pass.split(pass.y().size(), ActivationLayer.GRAIN, Flatten::forwardRange);
            return;
        }
        float[] mask = pass.kept(float[].class);
        RandomGenerator random = pass.random();
        float kept = (float) (1 / (1 - probability));
        for (int i = 0; i < mask.length; i++) { // on one thread: one stream, one order
            mask[i] = random.nextDouble() < probability ? 0 : kept;
        }
        pass.kernels().multiply(pass.x().data(), mask, pass.y().data(), false, 0, mask.length);
    }

    @Override
    public void backward(Pass pass) {
        if (!pass.wants(0)) {
            return;
        }
        if (!drops(pass)) {
            pass.split(pass.y().size(), ActivationLayer.GRAIN, Flatten::backwardRange);
            return;
        }
        float[] mask = pass.kept(float[].class);
        pass.kernels().multiply(pass.dy().data(), mask, pass.dx().data(), pass.adds(0), 0, mask.length);
    }
}
