package org.fovea.engine.layer;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Transposed convolution: the gradient of a [Conv2d] with respect to its input, taken as a layer. Each cell of x adds
/// its multiple of the filter to the cells around its place in y:
///
/// y\[n, i·s + u·d − padTop, j·s + v·d − padLeft, o\] += x\[n, i, j, k\] · w\[u, v, o, k\], and bias\[o\] to each.
///
/// Forward is a convolution's backward, dx its forward on dy, dw its filters' gradient with x and dy exchanged.
///
/// x: (N, H, W, IC). w: (KH, KW, OC / groups, IC). bias: (OC). y: (N, OH, OW, OC) with
/// OH = (H − 1)·s − padTop − padBottom + d·(KH − 1) + 1 + moreH and OW likewise.
public final class ConvTranspose2d extends Layer {
    private final int ic;
    private final int oc;
    private final Conv2d.Geometry geometry;
    private final int moreH;
    private final int moreW;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /// @param geometry of the convolution whose gradient it is; its bias is the one that is added to y
    public ConvTranspose2d(int ic, int oc, Conv2d.Geometry geometry) {
        this(ic, oc, geometry, 0, 0);
    }

    /// @param moreH rows below that no window reaches, fewer than the stride (ONNX's `output_padding`)
    /// @param moreW columns on the right
    public ConvTranspose2d(int ic, int oc, Conv2d.Geometry geometry, int moreH, int moreW) {
        if (ic < 1 || oc < 1 || ic % geometry.groups() != 0 || oc % geometry.groups() != 0) {
            throw new IllegalArgumentException(
                    ic + " input and " + oc + " output channels do not divide into " + geometry.groups() + " groups");
        }
        if (moreH < 0 || moreW < 0 || moreH >= geometry.strideH() || moreW >= geometry.strideW()) {
            throw new IllegalArgumentException(moreH + " rows and " + moreW + " columns more, with strides of "
                    + geometry.strideH() + " and " + geometry.strideW());
        }
        this.ic = ic;
        this.oc = oc;
        this.geometry = geometry;
        this.moreH = moreH;
        this.moreW = moreW;
        Shape filters = Shape.of(geometry.kernelH(), geometry.kernelW(), oc / geometry.groups(), ic);
        weight = new Parameter("weight", Parameter.Role.WEIGHT, filters);
        bias = geometry.bias() ? new Parameter("bias", Parameter.Role.BIAS, Shape.of(oc)) : null;
    }

    @Override
    public String type() {
        return "conv_transpose2d";
    }

    /// The convolution's whose gradient it is.
    public Conv2d.Geometry geometry() {
        return geometry;
    }

    /// The filters, (KH, KW, OC / groups, IC).
    public Parameter weight() {
        return weight;
    }

    /// The bias, (OC), or null where there is none.
    public @Nullable Parameter bias() {
        return bias;
    }

    @Override
    public Options options() {
        return Conv2d.options(ic, oc, geometry).with("more", moreH, moreW);
    }

    static ConvTranspose2d from(Options o) {
        int[] more = o.pair("more");
        return new ConvTranspose2d(o.integer("in"), o.integer("out"), Conv2d.geometry(o), more[0], more[1]);
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = picture(inputs);
        if (x.channels() != ic) {
            throw new IllegalArgumentException(
                    "expects " + ic + " input channels, but the input has " + x.channels() + " (" + x + ")");
        }
        Conv2d.Geometry g = geometry;
        long fullH = (x.extent(0) - 1L) * g.strideH() + g.spanH() + moreH;
        long fullW = (x.extent(1) - 1L) * g.strideW() + g.spanW() + moreW;
        Memory.check("a padded output of " + fullH + "×" + fullW + "×" + oc, (double) fullH * fullW * oc);
        long h = fullH - g.padTop() - g.padBottom();
        long w = fullW - g.padLeft() - g.padRight();
        if (h < 1 || w < 1) {
            throw new IllegalArgumentException("an output of " + fullH + "×" + fullW + " is all padding");
        }
        return Shape.of((int) h, (int) w, oc);
    }

    /// The convolution that goes from y to x.
    private ConvolutionShape shape(Shape y, int n) {
        return geometry.shape(y, n, oc, ic);
    }

    @Override
    public void initialize(RandomGenerator random) {
        int taps = geometry.kernelH() * geometry.kernelW();
        int groups = geometry.groups();
        Initializer.HE.fill(weight.value().data(), taps * ic / groups, taps * oc / groups, random);
        if (bias != null) {
            Arrays.fill(bias.value().data(), 0);
        }
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return shape(outputShape(inputs), 1).multiplyAdds();
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
        private final ElementwiseKernels kernels = KernelSelection.selected().elementwise();
        private final ConvTranspose2d layer;
        private final Place place;
        private final float[] w;
        private final InputGradient dx;
        private final Convolution convolution;
        private final Split biased;
        private final @Nullable ChannelSums biasSums;
        /// This reader's share of dx where another's is there already.
        private float[] share = {};

        Bound(ConvTranspose2d layer, Place place) {
            this.layer = layer;
            this.place = place;
            w = layer.weight.value().data();
            dx = place.dx();
            convolution =
                    KernelSelection.selected().convolution(layer.shape(place.y().shape(), place.batch()));
            biased = place.splitRows(this::addBias);
            biasSums = layer.bias == null ? null : new ChannelSums(place);
        }

        @Override
        public void forward() {
            convolution.backwardData(place.x().data(), w, place.y().data(), false, place.workers());
            if (layer.bias != null) {
                biased.run();
            }
        }

        private void addBias(int from, int to) {
            if (layer.bias == null) {
                return;
            }
            float[] y = place.y().data();
            float[] b = layer.bias.value().data();
            for (int row = from; row < to; row++) {
                for (int o = 0; o < b.length; o++) {
                    y[row * b.length + o] += b[o];
                }
            }
        }

        @Override
        public void backward() {
            float[] dy = place.dy().data();
            if (dx.wanted()) {
                backwardInput(dy);
            }
            if (place.wantsParameters()) {
                convolution.backwardFilters(dy, place.x().data(), place.gradient(layer.weight), place.workers());
                if (layer.bias != null && biasSums != null) {
                    biasSums.addTo(place.gradient(layer.bias));
                }
            }
        }

        private void backwardInput(float[] dy) {
            float[] d = dx.data();
            if (!dx.adds()) {
                convolution.forward(dy, w, Epilogue.NONE, d, place.workers());
                return;
            }
            if (share.length == 0) {
                share = new float[d.length];
            }
            convolution.forward(dy, w, Epilogue.NONE, share, place.workers());
            kernels.copy(share, d, true, 0, d.length);
        }
    }
}
