package org.fovea.engine.layer;

import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.Kernels;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// A fully connected layer: y = x·w + bias; dx = dy·wᵀ; dw = xᵀ·dy; dbias = Σ dy over the batch.
///
/// x: (N, in). w: (in, out). bias: (out). y: (N, out).
public final class Dense extends Layer {
    private final int in;
    private final int out;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    public Dense(int in, int out, boolean bias) {
        this.in = in;
        this.out = out;
        weight = new Parameter("weight", Parameter.Role.WEIGHT, Shape.of(in, out));
        this.bias = bias ? new Parameter("bias", Parameter.Role.BIAS, Shape.of(out)) : null;
    }

    @Override
    public String type() {
        return "dense";
    }

    /// The weights, (in, out).
    public Parameter weight() {
        return weight;
    }

    /// The bias, (out), or null where there is none.
    public @Nullable Parameter bias() {
        return bias;
    }

    @Override
    public Options options() {
        return new Options().with("in", in).with("out", out).with("bias", bias != null);
    }

    static Dense from(Options o) {
        return new Dense(o.integer("in"), o.integer("out"), o.flag("bias"));
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.rank() != 1) {
            throw new IllegalArgumentException("expects a vector, found " + x + " (flatten it first)");
        }
        if (x.size() != in) {
            throw new IllegalArgumentException("expects " + in + " inputs, found " + x.size());
        }
        return Shape.of(out);
    }

    @Override
    public void initialize(RandomGenerator random) {
        Initializer.XAVIER.fill(weight.value().data(), in, out, random);
        if (bias != null) {
            java.util.Arrays.fill(bias.value().data(), 0);
        }
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return (long) in * out;
    }

    @Override
    public boolean homogeneous() {
        return bias == null;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(this, place);
    }

    private static final class Bound implements Operation {
        private final Kernels kernels = KernelSelection.selected();
        private final Dense layer;
        private final Place place;
        private final float[] x;
        private final float[] y;
        private final float[] w;
        private final float @Nullable [] b;
        private final InputGradient gradient;
        private final ChannelSums biasSums;
        private final MatrixProduct product;
        // Laid out at the first backward.
        private @Nullable MatrixProduct backwardData;
        private @Nullable MatrixProduct backwardWeight;

        Bound(Dense layer, Place place) {
            this.layer = layer;
            this.place = place;
            x = place.x().data();
            y = place.y().data();
            w = layer.weight.value().data();
            b = layer.bias == null ? null : layer.bias.value().data();
            gradient = place.dx();
            biasSums = new ChannelSums(place);
            product = kernels.matrixProduct(place.batch(), layer.out, layer.in, false, false);
        }

        @Override
        public void forward() {
            product.multiply(x, w, b, Activation.NONE, false, y, place.workers());
        }

        @Override
        public void backward() {
            if (gradient.wanted()) {
                backwardData();
            }
            if (place.wantsParameters()) {
                backwardWeight();
                if (layer.bias != null) {
                    biasSums.addTo(place.gradient(layer.bias));
                }
            }
        }

        private void backwardData() {
            if (backwardData == null) {
                backwardData = kernels.matrixProduct(place.batch(), layer.in, layer.out, false, true);
            }
            float[] dy = place.dy().data();
            backwardData.multiply(dy, w, null, Activation.NONE, gradient.adds(), gradient.data(), place.workers());
        }

        private void backwardWeight() {
            if (backwardWeight == null) {
                backwardWeight = kernels.matrixProduct(layer.in, layer.out, place.batch(), true, false);
            }
            float[] dw = place.gradient(layer.weight);
            backwardWeight.multiply(x, place.dy().data(), null, Activation.NONE, true, dw, place.workers());
        }
    }
}
