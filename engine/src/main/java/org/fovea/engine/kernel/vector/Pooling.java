package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.PoolShape;

/// Pooling, window by window, lanes along channels. A window is the part of it that lies inside the picture.
final class Pooling {
    private Pooling() {}

    private static FloatVector load(float[] x, int at, VectorMask<Float> mask) {
        return FloatVector.fromArray(SPECIES, x, at, mask);
    }

    static void max(PoolShape s, float[] x, float[] y, int from, int to) {
        int c = s.c();
        int line = s.w() * c;
        for (int row = from; row < to; row++) {
            int i0 = row % s.oh() * s.strideH() - s.padTop();
            int top = Math.max(i0, 0);
            int bottom = Math.min(i0 + s.kh(), s.h());
            int picture = row / s.oh() * s.h() * line;
            for (int j = 0; j < s.ow(); j++) {
                int j0 = j * s.strideW() - s.padLeft();
                int left = Math.max(j0, 0);
                int right = Math.min(j0 + s.kw(), s.w());
                int at = (row * s.ow() + j) * c;
                for (int k = 0; k < c; k += COUNT) {
                    VectorMask<Float> mask = SPECIES.indexInRange(k, c);
                    FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
                    for (int ii = top; ii < bottom; ii++) {
                        for (int jj = left; jj < right; jj++) {
                            largest = largest.max(load(x, picture + ii * line + jj * c + k, mask));
                        }
                    }
                    largest.intoArray(y, at + k, mask);
                }
            }
        }
    }

    static void maxBackward(PoolShape s, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        clearPictures(s, dx, add, from, to);
        int c = s.c();
        int line = s.w() * c;
        for (int row = from * s.oh(); row < to * s.oh(); row++) {
            int i0 = row % s.oh() * s.strideH() - s.padTop();
            int top = Math.max(i0, 0);
            int bottom = Math.min(i0 + s.kh(), s.h());
            int picture = row / s.oh() * s.h() * line;
            for (int j = 0; j < s.ow(); j++) {
                int j0 = j * s.strideW() - s.padLeft();
                int left = Math.max(j0, 0);
                int right = Math.min(j0 + s.kw(), s.w());
                int at = (row * s.ow() + j) * c;
                for (int k = 0; k < c; k += COUNT) {
                    VectorMask<Float> open = SPECIES.indexInRange(k, c);
                    FloatVector largest = load(y, at + k, open);
                    FloatVector d = load(dy, at + k, open);
                    for (int ii = top; ii < bottom; ii++) {
                        for (int jj = left; jj < right; jj++) {
                            int i = picture + ii * line + jj * c + k;
                            VectorMask<Float> here = load(x, i, open).compare(VectorOperators.EQ, largest, open);
                            load(dx, i, here).add(d).intoArray(dx, i, here);
                            open = open.andNot(here);
                        }
                    }
                }
            }
        }
    }

    static void average(PoolShape s, float[] x, float[] y, int from, int to) {
        int c = s.c();
        int line = s.w() * c;
        for (int row = from; row < to; row++) {
            int i0 = row % s.oh() * s.strideH() - s.padTop();
            int top = Math.max(i0, 0);
            int bottom = Math.min(i0 + s.kh(), s.h());
            int picture = row / s.oh() * s.h() * line;
            for (int j = 0; j < s.ow(); j++) {
                int j0 = j * s.strideW() - s.padLeft();
                int left = Math.max(j0, 0);
                int right = Math.min(j0 + s.kw(), s.w());
                int at = (row * s.ow() + j) * c;
                float divisor = s.divisor(row % s.oh(), j);
                for (int k = 0; k < c; k += COUNT) {
                    VectorMask<Float> mask = SPECIES.indexInRange(k, c);
                    FloatVector sum = FloatVector.zero(SPECIES);
                    for (int ii = top; ii < bottom; ii++) {
                        for (int jj = left; jj < right; jj++) {
                            sum = sum.add(load(x, picture + ii * line + jj * c + k, mask));
                        }
                    }
                    sum.div(divisor).intoArray(y, at + k, mask);
                }
            }
        }
    }

    static void averageBackward(PoolShape s, float[] dy, float[] dx, boolean add, int from, int to) {
        clearPictures(s, dx, add, from, to);
        int c = s.c();
        int line = s.w() * c;
        for (int row = from * s.oh(); row < to * s.oh(); row++) {
            int i0 = row % s.oh() * s.strideH() - s.padTop();
            int top = Math.max(i0, 0);
            int bottom = Math.min(i0 + s.kh(), s.h());
            int picture = row / s.oh() * s.h() * line;
            for (int j = 0; j < s.ow(); j++) {
                int j0 = j * s.strideW() - s.padLeft();
                int left = Math.max(j0, 0);
                int right = Math.min(j0 + s.kw(), s.w());
                int at = (row * s.ow() + j) * c;
                float divisor = s.divisor(row % s.oh(), j);
                for (int k = 0; k < c; k += COUNT) {
                    VectorMask<Float> mask = SPECIES.indexInRange(k, c);
                    FloatVector d = load(dy, at + k, mask).div(divisor);
                    for (int ii = top; ii < bottom; ii++) {
                        for (int jj = left; jj < right; jj++) {
                            int i = picture + ii * line + jj * c + k;
                            load(dx, i, mask).add(d).intoArray(dx, i, mask);
                        }
                    }
                }
            }
        }
    }

    private static void clearPictures(PoolShape s, float[] dx, boolean add, int from, int to) {
        int picture = s.h() * s.w() * s.c();
        if (!add) {
            Arrays.fill(dx, from * picture, to * picture, 0);
        }
    }
}
