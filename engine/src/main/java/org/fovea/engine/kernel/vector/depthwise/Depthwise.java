package org.fovea.engine.kernel.vector.depthwise;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.vector.lanes.Correlation;
import org.fovea.engine.kernel.vector.lanes.Epilogues;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.parallel.Workers;

/// Depthwise convolution: every channel with filters of its own, so lanes run along channels from end to end. It is
/// bound by memory, not by arithmetic. A piece of work is a row of the target.
public final class Depthwise implements Correlation, Workers.Body {
    private final ConvolutionShape s;
    private final boolean backward;
    /// Whether [ThreeByThree] computes forward.
    private final boolean nine;
    /// The pixels of a row that it computes, those whose windows lie inside the picture's width: from the first on.
    private final int firstWhole;

    private final int whole;
    /// A row outside the picture, for it.
    private final float[] zeros;
    /// The taps for a row of few channels, one after the other; empty where there are many.
    private final float[] wide;

    private float[] from = {};
    private float[] w = {};
    private float[] to = {};
    private Epilogue epilogue = Epilogue.NONE;
    /// What [ThreeByThree] does of the epilogue: all of it or nothing.
    private ThreeByThree.Ending ending = ThreeByThree.Ending.NONE;

    private boolean add;

    public Depthwise(ConvolutionShape s, boolean backward) {
        this.s = s;
        this.backward = backward;
        firstWhole = Math.ceilDiv(s.padLeft(), s.strideW());
        whole = Math.min((s.w() + s.padLeft() - 3) / s.strideW() + 1, s.ow()) - firstWhole;
        boolean narrow = s.c() < COUNT;
        nine = !backward
                && s.kh() == 3
                && s.kw() == 3
                && s.dilationH() == 1
                && s.dilationW() == 1
                && s.w() >= 3
                && whole > 0
                && (!narrow || (s.strideW() == 1 && whole * s.c() >= COUNT));
        zeros = new float[nine ? s.w() * s.c() : 0];
        wide = new float[nine && narrow ? 9 * whole * s.c() : 0];
    }

    @Override
    public String algorithm() {
        return "depthwise";
    }

    @Override
    public void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers) {
        this.from = source;
        this.w = w;
        if (this.epilogue != epilogue) {
            this.epilogue = epilogue;
            ending = ending(epilogue);
        }
        this.to = target;
        this.add = add;
        int floats = wide.length / 9;
        for (int i = 0; i < wide.length; i++) {
            wide[i] = w[i / floats * s.c() + i % floats % s.c()];
        }
        workers.run(s.n() * (backward ? s.h() : s.oh()), this);
    }

    private ThreeByThree.Ending ending(Epilogue e) {
        if (!nine || wide.length > 0 || !Epilogues.isBiasAndBound(e)) {
            return ThreeByThree.Ending.NONE;
        }
        float[] bias = e.bias() == null ? Lanes.ZEROS : e.bias();
        return new ThreeByThree.Ending(bias, Epilogues.low(e.f()), Epilogues.high(e.f()));
    }

    @Override
    public void run(int row) {
        if (backward) {
            backwardRow(row);
        } else {
            forwardRow(row);
        }
    }

    private void forwardRow(int row) {
        int c = s.c();
        int top = row % s.oh() * s.strideH() - s.padTop();
        int picture = row / s.oh() * s.h() * s.w() * c;
        if (nine) {
            edge(picture, top, row, 0, firstWhole);
            windows(picture, top, row, firstWhole, whole);
            edge(picture, top, row, firstWhole + whole, s.ow());
        } else {
            pixels(picture, top, row, 0, s.ow());
        }
        if (ending == ThreeByThree.Ending.NONE) {
            Epilogues.apply(epilogue, to, row * s.ow() * c, c, s.ow(), 0, c);
        }
    }

    /// The pixels of a row from `from` to `end`, whose windows reach beyond the picture's width: mostly one by one
    /// column.
    private void edge(int picture, int top, int row, int from, int end) {
        int c = s.c();
        for (int j = from; j < end; j++) {
            int left = j * s.strideW() - s.padLeft();
            if (wide.length == 0 && (left == -1 || left == s.w() - 2)) {
                windows(picture, top, row, j, 1);
                continue;
            }
            pixels(picture, top, row, j, j + 1);
            if (ending != ThreeByThree.Ending.NONE) {
                Epilogues.apply(epilogue, to, (row * s.ow() + j) * c, c, 1, 0, c);
            }
        }
    }

    /// Some pixels of a row, whatever their windows.
    private void pixels(int picture, int top, int row, int from, int end) {
        int c = s.c();
        int line = picture + top * s.w() * c; // perhaps before the picture
        int firstRow = firstTap(top, s.dilationH());
        int endRow = endTap(top, s.dilationH(), s.kh(), s.h());
        int body = Lanes.body(c);
        for (int j = from; j < end; j++) {
            int left = j * s.strideW() - s.padLeft();
            int firstColumn = firstTap(left, s.dilationW());
            int endColumn = endTap(left, s.dilationW(), s.kw(), s.w());
            int x = line + left * c;
            int y = (row * s.ow() + j) * c;
            pixelOfBody(x, firstRow, endRow, firstColumn, endColumn, body, y);
            if (body < c) {
                pixelOfRest(x, firstRow, endRow, firstColumn, endColumn, body, y);
            }
        }
    }

    /// Pixels of a row from `j` on, by [ThreeByThree]: those whose windows lie inside the picture's width, or one
    /// whose window has two columns there. Of rows outside the picture zeros are read.
    private void windows(int picture, int top, int row, int j, int pixels) {
        int c = s.c();
        int left = j * s.strideW() - s.padLeft();
        int inside = Math.max(left, 0) * c;
        int above = picture + top * s.w() * c + inside;
        float[] first = source(top);
        int firstAt = first == zeros ? inside : above;
        float[] second = source(top + 1);
        int secondAt = second == zeros ? inside : above + s.w() * c;
        float[] third = source(top + 2);
        int thirdAt = third == zeros ? inside : above + 2 * s.w() * c;
        int y = (row * s.ow() + j) * c;
        if (wide.length > 0) {
            ThreeByThree.narrowRow(first, firstAt, second, secondAt, third, thirdAt, c, wide, pixels * c, to, y);
        } else if (left < 0 || left > s.w() - 3) {
            int tap = left < 0 ? c : 0;
            ThreeByThree.edge(first, firstAt, second, secondAt, third, thirdAt, w, tap, c, ending, to, y);
        } else {
            int step = s.strideW() * c;
            ThreeByThree.row(first, firstAt, second, secondAt, third, thirdAt, step, w, c, ending, to, y, pixels);
        }
    }

    /// What a row of the picture is read from: one outside it from zeros.
    private float[] source(int row) {
        return row >= 0 && row < s.h() ? from : zeros;
    }

    /// The taps that lie inside the picture, for a window that begins at `begin`.
    private static int firstTap(int begin, int dilation) {
        return begin >= 0 ? 0 : Math.ceilDiv(-begin, dilation);
    }

    private static int endTap(int begin, int dilation, int taps, int extent) {
        return Math.min(taps, Math.ceilDiv(extent - begin, dilation));
    }

    private void pixelOfBody(int x, int firstRow, int endRow, int firstColumn, int endColumn, int body, int y) {
        float[] from = this.from;
        float[] w = this.w;
        int c = s.c();
        int line = s.dilationH() * s.w() * c;
        int step = s.dilationW() * c;
        int kw = s.kw();
        for (int k = 0; k < body; k += COUNT) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int ki = firstRow; ki < endRow; ki++) {
                for (int kj = firstColumn; kj < endColumn; kj++) {
                    sum = FloatVector.fromArray(SPECIES, from, x + ki * line + kj * step + k)
                            .fma(FloatVector.fromArray(SPECIES, w, (ki * kw + kj) * c + k), sum);
                }
            }
            sum.intoArray(to, y + k);
        }
    }

    private void pixelOfRest(int x, int firstRow, int endRow, int firstColumn, int endColumn, int k, int y) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, s.c());
        int c = s.c();
        int line = s.dilationH() * s.w() * c;
        int step = s.dilationW() * c;
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int ki = firstRow; ki < endRow; ki++) {
            for (int kj = firstColumn; kj < endColumn; kj++) {
                sum = FloatVector.fromArray(SPECIES, from, x + ki * line + kj * step + k, mask)
                        .fma(FloatVector.fromArray(SPECIES, w, (ki * s.kw() + kj) * c + k, mask), sum);
            }
        }
        sum.intoArray(to, y + k, mask);
    }

    /// A row of dx gathers from the rows of dy that read it.
    private void backwardRow(int row) {
        int c = s.c();
        int x = row * s.w() * c;
        if (!add) {
            Arrays.fill(to, x, x + s.w() * c, 0);
        }
        for (int ki = 0; ki < s.kh(); ki++) {
            int strides = row % s.h() + s.padTop() - ki * s.dilationH();
            int i = strides / s.strideH();
            if (strides < 0 || strides % s.strideH() != 0 || i >= s.oh()) {
                continue;
            }
            int dyRow = (row / s.h() * s.oh() + i) * s.ow() * c;
            for (int j = 0; j < s.ow(); j++) {
                int left = j * s.strideW() - s.padLeft();
                int end = endTap(left, s.dilationW(), s.kw(), s.w());
                for (int kj = firstTap(left, s.dilationW()); kj < end; kj++) {
                    int jj = left + kj * s.dilationW();
                    addProduct(from, dyRow + j * c, w, (ki * s.kw() + kj) * c, to, x + jj * c, c);
                }
            }
        }
    }

    private static void addProduct(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int c) {
        int body = Lanes.body(c);
        int k = 0;
        for (; k < body; k += COUNT) {
            FloatVector.fromArray(SPECIES, a, aAt + k)
                    .fma(FloatVector.fromArray(SPECIES, b, bAt + k), FloatVector.fromArray(SPECIES, y, yAt + k))
                    .intoArray(y, yAt + k);
        }
        for (; k < c; k++) {
            y[yAt + k] = Math.fma(a[aAt + k], b[bAt + k], y[yAt + k]);
        }
    }
}
