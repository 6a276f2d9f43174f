package org.fovea.engine.layer;

import java.util.List;
import java.util.Optional;
import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.tensor.Shape;

/// Pooling under windows of any stride, padding and dilation, where [MaxPool] and [AveragePool] know one of each:
///
/// | kind | y | ∂y/∂x |
/// |---|---|---|
/// | `MAXIMUM` | the greatest x of the window; padding never wins | 1 for the first, in row order, that is y |
/// | `AVERAGE` | Σ x / divisor: the taps on the picture, or on it and its padding | 1 / divisor |
/// | `NORM` | (Σ \|x\|ᵖ)^(1/p) | sign x·(\|x\| / y)ᵖ⁻¹; 0 where y = 0 |
///
/// x: (N, H, W, C). y: (N, OH, OW, C) with OH = ⌊(H + padTop + padBottom − d·(KH − 1) − 1) / s⌋ + 1, or ⌈…⌉ in ceil
/// mode, where a window that would begin beyond the picture and its padding above is left out.
public final class WindowPool extends Layer {
    /// What becomes of a window's values.
    public enum Kind {
        MAXIMUM,
        AVERAGE,
        NORM
    }

    private final Kind kind;
    private final int p;
    private final Conv2d.Geometry geometry;
    private final boolean ceil;
    private final boolean countPadding;

    private WindowPool(Kind kind, int p, Conv2d.Geometry geometry, boolean ceil, boolean countPadding) {
        Conv2d.Geometry g = geometry;
        if (p < 1) {
            throw new IllegalArgumentException("a norm's p is at least 1, found " + p);
        }
        if (Math.max(g.padTop(), g.padBottom()) >= g.spanH() || Math.max(g.padLeft(), g.padRight()) >= g.spanW()) {
            throw new IllegalArgumentException("windows of " + g.kernelH() + "×" + g.kernelW()
                    + " that lie in the padding, " + g.padTop() + " and " + g.padBottom() + " rows, " + g.padLeft()
                    + " and " + g.padRight() + " columns");
        }
        if ((long) g.kernelH() * g.kernelW() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a window of " + g.kernelH() + "×" + g.kernelW());
        }
        this.kind = kind;
        this.p = p;
        this.geometry = geometry.groups(1).withoutBias();
        this.ceil = ceil;
        this.countPadding = countPadding;
    }

    /// @param geometry kernel, stride, padding and dilation of the windows
    public static WindowPool maximum(Conv2d.Geometry geometry, boolean ceil) {
        return new WindowPool(Kind.MAXIMUM, 2, geometry, ceil, false);
    }

    /// @param countPadding whether the divisor counts taps on the padding
    public static WindowPool average(Conv2d.Geometry geometry, boolean ceil, boolean countPadding) {
        return new WindowPool(Kind.AVERAGE, 2, geometry, ceil, countPadding);
    }

    /// The Lp norm.
    public static WindowPool norm(int p, Conv2d.Geometry geometry, boolean ceil) {
        return new WindowPool(Kind.NORM, p, geometry, ceil, false);
    }

    @Override
    public String type() {
        return "window_pool";
    }

    Kind kind() {
        return kind;
    }

    int p() {
        return p;
    }

    Conv2d.Geometry geometry() {
        return geometry;
    }

    boolean countPadding() {
        return countPadding;
    }

    @Override
    public Options options() {
        Conv2d.Geometry g = geometry;
        return new Options()
                .with("kind", kind.name())
                .with("p", p)
                .with("kernel", g.kernelH(), g.kernelW())
                .with("stride", g.strideH(), g.strideW())
                .with("pads", new int[] {g.padTop(), g.padLeft(), g.padBottom(), g.padRight()})
                .with("dilation", g.dilationH(), g.dilationW())
                .with("ceil", ceil)
                .with("count_padding", countPadding);
    }

    static WindowPool from(Options o) {
        int[] kernel = o.pair("kernel");
        int[] stride = o.pair("stride");
        int[] dilation = o.pair("dilation");
        int[] pads = o.integers("pads");
        if (pads.length != 4) {
            throw new IllegalArgumentException(pads.length + " pads, not 4");
        }
        Conv2d.Geometry g = new Conv2d.Geometry(
                kernel[0],
                kernel[1],
                stride[0],
                stride[1],
                pads[0],
                pads[1],
                pads[2],
                pads[3],
                dilation[0],
                dilation[1],
                1,
                false);
        return new WindowPool(o.choice("kind", Kind.class), o.integer("p"), g, o.flag("ceil"), o.flag("count_padding"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = picture(inputs);
        Conv2d.Geometry g = geometry;
        double paddedH = (double) x.extent(0) + g.padTop() + g.padBottom();
        double paddedW = (double) x.extent(1) + g.padLeft() + g.padRight();
        Memory.check("a padded input of " + x, paddedH * paddedW * x.channels());
        int h = extent(x.extent(0), g.padTop(), g.padBottom(), g.spanH(), g.strideH());
        int w = extent(x.extent(1), g.padLeft(), g.padRight(), g.spanW(), g.strideW());
        return Shape.of(h, w, x.channels());
    }

    private int extent(int in, int before, int after, long span, int stride) {
        long room = (long) in + before + after - span;
        if (room < 0) {
            throw new IllegalArgumentException("a window that spans " + span + " does not fit into a padded input of "
                    + ((long) in + before + after));
        }
        long out = (ceil ? Math.ceilDiv(room, stride) : room / stride) + 1;
        return Math.toIntExact(ceil && (out - 1) * stride >= (long) in + before ? out - 1 : out);
    }

    @Override
    public Optional<Window> window() {
        return Optional.of(geometry.window());
    }

    @Override
    public boolean homogeneous() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        boolean kernels = geometry.dilationH() == 1 && geometry.dilationW() == 1;
        return switch (kind) {
            case MAXIMUM -> kernels ? new MaxPool.Bound(shape(place), place) : new WindowPooling(this, place);
            case AVERAGE -> {
                PoolShape shape = shape(place);
                yield kernels ? new Averaging(shape, Pool2d.rowGrain(shape), place) : new WindowPooling(this, place);
            }
            case NORM -> new WindowPooling(this, place);
        };
    }

    private PoolShape shape(Place place) {
        Shape x = place.x().shape();
        Shape y = place.y().shape();
        Conv2d.Geometry g = geometry;
        return new PoolShape(
                x.extent(0),
                x.extent(1),
                x.extent(2),
                x.extent(3),
                g.kernelH(),
                g.kernelW(),
                g.strideH(),
                g.strideW(),
                g.padTop(),
                g.padLeft(),
                g.padBottom(),
                g.padRight(),
                y.extent(1),
                y.extent(2),
                countPadding);
    }
}
