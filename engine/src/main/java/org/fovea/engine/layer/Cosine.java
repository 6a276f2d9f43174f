package org.fovea.engine.layer;

import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.Kernels;
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

    @Override
    public boolean homogeneous() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(this, place);
    }

    private static final class Bound implements Operation {
        private final Kernels kernels = KernelSelection.selected();
        private final Place place;
        private final int in;
        private final int out;
        private final Parameter weight;
        private final float[] x;
        private final InputGradient dx;
        /// ŵ.
        private final float[] unit;
        /// ‖w‖ of each direction.
        private final double[] norm;
        private final float[] d;
        private final MatrixProduct product;
        private final MatrixProduct backwardData;
        private final MatrixProduct backwardUnit;

        Bound(Cosine layer, Place place) {
            this.place = place;
            in = layer.in;
            out = layer.out;
            weight = layer.weight;
            x = place.x().data();
            dx = place.dx();
            unit = new float[out * in];
            norm = new double[out];
            d = new float[out * in];
            int n = place.batch();
            product = kernels.matrixProduct(n, out, in, false, true);
            backwardData = kernels.matrixProduct(n, in, out, false, false);
            backwardUnit = kernels.matrixProduct(out, in, n, true, false);
        }

        @Override
        public void forward() {
            float[] w = weight.value().data();
            for (int o = 0; o < out; o++) {
                norm[o] =
                        Math.max(Math.sqrt(kernels.elementwise().dot(w, w, o * in, (o + 1) * in)), L2Normalize.EPSILON);
                kernels.elementwise().scale((float) (1 / norm[o]), w, unit, false, o * in, (o + 1) * in);
            }
            float[] y = place.y().data();
            product.multiply(x, unit, null, Activation.NONE, false, y, place.workers());
        }

        @Override
        public void backward() {
            float[] dy = place.dy().data();
            if (dx.wanted()) {
                backwardData.multiply(dy, unit, null, Activation.NONE, dx.adds(), dx.data(), place.workers());
            }
            if (place.wantsParameters()) {
                backwardUnit.multiply(dy, x, null, Activation.NONE, false, d, place.workers());
                float[] dw = place.gradient(weight);
                for (int o = 0; o < out; o++) {
                    double along = kernels.elementwise().dot(d, unit, o * in, (o + 1) * in);
                    for (int i = o * in; i < (o + 1) * in; i++) {
                        dw[i] += (float) ((d[i] - unit[i] * along) / norm[o]);
                    }
                }
            }
        }
    }
}
