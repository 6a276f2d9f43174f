package org.fovea.engine.layer;

import java.util.List;
import java.util.Optional;
import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.tensor.Shape;

/// What max and average pooling share: windows of KH × KW moved by a stride over a padded picture.
///
/// x: (N, H, W, C). y: (N, OH, OW, C) with OH = ⌊(H + 2·padding − KH) / stride⌋ + 1, or ⌈…⌉ in ceil mode, where a
/// window that would begin beyond the picture and its padding above is left out.
public abstract sealed class Pool2d extends Layer permits MaxPool, AveragePool {
    private final int kernelH;
    private final int kernelW;
    private final int stride;
    private final int padding;
    private final boolean ceil;
    final boolean countIncludePad;

    Pool2d(int kernelH, int kernelW, int stride, int padding, boolean ceil, boolean countIncludePad) {
        if (Math.min(kernelH, kernelW) < 1 || stride < 1 || padding < 0) {
            throw new IllegalArgumentException("kernel and stride must be at least 1 and padding at least 0");
        }
        if ((long) kernelH * kernelW > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a window of " + kernelH + "×" + kernelW + " has "
                    + (long) kernelH * kernelW + " pixels, at most 2^31 − 1 can be averaged");
        }
        if (padding > Math.min(kernelH, kernelW) / 2) { // not 2·padding, which may overflow
            throw new IllegalArgumentException(
                    "padding " + padding + " is more than half of the kernel " + kernelH + "×" + kernelW);
        }
        this.kernelH = kernelH;
        this.kernelW = kernelW;
        this.stride = stride;
        this.padding = padding;
        this.ceil = ceil;
        this.countIncludePad = countIncludePad;
    }

    /// The window's height.
    public final int kernelH() {
        return kernelH;
    }

    /// The window's width.
    public final int kernelW() {
        return kernelW;
    }

    /// From one window to the next, down and across.
    public final int stride() {
        return stride;
    }

    /// Rows and columns added on each side.
    public final int padding() {
        return padding;
    }

    @Override
    public Options options() {
        return new Options()
                .with("kernel", kernelH, kernelW)
                .with("stride", stride)
                .with("padding", padding)
                .with("ceil", ceil);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = picture(inputs);
        // In long: numbers from a file may be beyond what an int holds once they are multiplied and added.
        long paddedH = x.extent(0) + 2L * padding;
        long paddedW = x.extent(1) + 2L * padding;
        if (kernelH > paddedH || kernelW > paddedW) {
            throw new IllegalArgumentException("a window of " + kernelH + "×" + kernelW
                    + " does not fit into the padded input of " + paddedH + "×" + paddedW);
        }
        return Shape.of(extent(x.extent(0), kernelH), extent(x.extent(1), kernelW), x.channels());
    }

    private int extent(int in, int kernel) {
        long span = in + 2L * padding - kernel;
        long out = (ceil ? Math.ceilDiv(span, stride) : span / stride) + 1;
        return Math.toIntExact(ceil && (out - 1) * stride >= (long) in + padding ? out - 1 : out);
    }

    @Override
    public Optional<Window> window() {
        return Optional.of(new Window(kernelH, kernelW, stride, stride, padding, padding, 1, 1));
    }

    @Override
    public boolean homogeneous() {
        return true;
    }

    final PoolShape shape(Place place) {
        Shape x = place.x().shape();
        Shape y = place.y().shape();
        return new PoolShape(
                x.extent(0),
                x.extent(1),
                x.extent(2),
                x.extent(3),
                kernelH,
                kernelW,
                stride,
                stride,
                padding,
                padding,
                padding,
                padding,
                y.extent(1),
                y.extent(2),
                countIncludePad);
    }

    /// Rows of y that make a piece worth handing out.
    static int rowGrain(PoolShape s) {
        return Math.max(1, 4_096 / (s.ow() * s.c()));
    }
}
