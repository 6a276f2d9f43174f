package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// A [Dense] layer for inference, with what comes after it: y = f(x·w + bias), where a batch norm is folded into w and
/// bias. The parameters are copies.
public final class FoldedDense extends Layer {
    private final Dense dense;
    private final Activation f;
    private final String type;
    private final Parameter weight;
    private final Parameter bias;

    /// @param norm what is folded in, with its running statistics; null for none
    /// @param activation null for none
    public FoldedDense(Dense dense, @Nullable BatchNorm norm, @Nullable ActivationLayer activation) {
        this.dense = dense;
        f = activation == null ? Activation.NONE : activation.f();
        type = "dense" + (norm == null ? "" : " + batch_norm") + (activation == null ? "" : " + " + activation.type());
        Shape shape = dense.weight().value().shape();
        weight = new Parameter("weight", Parameter.Role.WEIGHT, shape);
        bias = new Parameter("bias", Parameter.Role.BIAS, Shape.of(shape.channels()));
        Folding.fold(dense.weight(), dense.bias(), norm, weight, bias);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight, bias);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return dense.outputShape(inputs);
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return dense.multiplyAdds(inputs);
    }

    /// Both passes' products; backward's is laid out at the first backward.
    private static final class Products {
        final MatrixProduct y;

        @Nullable
        MatrixProduct dx;

        Products(MatrixProduct y) {
            this.y = y;
        }
    }

    @Override
    protected void prepare(Pass pass) {
        Shape shape = weight.value().shape();
        int in = shape.extent(0);
        int out = shape.extent(1);
        pass.keep(new Products(pass.kernels().matrixProduct(pass.batch(), out, in, false, false)));
    }

    @Override
    public void forward(Pass pass) {
        float[] w = weight.value().data();
        float[] y = pass.y().data();
        pass.kept(Products.class).y.multiply(pass.x().data(), w, bias.value().data(), f, false, y, pass.workers());
    }

    /// dx alone, and without an activation: what a class activation map needs of the last layer.
    @Override
    public void backward(Pass pass) {
        if (pass.wantsParameters() || f.kind() != Activation.Kind.NONE) {
            throw new UnsupportedOperationException("a network optimised for inference does not learn: " + type
                    + " computes no parameter's gradient, and none through an activation");
        }
        Products products = pass.kept(Products.class);
        MatrixProduct product = products.dx;
        if (product == null) {
            Shape shape = weight.value().shape();
            product = pass.kernels().matrixProduct(pass.batch(), shape.extent(0), shape.extent(1), false, true);
            products.dx = product;
        }
        if (pass.wants(0)) {
            float[] w = weight.value().data();
            float[] dx = pass.dx().data();
            product.multiply(pass.dy().data(), w, null, Activation.NONE, pass.adds(0), dx, pass.workers());
        }
    }
}
