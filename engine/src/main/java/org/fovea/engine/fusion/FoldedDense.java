package org.fovea.engine.fusion;

import java.util.List;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.Kernels;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.InputGradient;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// A [Dense] layer for inference, with what comes after it: y = f(x·w + bias), where a batch norm is folded into w and
/// bias. The parameters are copies, and nothing is kept of those that they were made of.
final class FoldedDense extends Layer {
    private final Activation f;
    private final String type;
    private final Parameter weight;
    private final Parameter bias;

    /// @param norm what is folded in, with its running statistics; null for none
    /// @param activation null for none
    FoldedDense(Dense dense, @Nullable BatchNorm norm, @Nullable ActivationLayer activation) {
        f = activation == null ? Activation.NONE : activation.function();
        type = "dense" + (norm == null ? "" : " + batch_norm") + (activation == null ? "" : " + " + activation.type());
        Shape shape = dense.weight().value().shape();
        weight = new Parameter("weight", Parameter.Role.WEIGHT, shape);
        bias = new Parameter("bias", Parameter.Role.BIAS, Shape.of(shape.channels()));
        Folding.fold(dense.weight(), dense.bias(), norm, weight, bias);
    }

    /// Whether another differs in its parameters' numbers at most.
    boolean isAlike(FoldedDense other) {
        return type.equals(other.type)
                && weight.value().shape().equals(other.weight.value().shape())
                && f.equals(other.f);
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
        Shape shape = weight.value().shape();
        if (!only(inputs).equals(Shape.of(shape.extent(0)))) {
            throw new IllegalArgumentException("expects " + shape.extent(0) + " inputs, found " + only(inputs));
        }
        return Shape.of(shape.channels());
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return weight.value().size();
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(this, place);
    }

    private static final class Bound implements Operation {
        private final Kernels kernels = KernelSelection.selected();
        private final FoldedDense layer;
        private final Place place;
        private final float[] x;
        private final float[] y;
        private final float[] w;
        private final float[] b;
        private final InputGradient dx;
        private final int in;
        private final int out;
        private final MatrixProduct product;
        // Laid out at the first backward.
        private @Nullable MatrixProduct backwardData;

        Bound(FoldedDense layer, Place place) {
            this.layer = layer;
            this.place = place;
            x = place.x().data();
            y = place.y().data();
            w = layer.weight.value().data();
            b = layer.bias.value().data();
            dx = place.dx();
            in = layer.weight.value().shape().extent(0);
            out = layer.weight.value().shape().extent(1);
            product = kernels.matrixProduct(place.batch(), out, in, false, false);
        }

        @Override
        public void forward() {
            product.multiply(x, w, b, layer.f, false, y, place.workers());
        }

        /// dx alone, and without an activation: what a class activation map needs of the last layer.
        @Override
        public void backward() {
            if (place.wantsParameters() || layer.f.kind() != Activation.Kind.NONE) {
                throw new UnsupportedOperationException("a network optimised for inference does not learn: "
                        + layer.type + " computes no parameter's gradient, and none through an activation");
            }
            if (backwardData == null) {
                backwardData = kernels.matrixProduct(place.batch(), in, out, false, true);
            }
            if (dx.wanted()) {
                float[] dy = place.dy().data();
                backwardData.multiply(dy, w, null, Activation.NONE, dx.adds(), dx.data(), place.workers());
            }
        }
    }
}
