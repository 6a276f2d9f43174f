package org.fovea.engine.layer;

import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.tensor.Shape;

/// The cosine of each example with each class's direction: y\[n, o\] = x\[n\]·ŵ\[o\], ŵ\[o\] = w\[o\] / ‖w\[o\]‖. The
/// head that ArcFace and CosFace put a margin on; x comes from an [L2Normalize].
///
/// dx = dy·ŵ; with d = dyᵀ·x, dw\[o\] = (d\[o\] − ŵ\[o\]·(d\[o\]·ŵ\[o\])) / ‖w\[o\]‖.
///
/// x: (N, in). w: (out, in), one direction a row. y: (N, out), no bias.
public final class Cosine extends Layer {
    private final int in;
    private final int out;
    private final Parameter weight;

    public Cosine(int in, int out) {
        this.in = in;
        this.out = out;
        weight = new Parameter("weight", Parameter.Role.WEIGHT, Shape.of(out, in));
    }

    @Override
    public String type() {
        return "cosine";
    }

    /// The classes' directions, (out, in), of any length.
    public Parameter weight() {
        return weight;
    }

    @Override
    public Options options() {
        return new Options().with("in", in).with("out", out);
    }

    static Cosine from(Options o) {
        return new Cosine(o.integer("in"), o.integer("out"));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.rank() != 1 || x.size() != in) {
            throw new IllegalArgumentException("expects a vector of " + in + ", found " + x);
        }
        return Shape.of(out);
    }

    @Override
    public void initialize(RandomGenerator random) {
        Initializer.XAVIER.fill(weight.value().data(), in, out, random);
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return (long) in * out;
    }

    private record Directions(
            float[] unit, double[] norm, float[] d, MatrixProduct y, MatrixProduct dx, MatrixProduct dw) {}

    @Override
    protected void prepare(Pass pass) {
        int n = pass.batch();
        pass.keep(new Directions(
                new float[out * in],
                new double[out],
                new float[out * in],
                pass.kernels().matrixProduct(n, out, in, false, true),
                pass.kernels().matrixProduct(n, in, out, false, false),
                pass.kernels().matrixProduct(out, in, n, true, false)));
    }

    @Override
    public void forward(Pass pass) {
        Directions s = pass.kept(Directions.class);
        float[] w = weight.value().data();
        for (int o = 0; o < out; o++) {
            s.norm[o] = Math.max(Math.sqrt(pass.kernels().dot(w, w, o * in, (o + 1) * in)), L2Normalize.EPSILON);
            pass.kernels().scale((float) (1 / s.norm[o]), w, s.unit, false, o * in, (o + 1) * in);
        }
        s.y.multiply(
                pass.x().data(), s.unit, null, Activation.NONE, false, pass.y().data(), pass.workers());
    }

    @Override
    public void backward(Pass pass) {
        Directions s = pass.kept(Directions.class);
        float[] dy = pass.dy().data();
        if (pass.wants(0)) {
            s.dx.multiply(
                    dy, s.unit, null, Activation.NONE, pass.adds(0), pass.dx().data(), pass.workers());
        }
        if (pass.wantsParameters()) {
            s.dw.multiply(dy, pass.x().data(), null, Activation.NONE, false, s.d, pass.workers());
            float[] dw = pass.gradient(weight);
            for (int o = 0; o < out; o++) {
                double along = pass.kernels().dot(s.d, s.unit, o * in, (o + 1) * in);
                for (int i = o * in; i < (o + 1) * in; i++) {
                    dw[i] += (float) ((s.d[i] - s.unit[i] * along) / s.norm[o]);
                }
            }
        }
    }
}
