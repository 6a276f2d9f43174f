package org.fovea.engine.layer;

import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.kernel.Activation;
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

    /// The three passes' products; backward's are laid out at the first backward.
    private static final class Products {
        final MatrixProduct y;

        @Nullable
        MatrixProduct dx;

        @Nullable
        MatrixProduct dw;

        Products(MatrixProduct y) {
            this.y = y;
        }
    }

    @Override
    protected void prepare(Pass pass) {
        pass.keep(new Products(pass.kernels().matrixProduct(pass.batch(), out, in, false, false)));
        pass.keep(new ChannelSums(pass.y()));
    }

    @Override
    public void forward(Pass pass) {
        float[] b = bias == null ? null : bias.value().data();
        pass.kept(Products.class)
                .y
                .multiply(
                        pass.x().data(),
                        weight.value().data(),
                        b,
                        Activation.NONE,
                        false,
                        pass.y().data(),
                        pass.workers());
    }

    @Override
    public void backward(Pass pass) {
        Products products = pass.kept(Products.class);
        float[] dy = pass.dy().data();
        if (pass.wants(0)) {
            MatrixProduct product = products.dx;
            if (product == null) {
                product = pass.kernels().matrixProduct(pass.batch(), in, out, false, true);
                products.dx = product;
            }
            float[] w = weight.value().data();
            float[] dx = pass.dx().data();
            product.multiply(dy, w, null, Activation.NONE, pass.adds(0), dx, pass.workers());
        }
        if (pass.wantsParameters()) {
            MatrixProduct product = products.dw;
            if (product == null) {
                product = pass.kernels().matrixProduct(in, out, pass.batch(), true, false);
                products.dw = product;
            }
            float[] dw = pass.gradient(weight);
            product.multiply(pass.x().data(), dy, null, Activation.NONE, true, dw, pass.workers());
            if (bias != null) {
                pass.kept(ChannelSums.class).addTo(pass.gradient(bias), pass);
            }
        }
    }
}
