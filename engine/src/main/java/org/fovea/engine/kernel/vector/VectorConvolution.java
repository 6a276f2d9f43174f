package org.fovea.engine.kernel.vector;

import java.util.Objects;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.FixedFilters;
import org.fovea.engine.kernel.vector.depthwise.Depthwise;
import org.fovea.engine.kernel.vector.depthwise.DepthwiseGradient;
import org.fovea.engine.kernel.vector.lanes.Correlation;
import org.fovea.engine.kernel.vector.lanes.FilterGradient;
import org.fovea.engine.kernel.vector.product.ColourTaps;
import org.fovea.engine.kernel.vector.product.ImplicitProduct;
import org.fovea.engine.kernel.vector.product.ImplicitProductGradient;
import org.fovea.engine.kernel.vector.product.NineTaps;
import org.fovea.engine.kernel.vector.winograd.F2x2;
import org.fovea.engine.kernel.vector.winograd.F4x4;
import org.fovea.engine.kernel.vector.winograd.F4x4Gradient;
import org.fovea.engine.kernel.vector.winograd.StridedF4x4;
import org.fovea.engine.kernel.vector.winograd.StridedLayout;
import org.fovea.engine.kernel.vector.winograd.Winograd;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// A convolution's three passes, each by the best algorithm for its shape. Here is the one place where that is decided.
///
/// The backward passes are laid out at their first call: a network that only looks forward does not pay for them.
final class VectorConvolution implements Convolution {
    private final ConvolutionShape shape;
    private Correlation forward;
    private final @Nullable Correlation forwardPlanes;
    private @Nullable Correlation backwardData;
    private @Nullable FilterGradient backwardFilters;

    VectorConvolution(ConvolutionShape shape) {
        this.shape = shape;
        forward = correlation(shape, false);
        forwardPlanes = ColourTaps.suits(shape) ? new ColourTaps(shape, true) : null;
    }

    private static Correlation correlation(ConvolutionShape s, boolean backward) {
        if (s.depthwise()) {
            return new Depthwise(s, backward);
        }
        if (!backward && NineTaps.suits(s)) {
            return new NineTaps(s);
        }
        if (!backward && ColourTaps.suits(s)) {
            return new ColourTaps(s, false);
        }
        if (!backward && StridedLayout.suits(s)) {
            return new StridedF4x4(s);
        }
        if (Winograd.suits(s)) {
            return backward ? F4x4.backward(s) : F4x4.forward(s);
        }
        return new ImplicitProduct(s, backward);
    }

    private static FilterGradient filterGradient(ConvolutionShape s) {
        if (s.depthwise()) {
            return new DepthwiseGradient(s);
        }
        return Winograd.suits(s) ? new F4x4Gradient(s) : new ImplicitProductGradient(s);
    }

    @Override
    public void forward(float[] x, float[] w, Epilogue epilogue, float[] y, Workers workers) {
        forward.run(x, w, epilogue, y, false, workers);
    }

    @Override
    public boolean readsPlanes() {
        return forwardPlanes != null;
    }

    @Override
    public void forwardPlanes(float[] x, float[] w, Epilogue epilogue, float[] y, Workers workers) {
        Objects.requireNonNull(forwardPlanes).run(x, w, epilogue, y, false, workers);
    }

    @Override
    public void fixFilters(FixedFilters filters, Workers workers) {
        if (F2x2.suits(shape)) {
            forward = new F2x2(shape);
        }
        forward.fixFilters(filters, workers);
    }

    @Override
    public void backwardData(float[] dy, float[] w, float[] dx, boolean add, Workers workers) {
        if (backwardData == null) {
            backwardData = correlation(shape, true);
        }
        backwardData.run(dy, w, Epilogue.NONE, dx, add, workers);
    }

    @Override
    public void backwardFilters(float[] x, float[] dy, float[] dw, Workers workers) {
        if (backwardFilters == null) {
            backwardFilters = filterGradient(shape);
        }
        backwardFilters.run(x, dy, dw, workers);
    }

    @Override
    public String algorithm() {
        return forward.algorithm() + ", " + correlation(shape, true).algorithm() + ", "
                + filterGradient(shape).algorithm();
    }
}
