package org.fovea.engine.layer;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Two-dimensional convolution (cross-correlation, as deep learning means it):
///
/// y\[n, i, j, o\] = bias\[o\] + Σ x\[n, i·s + u·d − padTop, j·s + v·d − padLeft, k\] · w\[u, v, k, o\]
///
/// summed over the filter's rows u and columns v and the group's input channels k, with stride s and dilation d; x is
/// zero outside the picture.
///
/// x: (N, H, W, IC). w: (KH, KW, IC / groups, OC). bias: (OC). y: (N, OH, OW, OC) with
/// OH = ⌊(H + padTop + padBottom − d·(KH − 1) − 1) / s⌋ + 1 and OW likewise. With groups = IC = OC it is depthwise.
public final class Conv2d extends Layer {
    /// What a convolution is like beside its channels. Made by [#of(int)] and refined by the methods that follow.
    ///
    /// @param groups channels are split into so many groups that do not see each other
    /// @param bias whether a bias is added
    public record Geometry(
            int kernelH,
            int kernelW,
            int strideH,
            int strideW,
            int padTop,
            int padLeft,
            int padBottom,
            int padRight,
            int dilationH,
            int dilationW,
            int groups,
            boolean bias) {
        public Geometry {
            if (Math.min(kernelH, kernelW) < 1
                    || Math.min(strideH, strideW) < 1
                    || Math.min(dilationH, dilationW) < 1
                    || groups < 1
                    || Math.min(Math.min(padTop, padLeft), Math.min(padBottom, padRight)) < 0) {
                throw new IllegalArgumentException(
                        "kernel, stride, dilation and groups must be at least 1 and padding at least 0");
            }
        }

        /// A square kernel, stride 1, no padding, with bias.
        public static Geometry of(int kernel) {
            return new Geometry(kernel, kernel, 1, 1, 0, 0, 0, 0, 1, 1, 1, true);
        }

        public Geometry stride(int stride) {
            return new Geometry(
                    kernelH, kernelW, stride, stride, padTop, padLeft, padBottom, padRight, dilationH, dilationW,
                    groups, bias);
        }

        /// The same padding on all four sides.
        public Geometry padding(int padding) {
            return padding(padding, padding, padding, padding);
        }

        public Geometry padding(int top, int left, int bottom, int right) {
            return new Geometry(
                    kernelH, kernelW, strideH, strideW, top, left, bottom, right, dilationH, dilationW, groups, bias);
        }

        public Geometry dilation(int dilation) {
            return new Geometry(
                    kernelH, kernelW, strideH, strideW, padTop, padLeft, padBottom, padRight, dilation, dilation,
                    groups, bias);
        }

        public Geometry groups(int groups) {
            return new Geometry(
                    kernelH, kernelW, strideH, strideW, padTop, padLeft, padBottom, padRight, dilationH, dilationW,
                    groups, bias);
        }

        public Geometry withoutBias() {
            return new Geometry(
                    kernelH, kernelW, strideH, strideW, padTop, padLeft, padBottom, padRight, dilationH, dilationW,
                    groups, false);
        }

        /// Rows that the kernel spans, in long: numbers from a file may be beyond what an int holds once they
        /// are multiplied and added.
        long spanH() {
            return (kernelH - 1L) * dilationH + 1;
        }

        /// Columns that it spans.
        long spanW() {
            return (kernelW - 1L) * dilationW + 1;
        }

        Window window() {
            return new Window(kernelH, kernelW, strideH, strideW, padTop, padLeft, dilationH, dilationW);
        }

        /// What comes of one example.
        ///
        /// @param x a picture
        /// @param ic input channels
        /// @param oc output channels
        /// @throws IllegalArgumentException if the picture has other channels or is too small
        public Shape outputShape(Shape x, int ic, int oc) {
            if (x.channels() != ic) {
                throw new IllegalArgumentException(
                        "expects " + ic + " input channels, but the input has " + x.channels() + " (" + x + ")");
            }
            long paddedH = (long) x.extent(0) + padTop + padBottom;
            long paddedW = (long) x.extent(1) + padLeft + padRight;
            if (spanH() > paddedH || spanW() > paddedW) {
                throw new IllegalArgumentException("a kernel spanning " + spanH() + "×" + spanW()
                        + " does not fit into the padded input of " + paddedH + "×" + paddedW);
            }
            Memory.check("a padded input of " + paddedH + "×" + paddedW + "×" + ic, (double) paddedH * paddedW * ic);
            ConvolutionShape s = shape(x, 1, ic, oc);
            return Shape.of(s.oh(), s.ow(), oc);
        }

        /// The convolution of n examples.
        ///
        /// @param x one input's shape, with or without the batch before it
        public ConvolutionShape shape(Shape x, int n, int ic, int oc) {
            // A stride beyond the last place of the kernel leaves one place, whatever it is; kernels lay out their
            // memory by strides.
            long placesH = (long) x.extent(-3) + padTop + padBottom - spanH() + 1;
            long placesW = (long) x.extent(-2) + padLeft + padRight - spanW() + 1;
            return new ConvolutionShape(
                    n,
                    x.extent(-3),
                    x.extent(-2),
                    ic,
                    oc,
                    kernelH,
                    kernelW,
                    (int) Math.min(strideH, placesH),
                    (int) Math.min(strideW, placesW),
                    padTop,
                    padLeft,
                    padBottom,
                    padRight,
                    dilationH,
                    dilationW,
                    groups);
        }
    }

    private final int ic;
    private final int oc;
    private final Geometry geometry;
    private final Parameter weight;
    private final @Nullable Parameter bias;
    /// Whether the bias has a gradient; it has none where batch norm takes the mean off again.
    private final boolean biasMatters;

    /// @param ic input channels
    /// @param oc output channels
    public Conv2d(int ic, int oc, Geometry geometry) {
        if (ic < 1 || oc < 1 || ic % geometry.groups != 0 || oc % geometry.groups != 0) {
            throw new IllegalArgumentException(
                    ic + " input and " + oc + " output channels do not divide into " + geometry.groups + " groups");
        }
        this.ic = ic;
        this.oc = oc;
        this.geometry = geometry;
        Shape filters = Shape.of(geometry.kernelH, geometry.kernelW, ic / geometry.groups, oc);
        weight = new Parameter("weight", Parameter.Role.WEIGHT, filters);
        bias = geometry.bias ? new Parameter("bias", Parameter.Role.BIAS, Shape.of(oc)) : null;
        biasMatters = geometry.bias;
    }

    private Conv2d(Conv2d same) {
        ic = same.ic;
        oc = same.oc;
        geometry = same.geometry;
        weight = same.weight;
        bias = same.bias;
        biasMatters = false;
    }

    /// This convolution, with the same parameters, where a batch norm in training is all that reads it: the norm
    /// takes each channel's mean off, so the bias's gradient is zero and is not summed.
    public Conv2d beforeBatchNorm() {
        return new Conv2d(this);
    }

    @Override
    public String type() {
        return "conv2d";
    }

    public Geometry geometry() {
        return geometry;
    }

    /// The filters, (KH, KW, IC / groups, OC).
    public Parameter weight() {
        return weight;
    }

    /// The bias, (OC), or null where the convolution has none.
    public @Nullable Parameter bias() {
        return bias;
    }

    @Override
    public Options options() {
        return options(ic, oc, geometry);
    }

    static Options options(int ic, int oc, Geometry g) {
        return new Options()
                .with("in", ic)
                .with("out", oc)
                .with("kernel", g.kernelH, g.kernelW)
                .with("stride", g.strideH, g.strideW)
                .with("pad_top", g.padTop)
                .with("pad_left", g.padLeft)
                .with("pad_bottom", g.padBottom)
                .with("pad_right", g.padRight)
                .with("dilation", g.dilationH, g.dilationW)
                .with("groups", g.groups)
                .with("bias", g.bias);
    }

    static Conv2d from(Options o) {
        return new Conv2d(o.integer("in"), o.integer("out"), geometry(o));
    }

    static Geometry geometry(Options o) {
        int[] kernel = o.pair("kernel");
        int[] stride = o.pair("stride");
        int[] dilation = o.pair("dilation");
        return new Geometry(
                kernel[0],
                kernel[1],
                stride[0],
                stride[1],
                o.integer("pad_top"),
                o.integer("pad_left"),
                o.integer("pad_bottom"),
                o.integer("pad_right"),
                dilation[0],
                dilation[1],
                o.integer("groups"),
                o.flag("bias"));
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return geometry.outputShape(picture(inputs), ic, oc);
    }

    /// The convolution of n examples.
    ///
    /// @param x one input's shape, with or without the batch before it
    public ConvolutionShape shape(Shape x, int n) {
        return geometry.shape(x, n, ic, oc);
    }

    @Override
    public void initialize(RandomGenerator random) {
        int taps = geometry.kernelH * geometry.kernelW;
        Initializer.HE.fill(weight.value().data(), taps * ic / geometry.groups, taps * oc / geometry.groups, random);
        if (bias != null) {
            java.util.Arrays.fill(bias.value().data(), 0);
        }
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return shape(inputs.getFirst(), 1).multiplyAdds();
    }

    @Override
    public Optional<Window> window() {
        return Optional.of(geometry.window());
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
        private final Conv2d layer;
        private final Place place;
        private final float[] x;
        private final float[] y;
        private final float[] w;
        private final InputGradient dx;
        private final Convolution convolution;
        private final Epilogue epilogue;
        private final @Nullable ChannelSums biasSums;

        Bound(Conv2d layer, Place place) {
            this.layer = layer;
            this.place = place;
            x = place.x().data();
            y = place.y().data();
            w = layer.weight.value().data();
            dx = place.dx();
            convolution =
                    KernelSelection.selected().convolution(layer.shape(place.x().shape(), place.batch()));
            epilogue =
                    Epilogue.bias(layer.bias == null ? null : layer.bias.value().data());
            biasSums = layer.biasMatters ? new ChannelSums(place) : null;
        }

        @Override
        public void forward() {
            convolution.forward(x, w, epilogue, y, place.workers());
        }

        @Override
        public void backward() {
            float[] dy = place.dy().data();
            if (dx.wanted()) {
                convolution.backwardData(dy, w, dx.data(), dx.adds(), place.workers());
            }
            if (place.wantsParameters()) {
                convolution.backwardFilters(x, dy, place.gradient(layer.weight), place.workers());
                if (layer.bias != null && biasSums != null) {
                    biasSums.addTo(place.gradient(layer.bias));
                }
            }
        }
    }
}
