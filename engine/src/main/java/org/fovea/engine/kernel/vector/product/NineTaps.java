package org.fovea.engine.kernel.vector.product;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Correlation;
import org.fovea.engine.kernel.vector.lanes.Epilogues;
import org.fovea.engine.kernel.vector.lanes.PaddedCopy;
import org.fovea.engine.parallel.Workers;

/// The forward pass of a 3×3 convolution of stride 1 over one channel, a grey picture: the first layer of most networks
/// for faces.
///
/// The nine filters stay in registers, and a row of y is written once. As a matrix product's tiles, which cost more to
/// begin and to end than their nine turns, the 112×112 pictures of `resnet112` had 37 GFLOP/s on one core, so they have
/// 70.
///
/// A piece of work is a row of y.
public final class NineTaps implements Correlation, Workers.Body {
    private final ConvolutionShape s;
    private final int width;

    private float[] x = {};
    private float[] w = {};
    private float[] y = {};
    private Epilogue epilogue = Epilogue.NONE;

    public NineTaps(ConvolutionShape s) {
        this.s = s;
        width = s.ow() + 2;
    }

    public static boolean suits(ConvolutionShape s) {
        return s.c() == 1
                && s.kh() == 3
                && s.kw() == 3
                && s.strideH() * s.strideW() * s.dilationH() * s.dilationW() == 1
                && s.oc() % COUNT == 0;
    }

    @Override
    public String algorithm() {
        return "nine taps";
    }

    @Override
    public void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers) {
        assert !add : "a forward pass replaces";
        x = source;
        this.w = w;
        this.epilogue = epilogue;
        y = target;
        workers.run(s.n() * s.oh(), this);
    }

    @Override
    public void run(int row) {
        float[] rows = Scratch.floats(Scratch.Slot.ROWS, 3 * width);
        int picture = row / s.oh() * s.h() * s.w();
        PaddedCopy.copy(x, picture, s.h(), s.w(), 1, row % s.oh() - s.padTop(), 3, -s.padLeft(), width, rows, 0);
        int to = row * s.ow() * s.oc();
        for (int k = 0; k < s.oc(); k += COUNT) {
            vector(rows, k, to + k);
        }
        Epilogues.apply(epilogue, y, to, s.oc(), s.ow(), 0, s.oc());
    }

    private void vector(float[] d, int k, int to) {
        int oc = s.oc();
        int columns = s.ow();
        int second = width;
        int third = 2 * width;
        FloatVector w0 = FloatVector.fromArray(SPECIES, w, k);
        FloatVector w1 = FloatVector.fromArray(SPECIES, w, k + oc);
        FloatVector w2 = FloatVector.fromArray(SPECIES, w, k + 2 * oc);
        FloatVector w3 = FloatVector.fromArray(SPECIES, w, k + 3 * oc);
        FloatVector w4 = FloatVector.fromArray(SPECIES, w, k + 4 * oc);
        FloatVector w5 = FloatVector.fromArray(SPECIES, w, k + 5 * oc);
        FloatVector w6 = FloatVector.fromArray(SPECIES, w, k + 6 * oc);
        FloatVector w7 = FloatVector.fromArray(SPECIES, w, k + 7 * oc);
        FloatVector w8 = FloatVector.fromArray(SPECIES, w, k + 8 * oc);
        for (int j = 0; j < columns; j++) {
            FloatVector a = FloatVector.broadcast(SPECIES, d[j]).mul(w0);
            a = FloatVector.broadcast(SPECIES, d[j + 1]).fma(w1, a);
            a = FloatVector.broadcast(SPECIES, d[j + 2]).fma(w2, a);
            FloatVector b = FloatVector.broadcast(SPECIES, d[second + j]).mul(w3);
            b = FloatVector.broadcast(SPECIES, d[second + j + 1]).fma(w4, b);
            b = FloatVector.broadcast(SPECIES, d[second + j + 2]).fma(w5, b);
            FloatVector c = FloatVector.broadcast(SPECIES, d[third + j]).mul(w6);
            c = FloatVector.broadcast(SPECIES, d[third + j + 1]).fma(w7, c);
            c = FloatVector.broadcast(SPECIES, d[third + j + 2]).fma(w8, c);
            a.add(b).add(c).intoArray(y, to + j * oc);
        }
    }
}
