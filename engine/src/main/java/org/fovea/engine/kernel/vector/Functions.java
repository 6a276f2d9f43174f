package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.Activation;

/// The functions of [Activation] and their derivatives on one vector.
final class Functions {
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

    private Functions() {}

    /// eˣ within 2 units in the last place: 2ⁿ·eʳ with n the integer nearest x/ln 2, and a polynomial for eʳ
    /// (Cephes).
    static FloatVector exp(FloatVector x) {
        FloatVector t = x.mul(LOG2_E).add(ROUND);
        FloatVector n = t.sub(ROUND);
        FloatVector r = x.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
        FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
        p = p.fma(r.mul(r), r).add(1f);
        // n − 1 goes into the exponent, and the last factor 2 by multiplication, so that 2¹²⁸ overflows to infinity.
        IntVector exponent = t.reinterpretAsInts().sub(1).lanewise(VectorOperators.LSHL, 23);
        FloatVector y =
                p.reinterpretAsInts().add(exponent).reinterpretAsFloats().mul(2f);
        y = y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, EXP_HIGH));
        return y.blend(0f, x.compare(VectorOperators.LT, EXP_LOW));
    }

    static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(SPECIES, 1f).div(exp(x.neg()).add(1f));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector s = x.mul(x);
        FloatVector series = FloatVector.broadcast(SPECIES, 62f / 2835);
        series = series.fma(s, FloatVector.broadcast(SPECIES, -17f / 315));
        series = series.fma(s, FloatVector.broadcast(SPECIES, 2f / 15));
        series = series.fma(s, FloatVector.broadcast(SPECIES, -1f / 3));
        series = series.mul(s).fma(x, x);
        FloatVector whole =
                FloatVector.broadcast(SPECIES, -2f).div(exp(x.add(x)).add(1f)).add(1f);
        return whole.blend(series, x.abs().compare(VectorOperators.LT, TANH_SERIES));
    }

    static FloatVector relu(FloatVector x) {
        return x.blend(0f, x.compare(VectorOperators.LT, 0f));
    }

    /// f(x).
    static FloatVector apply(Activation.Kind kind, float a, float b, FloatVector x) {
        return switch (kind) {
            case NONE -> x;
            case RELU -> relu(x);
            case LEAKY_RELU -> x.blend(x.mul(a), x.compare(VectorOperators.LE, 0f));
            case CLIP -> x.blend(a, x.compare(VectorOperators.LT, a)).blend(b, x.compare(VectorOperators.GT, b));
            case SIGMOID -> sigmoid(x);
            case TANH -> tanh(x);
            case SILU -> x.mul(sigmoid(x));
        };
    }

    /// f′(x)·dy, with y = f(x) at hand.
    static FloatVector derivative(
            Activation.Kind kind, float a, float b, FloatVector x, FloatVector y, FloatVector dy) {
        return switch (kind) {
            case NONE -> dy;
            case RELU -> FloatVector.zero(SPECIES).blend(dy, x.compare(VectorOperators.GT, 0f));
            case LEAKY_RELU -> dy.mul(a).blend(dy, x.compare(VectorOperators.GT, 0f));
            case CLIP -> {
                VectorMask<Float> between = x.compare(VectorOperators.GT, a).and(x.compare(VectorOperators.LT, b));
                yield FloatVector.zero(SPECIES).blend(dy, between);
            }
            case SIGMOID -> y.sub(y.mul(y)).mul(dy);
            case TANH -> y.mul(y).neg().add(1f).mul(dy);
            case SILU -> {
                FloatVector s = sigmoid(x);
                yield s.neg().add(1f).mul(x).add(1f).mul(s).mul(dy);
            }
        };
    }
}
