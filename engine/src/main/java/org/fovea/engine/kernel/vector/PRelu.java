package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.vector.lanes.Lanes;

/// ReLU with a slope of its own for each channel; laid out as [BatchNormForward] is, one vector of channels at a time.
final class PRelu {
    private PRelu() {}

    static void forward(float[] x, int c, float[] slope, float[] y, int from, int to) {
        int rows = BatchNormForward.blockRows(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            int k = 0;
            for (; k + COUNT <= c; k += COUNT) {
                forwardOfVector(x, c, k, slope, y, row, end);
            }
            if (k < c) {
                forwardOfRest(x, c, k, slope, y, row, end);
            }
        }
    }

    private static void forwardOfVector(float[] x, int c, int k, float[] slope, float[] y, int from, int to) {
        FloatVector s = FloatVector.fromArray(SPECIES, slope, k);
        for (int row = from; row < to; row++) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, row * c + k);
            v.mul(s).blend(v, v.compare(VectorOperators.GT, 0f)).intoArray(y, row * c + k);
        }
    }

    private static void forwardOfRest(float[] x, int c, int k, float[] slope, float[] y, int from, int to) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        FloatVector s = FloatVector.fromArray(SPECIES, slope, k, mask);
        for (int row = from; row < to; row++) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, row * c + k, mask);
            v.mul(s).blend(v, v.compare(VectorOperators.GT, 0f)).intoArray(y, row * c + k, mask);
        }
    }

    static void backward(
            float[] x,
            float[] dy,
            int c,
            float[] slope,
            float[] dx,
            boolean add,
            int from,
            int to,
            float[] dslope,
            int at) {
        Arrays.fill(dslope, at, at + c, 0);
        int rows = BatchNormForward.blockRows(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            int k = 0;
            for (; k + COUNT <= c; k += COUNT) {
                backwardOfVector(x, dy, c, k, slope, dx, add, row, end, dslope, at + k);
            }
            if (k < c) {
                backwardOfRest(x, dy, c, k, slope, dx, add, row, end, dslope, at + k);
            }
        }
    }

    private static void backwardOfVector(
            float[] x,
            float[] dy,
            int c,
            int k,
            float[] slope,
            float[] dx,
            boolean add,
            int from,
            int to,
            float[] dslope,
            int at) {
        FloatVector s = FloatVector.fromArray(SPECIES, slope, k);
        FloatVector sum = FloatVector.zero(SPECIES);
        float[] before = add ? dx : Lanes.ZEROS;
        int beforeMask = add ? -1 : 0;
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector d = FloatVector.fromArray(SPECIES, dy, i);
            VectorMask<Float> positive = v.compare(VectorOperators.GT, 0f);
            sum = sum.add(v.mul(d).blend(0f, positive));
            d = d.mul(s).blend(d, positive);
            d = d.add(FloatVector.fromArray(SPECIES, before, i & beforeMask));
            d.intoArray(dx, i);
        }
        sum.add(FloatVector.fromArray(SPECIES, dslope, at)).intoArray(dslope, at);
    }

    private static void backwardOfRest(
            float[] x,
            float[] dy,
            int c,
            int k,
            float[] slope,
            float[] dx,
            boolean add,
            int from,
            int to,
            float[] dslope,
            int at) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        FloatVector s = FloatVector.fromArray(SPECIES, slope, k, mask);
        FloatVector sum = FloatVector.zero(SPECIES);
        float[] before = add ? dx : Lanes.ZEROS;
        int beforeMask = add ? -1 : 0;
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector v = FloatVector.fromArray(SPECIES, x, i, mask);
            FloatVector d = FloatVector.fromArray(SPECIES, dy, i, mask);
            VectorMask<Float> positive = v.compare(VectorOperators.GT, 0f);
            sum = sum.add(v.mul(d).blend(0f, positive));
            d = d.mul(s).blend(d, positive);
            d = d.add(FloatVector.fromArray(SPECIES, before, i & beforeMask, mask));
            d.intoArray(dx, i, mask);
        }
        sum.add(FloatVector.fromArray(SPECIES, dslope, at, mask)).intoArray(dslope, at, mask);
    }
}
