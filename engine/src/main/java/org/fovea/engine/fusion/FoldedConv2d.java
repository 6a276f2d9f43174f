package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// A [Conv2d] for inference, with what comes after it: y = f(x ∗ w + bias) or y = f(x ∗ w + bias + residual), where a
/// batch norm is folded into w and bias.
///
/// The parameters are copies. The filters are brought into the algorithm's own form when a pass is prepared, so they
/// must not change any more.
public final class FoldedConv2d extends Layer {
    private final Conv2d conv;
    private final boolean residual;
    private final Activation f;
    private final String type;
    private final Parameter weight;
    private final Parameter bias;

    /// @param norm what is folded in, with its running statistics; null for none
    /// @param residual whether a second input, of the output's shape, is added
    /// @param activation null for none
    public FoldedConv2d(Conv2d conv, @Nullable BatchNorm norm, boolean residual, @Nullable ActivationLayer activation) {
        this.conv = conv;
        this.residual = residual;
        f = activation == null ? Activation.NONE : activation.f();
        type = "conv2d" + (norm == null ? "" : " + batch_norm") + (residual ? " + add" : "")
                + (activation == null ? "" : " + " + activation.type());
        Parameter w = conv.weight();
        weight = new Parameter("weight", Parameter.Role.WEIGHT, w.value().shape());
        int oc = w.value().shape().channels();
        bias = new Parameter("bias", Parameter.Role.BIAS, Shape.of(oc));
        Folding.fold(w, conv.bias(), norm, weight, bias);
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
        if (inputs.size() != (residual ? 2 : 1)) {
            throw new IllegalArgumentException("expects " + (residual ? 2 : 1) + " inputs, found " + inputs.size());
        }
        Shape y = conv.outputShape(inputs.subList(0, 1));
        if (residual && !inputs.get(1).equals(y)) {
            throw new IllegalArgumentException("expects a residual of " + y + ", found " + inputs.get(1));
        }
        return y;
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return conv.multiplyAdds(inputs);
    }

    @Override
    protected void prepare(Pass pass) {
        Convolution convolution = pass.kernels().convolution(conv.shape(pass.x().shape(), pass.batch()));
        convolution.fixFilters(weight.value().data(), pass.workers());
        pass.keep(Convolution.class, convolution);
        pass.keep(new Epilogue(bias.value().data(), residual ? pass.x(1).data() : null, f));
    }

    @Override
    public void forward(Pass pass) {
        float[] y = pass.y().data();
        pass.kept(Convolution.class)
                .forward(pass.x().data(), weight.value().data(), pass.kept(Epilogue.class), y, pass.workers());
    }

    @Override
    public void backward(Pass pass) {
        throw new UnsupportedOperationException("a network optimised for inference looks forward only");
    }
}
