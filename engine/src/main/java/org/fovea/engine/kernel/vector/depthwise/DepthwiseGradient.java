package org.fovea.engine.kernel.vector.depthwise;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.FilterGradient;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.parallel.Workers;

/// The gradient of depthwise filters. A piece of work is one tap for one vector of channels, summed in registers row by
/// row of y.
public final class DepthwiseGradient implements FilterGradient, Workers.Body {
    private final ConvolutionShape s;

    private float[] x = {};
    private float[] dy = {};
    private float[] dw = {};

    public DepthwiseGradient(ConvolutionShape s) {
        this.s = s;
    }

    @Override
    public String algorithm() {
        return "depthwise";
    }

    @Override
    public void run(float[] x, float[] dy, float[] dw, Workers workers) {
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        workers.run(s.kh() * s.kw() * Lanes.vectors(s.c()), this);
    }

    @Override
    public void run(int piece) {
        int vectors = Lanes.vectors(s.c());
        int tap = piece / vectors;
        int k = piece % vectors * COUNT;
        int right = tap % s.kw() * s.dilationW() - s.padLeft();
        // The columns j of y whose tap lies inside the picture.
        int first = right >= 0 ? 0 : Math.ceilDiv(-right, s.strideW());
        int end = Math.min(s.ow(), Math.ceilDiv(s.w() - right, s.strideW()));
        // Row sums are added to a total apart from dw, which may hold large values already.
        float[] total = Scratch.zeros(Scratch.Slot.BLOCK, COUNT);
        for (int row = 0; row < s.n() * s.oh(); row++) {
            int ii = row % s.oh() * s.strideH() - s.padTop() + tap / s.kw() * s.dilationH();
            if (ii >= 0 && ii < s.h()) {
                int line = (row / s.oh() * s.h() + ii) * s.w();
                if (k + COUNT <= s.c()) {
                    addRow(line + right, row * s.ow(), first, end, k, total);
                } else {
                    addRowOfRest(line + right, row * s.ow(), first, end, k, total);
                }
            }
        }
        Elementwise.add(total, 0, dw, tap * s.c() + k, Math.min(COUNT, s.c() - k));
    }

    private void addRow(int xPixel, int yPixel, int first, int end, int k, float[] total) {
        float[] x = this.x;
        float[] dy = this.dy;
        int c = s.c();
        int step = s.strideW() * c;
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int j = first; j < end; j++) {
            sum = FloatVector.fromArray(SPECIES, x, xPixel * c + j * step + k)
                    .fma(FloatVector.fromArray(SPECIES, dy, (yPixel + j) * c + k), sum);
        }
        sum.add(FloatVector.fromArray(SPECIES, total, 0)).intoArray(total, 0);
    }

    private void addRowOfRest(int xPixel, int yPixel, int first, int end, int k, float[] total) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, s.c());
        int c = s.c();
        int step = s.strideW() * c;
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int j = first; j < end; j++) {
            sum = FloatVector.fromArray(SPECIES, x, xPixel * c + j * step + k, mask)
                    .fma(FloatVector.fromArray(SPECIES, dy, (yPixel + j) * c + k, mask), sum);
        }
        sum.add(FloatVector.fromArray(SPECIES, total, 0)).intoArray(total, 0);
    }
}
