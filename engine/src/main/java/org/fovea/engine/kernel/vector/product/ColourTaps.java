package org.fovea.engine.kernel.vector.product;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;

import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Correlation;
import org.fovea.engine.kernel.vector.lanes.Epilogues;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.lanes.PaddedCopy;
import org.fovea.engine.parallel.Workers;

/// The forward pass of a 3×3 convolution of a colour picture to few channels, stride 1 or 2: the first layer of small
/// detectors.
///
/// A window's rows come one after the other. The nine filters of a window's row stay in registers along a row of y,
/// whose sums wait in the first-level cache meanwhile; each is the sum of a matrix product, in the same order. As a
/// product's tiles, which cost more to begin and to end than their three times nine turns, 320×320 pixels to 16
/// channels took 350 µs, so they take 220.
///
/// The picture may also lie in planes, a channel's values side by side, as files of other networks have it: its rows
/// are copied with their margin in any case.
///
/// A piece of work is a row of y.
public final class ColourTaps implements Correlation, Workers.Body {
    private static final int CHANNELS = 3;
    /// Values that a row of a window has.
    private static final int TAPS = 3 * CHANNELS;
    /// Vectors of channels, at most: with more, tiles are as fast, which bring a value to all lanes once for all of
    /// them.
    private static final int MOST = 32;

    private final ConvolutionShape s;
    private final boolean planes;
    /// Columns of the picture that a row of y sees.
    private final int width;

    private float[] x = {};
    private float[] w = {};
    private float[] y = {};
    private Epilogue epilogue = Epilogue.NONE;
    /// What the sums begin at, and the bounds at their end.
    private float[] bias = Lanes.ZEROS;

    private float low;
    private float high;

    /// @param planes whether the source is (N, 3, H, W)
    public ColourTaps(ConvolutionShape s, boolean planes) {
        this.s = s;
        this.planes = planes;
        width = (s.ow() - 1) * s.strideW() + 3;
    }

    public static boolean suits(ConvolutionShape s) {
        return s.c() == CHANNELS
                && s.kh() == 3
                && s.kw() == 3
                && Math.max(s.strideH(), s.strideW()) <= 2
                && s.dilationH() * s.dilationW() * s.groups() == 1
                && s.oc() % COUNT == 0
                && s.oc() <= MOST;
    }

    @Override
    public String algorithm() {
        return planes ? "colour taps of planes" : "colour taps";
    }

    @Override
    public void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers) {
        assert !add : "a forward pass replaces";
        x = source;
        this.w = w;
        y = target;
        boolean whole = Epilogues.isBiasAndBound(epilogue);
        this.epilogue = whole ? Epilogue.NONE : epilogue;
        bias = whole && epilogue.bias() != null ? epilogue.bias() : Lanes.ZEROS;
        low = whole ? Epilogues.low(epilogue.f()) : Float.NEGATIVE_INFINITY;
        high = whole ? Epilogues.high(epilogue.f()) : Float.POSITIVE_INFINITY;
        workers.run(s.n() * s.oh(), this);
    }

    @Override
    public void run(int row) {
        float[] rows = Scratch.floats(Scratch.Slot.ROWS, TAPS * width);
        int pixels = s.h() * s.w();
        int picture = row / s.oh() * pixels * CHANNELS;
        int top = row % s.oh() * s.strideH() - s.padTop();
        int together = planes ? 1 : CHANNELS;
        for (int i = 0; i < CHANNELS; i += together) {
            int from = picture + i * pixels;
            PaddedCopy.copy(x, from, s.h(), s.w(), together, top, 3, -s.padLeft(), width, rows, i * 3 * width);
        }
        int line = together * width;
        int to = row * s.ow() * s.oc();
        float infinity = Float.POSITIVE_INFINITY;
        for (int k = 0; k < s.oc(); k += COUNT) {
            int filters = TAPS * s.oc();
            int begin = bias == Lanes.ZEROS ? 0 : k;
            sums(rows, 0, k, bias, begin, 0, -infinity, infinity, to + k);
            sums(rows, line, k + filters, y, to + k, s.oc(), -infinity, infinity, to + k);
            sums(rows, 2 * line, k + 2 * filters, y, to + k, s.oc(), low, high, to + k);
        }
        Epilogues.apply(epilogue, y, to, s.oc(), s.ow(), 0, s.oc());
    }

    /// Adds what a row of the windows gives, from x\[at\] on with the filters from w\[tap\] on, to what begins at
    /// start\[from\] and lies `step` apart.
    private void sums(float[] x, int at, int tap, float[] start, int from, int step, float low, float high, int to) {
        int stride = s.strideW();
        if (planes) {
            ColourTapsVectors.rowOfPlanes(
                    x, at, 3 * width, stride, s.ow(), w, tap, s.oc(), start, from, step, low, high, y, to);
        } else {
            ColourTapsVectors.row(x, at, stride, s.ow(), w, tap, s.oc(), start, from, step, low, high, y, to);
        }
    }
}
