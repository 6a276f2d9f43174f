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

    @Override
    protected void prepare(Pass pass) {
        Shape shape = weight.value().shape();
        int in = shape.extent(0);
        int out = shape.extent(1);
        pass.keep(MatrixProduct.class, pass.kernels().matrixProduct(pass.batch(), out, in, false, false));
    }

    @Override
    public void forward(Pass pass) {
        float[] w = weight.value().data();
        float[] y = pass.y().data();
        pass.kept(MatrixProduct.class).multiply(pass.x().data(), w, bias.value().data(), f, false, y, pass.workers());
    }

    @Override
    public void backward(Pass pass) {
        throw new UnsupportedOperationException("a network optimised for inference looks forward only");
    }
}
