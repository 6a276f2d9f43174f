package org.fovea.engine.fusion;

import java.util.List;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.FixedFilters;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.PRelu;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// A [Conv2d] for inference, with what comes after it: y = f(x ∗ w + bias) or y = f(x ∗ w + bias + residual), where a
/// batch norm is folded into w and bias.
///
/// The parameters are copies, and nothing is kept of those that they were made of. The filters are brought into the
/// algorithm's own form when the layer is first bound, so they must not change any more.
final class FoldedConv2d extends Layer {
    private final Conv2d.Geometry geometry;
    private final int ic;
    private final int oc;
    private final boolean residual;
    private final Activation f;
    /// A PReLU's, null for none.
    private final @Nullable Parameter slopes;

    private final String type;
    private final Parameter weight;
    private final Parameter bias;
    /// The weight's filters as predictors compute with them, on however many threads.
    private final FixedFilters filters;

    /// @param norm what is folded in, with its running statistics; null for none
    /// @param residual whether a second input, of the output's shape, is added
    /// @param activation an [ActivationLayer] or a [PRelu], whose slopes are copied; null for none
    FoldedConv2d(Conv2d conv, @Nullable BatchNorm norm, boolean residual, @Nullable Layer activation) {
        geometry = conv.geometry();
        ic = conv.weight().value().shape().extent(2) * geometry.groups();
        oc = conv.weight().value().shape().channels();
        this.residual = residual;
        f = activation instanceof ActivationLayer layer ? layer.function() : Activation.NONE;
        slopes = activation instanceof PRelu prelu ? copy(prelu.slope()) : null;
        type = "conv2d" + (norm == null ? "" : " + batch_norm") + (residual ? " + add" : "")
                + (activation == null ? "" : " + " + activation.type());
        Parameter w = conv.weight();
        weight = new Parameter("weight", Parameter.Role.WEIGHT, w.value().shape());
        bias = new Parameter("bias", Parameter.Role.BIAS, Shape.of(oc));
        Folding.fold(w, conv.bias(), norm, weight, bias);
        filters = new FixedFilters(weight.value().data());
    }

    /// Whether another differs in its parameters' numbers at most.
    boolean isAlike(FoldedConv2d other) {
        return type.equals(other.type)
                && geometry.equals(other.geometry)
                && ic == other.ic
                && oc == other.oc
                && f.equals(other.f);
    }

    private static Parameter copy(Parameter slope) {
        Parameter copy = new Parameter("slope", slope.role(), slope.value().shape());
        System.arraycopy(
                slope.value().data(), 0, copy.value().data(), 0, slope.value().size());
        return copy;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public List<Parameter> parameters() {
        return slopes == null ? List.of(weight, bias) : List.of(weight, bias, slopes);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != (residual ? 2 : 1)) {
            throw new IllegalArgumentException("expects " + (residual ? 2 : 1) + " inputs, found " + inputs.size());
        }
        Shape y = geometry.outputShape(picture(inputs.subList(0, 1)), ic, oc);
        if (residual && !inputs.get(1).equals(y)) {
            throw new IllegalArgumentException("expects a residual of " + y + ", found " + inputs.get(1));
        }
        return y;
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return geometry.shape(inputs.getFirst(), 1, ic, oc).multiplyAdds();
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(this, place);
    }

    private static final class Bound implements PlanesOperation {
        private final Place place;
        private final float[] x;
        private final float[] y;
        private final float[] w;
        private final Convolution convolution;
        private final Epilogue epilogue;

        Bound(FoldedConv2d layer, Place place) {
            this.place = place;
            x = place.x().data();
            y = place.y().data();
            w = layer.weight.value().data();
            convolution = KernelSelection.selected()
                    .convolution(layer.geometry.shape(place.x().shape(), place.batch(), layer.ic, layer.oc));
            convolution.fixFilters(layer.filters, place.workers());
            float[] residual = layer.residual ? place.x(1).data() : null;
            float[] slopes = layer.slopes == null ? null : layer.slopes.value().data();
            epilogue = new Epilogue(layer.bias.value().data(), residual, layer.f, slopes);
        }

        @Override
        public void forward() {
            convolution.forward(x, w, epilogue, y, place.workers());
        }

        @Override
        public boolean readsPlanes() {
            return convolution.readsPlanes();
        }

        @Override
        public void forward(float[] x) {
            convolution.forwardPlanes(x, w, epilogue, y, place.workers());
        }

        @Override
        public void backward() {
            throw new UnsupportedOperationException("a network optimised for inference looks forward only");
        }
    }
}
