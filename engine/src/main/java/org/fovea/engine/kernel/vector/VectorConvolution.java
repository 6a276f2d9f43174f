package org.fovea.engine.kernel.vector;

import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// A convolution's three passes, each by the best algorithm for its shape. Here is the one place where that is decided.
///
/// The backward passes are laid out at their first call: a network that only looks forward does not pay for them.
final class VectorConvolution implements Convolution {
    private final ConvolutionShape shape;
    private DataPass forward;
    private @Nullable DataPass backwardData;
    private @Nullable FilterPass backwardFilters;

    VectorConvolution(ConvolutionShape shape) {
        this.shape = shape;
        forward = dataPass(shape, false);
    }

    private static DataPass dataPass(ConvolutionShape s, boolean backward) {
        if (s.depthwise()) {
            return new DepthwisePass(s, backward);
        }
        if (!backward && NineTapsPass.suits(s)) {
            return new NineTapsPass(s);
        }
        if (!backward && StridedWinograd.suits(s)) {
            return new StridedWinogradPass(s);
        }
        if (Winograd.suits(s)) {
            return backward ? WinogradPass.backward(s) : WinogradPass.forward(s);
        }
        return new ProductPass(s, backward);
    }

    private static FilterPass filterPass(ConvolutionShape s) {
        if (s.depthwise()) {
            return new DepthwiseFilterPass(s);
        }
        return Winograd.suits(s) ? new WinogradFilterPass(s) : new ProductFilterPass(s);
    }

    @Override
    public void forward(float[] x, float[] w, Epilogue epilogue, float[] y, Workers workers) {
        forward.run(x, w, epilogue, y, false, workers);
    }

    @Override
    public void fixFilters(float[] w, Workers workers) {
        if (SmallWinogradPass.suits(shape)) {
            forward = new SmallWinogradPass(shape);
        }
        forward.fixFilters(w, workers);
    }

    @Override
    public void backwardData(float[] dy, float[] w, float[] dx, boolean add, Workers workers) {
        if (backwardData == null) {
            backwardData = dataPass(shape, true);
        }
        backwardData.run(dy, w, Epilogue.NONE, dx, add, workers);
    }

    @Override
    public void backwardFilters(float[] x, float[] dy, float[] dw, Workers workers) {
        if (backwardFilters == null) {
            backwardFilters = filterPass(shape);
        }
        backwardFilters.run(x, dy, dw, workers);
    }

    @Override
    public String algorithm() {
        return forward.algorithm() + ", " + dataPass(shape, true).algorithm() + ", "
                + filterPass(shape).algorithm();
    }
}
