package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// What treats an array as rows × c, each row by itself: softmax.
final class Rows {
    private Rows() {}

    static void softmax(float[] x, int c, float[] y, int from, int to) {
        for (int row = from; row < to; row++) {
            int begin = row * c;
            FloatVector maxima = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            for (int k = 0; k < c; k += COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(k, c);
                maxima = maxima.lanewise(VectorOperators.MAX, FloatVector.fromArray(SPECIES, x, begin + k, mask), mask);
            }
            float max = maxima.reduceLanes(VectorOperators.MAX);
            FloatVector sums = FloatVector.zero(SPECIES);
            for (int k = 0; k < c; k += COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(k, c);
                FloatVector e = Functions.exp(
                        FloatVector.fromArray(SPECIES, x, begin + k, mask).sub(max));
                sums = sums.add(e, mask);
                e.intoArray(y, begin + k, mask);
            }
            Elementwise.scale(1 / sums.reduceLanes(VectorOperators.ADD), y, y, false, begin, begin + c);
        }
    }

    static void softmaxBackward(float[] y, float[] dy, int c, float[] dx, boolean add, int from, int to) {
        for (int row = from; row < to; row++) {
            int begin = row * c;
            float mean = (float) Elementwise.dot(dy, y, begin, begin + c);
            for (int k = 0; k < c; k += COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(k, c);
                int i = begin + k;
                FloatVector d = FloatVector.fromArray(SPECIES, dy, i, mask)
                        .sub(mean)
                        .mul(FloatVector.fromArray(SPECIES, y, i, mask));
                (add ? d.add(FloatVector.fromArray(SPECIES, dx, i, mask)) : d).intoArray(dx, i, mask);
            }
        }
    }
}
