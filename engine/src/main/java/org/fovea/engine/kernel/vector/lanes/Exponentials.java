package org.fovea.engine.kernel.vector.lanes;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.Scratch;

/// The functions that need eˣ. They work on blocks copied into scratch memory, where the last vector may be filled up
/// with anything, so that every value goes through the same whole vectors wherever its range begins and ends.
public final class Exponentials {
    private static final float LOG2_E = 1.44269504f;
    /// ln 2 in two parts, the first with few enough bits that its product with an exponent is exact.
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /// Adding this to a float below 2²² rounds it to an integer, which then stands in the lowest bits.
    private static final float ROUND = 12_582_912f;
    /// Above this eˣ is infinite; below [#EXP_LOW] it is taken for zero (it is less than 4.5e-38).
    private static final float EXP_HIGH = 88.722839f;
    private static final float EXP_LOW = -86f;
    /// Below this tanh is a series: 1 − 2/(e²ˣ + 1) would lose the small value's digits.
    private static final float TANH_SERIES = 0.35f;

    private static final int BLOCK = 1_024;

    private Exponentials() {}

    /// t = eᵗ for `length` values and the rest of the last vector, within 2 units in the last place: 2ⁿ·eʳ with n
    /// the integer nearest t/ln 2, and a polynomial for eʳ (Cephes).
    public static void exp(float[] t, int length) {
        for (int i = 0; i < length; i += COUNT) {
            FloatVector x = FloatVector.fromArray(SPECIES, t, i);
            FloatVector shifted = x.mul(LOG2_E).add(ROUND);
            FloatVector n = shifted.sub(ROUND);
            FloatVector r = x.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
            FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
            p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
            p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
            p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
            p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
            p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
            p = p.fma(r.mul(r), r).add(1f);
            // n − 1 goes into the exponent, and the last factor 2 by multiplication: 2¹²⁸ overflows to infinity.
            IntVector exponent = shifted.reinterpretAsInts().sub(1).lanewise(VectorOperators.LSHL, 23);
            FloatVector y =
                    p.reinterpretAsInts().add(exponent).reinterpretAsFloats().mul(2f);
            y = y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, EXP_HIGH));
            y.blend(0f, x.compare(VectorOperators.LT, EXP_LOW)).intoArray(t, i);
        }
    }

    /// Scratch memory for `length` values in whole vectors.
    public static float[] scratch(int length) {
        return Scratch.floats(Scratch.Slot.EXPONENTIALS, Lanes.vectors(length) * COUNT);
    }

    /// e^(alpha·x) of a block, in scratch memory.
    private static float[] expOf(float alpha, float[] x, int from, int to) {
        float[] t = scratch(BLOCK);
        for (int i = from; i < to; i++) {
            t[i - from] = alpha * x[i];
        }
        exp(t, to - from);
        return t;
    }

    public static void sigmoid(float[] x, float[] y, int from, int to) {
        for (int at = from; at < to; at += BLOCK) {
            int end = Math.min(at + BLOCK, to);
            float[] t = expOf(-1, x, at, end);
            for (int i = at; i < end; i++) {
                y[i] = 1 / (1 + t[i - at]);
            }
        }
    }

    public static void silu(float[] x, float[] y, int from, int to) {
        for (int at = from; at < to; at += BLOCK) {
            int end = Math.min(at + BLOCK, to);
            float[] t = expOf(-1, x, at, end);
            for (int i = at; i < end; i++) {
                y[i] = x[i] * (1 / (1 + t[i - at]));
            }
        }
    }

    public static void siluBackward(float[] x, float[] dy, float[] dx, boolean add, int from, int to) {
        for (int at = from; at < to; at += BLOCK) {
            int end = Math.min(at + BLOCK, to);
            float[] t = expOf(-1, x, at, end);
            for (int i = at; i < end; i++) {
                float s = 1 / (1 + t[i - at]);
                float d = s * (1 + x[i] * (1 - s)) * dy[i];
                dx[i] = add ? dx[i] + d : d;
            }
        }
    }

    public static void tanh(float[] x, float[] y, int from, int to) {
        for (int at = from; at < to; at += BLOCK) {
            int length = Math.min(BLOCK, to - at);
            float[] t = expOf(2, x, at, at + length);
            float[] copy = Scratch.floats(Scratch.Slot.ARGUMENTS, BLOCK);
            System.arraycopy(x, at, copy, 0, length);
            tanh(copy, t, length);
            System.arraycopy(t, 0, y, at, length);
        }
    }

    /// t = tanh x, where t is e²ˣ on entry.
    private static void tanh(float[] x, float[] t, int length) {
        for (int i = 0; i < length; i += COUNT) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector s = v.mul(v);
            FloatVector series = FloatVector.broadcast(SPECIES, 62f / 2835);
            series = series.fma(s, FloatVector.broadcast(SPECIES, -17f / 315));
            series = series.fma(s, FloatVector.broadcast(SPECIES, 2f / 15));
            series = series.fma(s, FloatVector.broadcast(SPECIES, -1f / 3));
            series = series.mul(s).fma(v, v);
            FloatVector whole = FloatVector.broadcast(SPECIES, -2f)
                    .div(FloatVector.fromArray(SPECIES, t, i).add(1f))
                    .add(1f);
            whole.blend(series, v.abs().compare(VectorOperators.LT, TANH_SERIES))
                    .intoArray(t, i);
        }
    }
}
