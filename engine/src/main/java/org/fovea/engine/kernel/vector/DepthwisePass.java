package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.parallel.Workers;

/// Depthwise convolution: every channel with filters of its own, so lanes run along channels from end to end. It is
/// bound by memory, not by arithmetic. A piece of work is a row of the target.
final class DepthwisePass implements DataPass, Workers.Body {
    private final ConvolutionShape s;
    private final boolean backward;

    private float[] from = {};
    private float[] w = {};
    private float[] to = {};
    private Epilogue epilogue = Epilogue.NONE;
    private boolean add;

    DepthwisePass(ConvolutionShape s, boolean backward) {
        this.s = s;
        this.backward = backward;
    }

    @Override
    public String algorithm() {
        return "depthwise";
    }

    @Override
    public void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers) {
        this.from = source;
        this.w = w;
        this.epilogue = epilogue;
        this.to = target;
        this.add = add;
        workers.run(s.n() * (backward ? s.h() : s.oh()), this);
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
        int firstTap = top >= 0 ? 0 : Math.ceilDiv(-top, s.dilationH());
        int endTap = Math.min(s.kh(), Math.ceilDiv(s.h() - top, s.dilationH()));
        int picture = row / s.oh() * s.h() * s.w() * c;
        for (int j = 0; j < s.ow(); j++) {
            int left = j * s.strideW() - s.padLeft();
            int y = (row * s.ow() + j) * c;
            for (int k = 0; k < c; k += COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(k, c);
                FloatVector sum = FloatVector.zero(SPECIES);
                for (int ki = firstTap; ki < endTap; ki++) {
                    int line = picture + (top + ki * s.dilationH()) * s.w() * c + k;
                    for (int kj = 0; kj < s.kw(); kj++) {
                        int jj = left + kj * s.dilationW();
                        if (jj >= 0 && jj < s.w()) {
                            sum = FloatVector.fromArray(SPECIES, from, line + jj * c, mask)
                                    .fma(FloatVector.fromArray(SPECIES, w, (ki * s.kw() + kj) * c + k, mask), sum);
                        }
                    }
                }
                sum.intoArray(to, y + k, mask);
            }
        }
        Epilogues.apply(epilogue, to, row * s.ow() * c, c, s.ow(), 0, c);
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
                for (int kj = 0; kj < s.kw(); kj++) {
                    int jj = j * s.strideW() - s.padLeft() + kj * s.dilationW();
                    if (jj >= 0 && jj < s.w()) {
                        addProduct(from, dyRow + j * c, w, (ki * s.kw() + kj) * c, to, x + jj * c, c);
                    }
                }
            }
        }
    }

    private static void addProduct(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int c) {
        for (int k = 0; k < c; k += COUNT) {
            VectorMask<Float> mask = SPECIES.indexInRange(k, c);
            FloatVector.fromArray(SPECIES, a, aAt + k, mask)
                    .fma(
                            FloatVector.fromArray(SPECIES, b, bAt + k, mask),
                            FloatVector.fromArray(SPECIES, y, yAt + k, mask))
                    .intoArray(y, yAt + k, mask);
        }
    }
}
