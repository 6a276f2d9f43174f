package org.fovea.engine.layer.elementwise;

import static java.lang.Math.abs;
import static java.lang.Math.exp;
import static java.lang.Math.expm1;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;
import static java.lang.Math.tanh;

/// A function of one number with its derivative, in double. Where there are numbers that shape it they are `a` and `b`.
///
/// | function | f(x) | f′(x) |
/// |---|---|---|
/// | `ABS` | \|x\| | sign x |
/// | `NEGATE` | −x | −1 |
/// | `SQUARE_ROOT` | √x | 1 / 2√x |
/// | `EXP`, `LOG`, `SIN`, `COS` | eˣ, ln x, sin x, cos x | eˣ, 1/x, cos x, −sin x |
/// | `RECIPROCAL` | 1/x | −1/x² |
/// | `ERF` | 2/√π·∫₀ˣ e^(−t²) dt | 2/√π·e^(−x²) |
/// | `ELU` | x for x > 0, else a·(eˣ − 1) | 1, a·eˣ |
/// | `SELU` | b·x for x > 0, else b·a·(eˣ − 1) | b, b·a·eˣ |
/// | `CELU` | x for x > 0, else a·(e^(x/a) − 1) | 1, e^(x/a) |
/// | `HARD_SIGMOID` | a·x + b between 0 and 1 | a strictly between, else 0 |
/// | `HARD_SWISH` | x·(x/6 + ½ between 0 and 1) | 0 for x ≤ −3, 1 for x ≥ 3, else x/3 + ½ |
/// | `MISH` | x·tanh s with s = ln(1 + eˣ) | tanh s + x·(1 − tanh² s)·σ(x) |
/// | `SWISH` | x·σ(a·x) | σ(a·x)·(1 + a·x·(1 − σ(a·x))) |
/// | `SOFTPLUS` | ln(1 + eˣ) | σ(x) |
/// | `SOFTSIGN` | x / (1 + \|x\|) | 1 / (1 + \|x\|)² |
/// | `THRESHOLDED_RELU` | x for x > a, else 0 | 1, 0 |
/// | `GELU_TANH` | x/2·(1 + tanh u) with u = √(2/π)·(x + 0.044715·x³) | ½·(1 + tanh u) + x/2·(1 − tanh² u)·u′ |
/// | `POWER` | xᵃ | a·xᵃ⁻¹, 0 for a = 0 |
/// | `AT_LEAST`, `AT_MOST` | max(x, a), min(x, a) | 1 for x > a (x < a), else 0 |
/// | `FLOOR`, `CEIL`, `ROUND`, `SIGN` | ⌊x⌋, ⌈x⌉, the nearest whole number (of two the even one), sign x | 0 |
public enum Function {
    ABS((x, a, b) -> abs(x), (x, a, b) -> Math.signum(x)),
    NEGATE((x, a, b) -> -x, (x, a, b) -> -1),
    SQUARE_ROOT((x, a, b) -> sqrt(x), (x, a, b) -> 0.5 / sqrt(x)),
    EXP((x, a, b) -> exp(x), (x, a, b) -> exp(x)),
    LOG((x, a, b) -> Math.log(x), (x, a, b) -> 1 / x),
    RECIPROCAL((x, a, b) -> 1 / x, (x, a, b) -> -1 / (x * x)),
    SIN((x, a, b) -> Math.sin(x), (x, a, b) -> Math.cos(x)),
    COS((x, a, b) -> Math.cos(x), (x, a, b) -> -Math.sin(x)),
    ERF((x, a, b) -> erf(x), (x, a, b) -> 2 / sqrt(Math.PI) * exp(-x * x)),
    ELU((x, a, b) -> x > 0 ? x : a * expm1(x), (x, a, b) -> x > 0 ? 1 : a * exp(x)),
    SELU((x, a, b) -> b * (x > 0 ? x : a * expm1(x)), (x, a, b) -> b * (x > 0 ? 1 : a * exp(x))),
    CELU((x, a, b) -> x > 0 ? x : a * expm1(x / a), (x, a, b) -> x > 0 ? 1 : exp(x / a)),
    HARD_SIGMOID((x, a, b) -> max(0, min(1, a * x + b)), (x, a, b) -> a * x + b > 0 && a * x + b < 1 ? a : 0),
    HARD_SWISH((x, a, b) -> x * max(0, min(1, x / 6 + 0.5)), (x, a, b) -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5),
    MISH((x, a, b) -> x * tanh(softplus(x)), (x, a, b) -> mishSlope(x)),
    SWISH((x, a, b) -> x * sigmoid(a * x), (x, a, b) -> sigmoid(a * x) * (1 + a * x * sigmoid(-a * x))),
    SOFTPLUS((x, a, b) -> softplus(x), (x, a, b) -> sigmoid(x)),
    SOFTSIGN((x, a, b) -> x / (1 + abs(x)), (x, a, b) -> 1 / ((1 + abs(x)) * (1 + abs(x)))),
    THRESHOLDED_RELU((x, a, b) -> x > a ? x : 0, (x, a, b) -> x > a ? 1 : 0),
    GELU_TANH((x, a, b) -> 0.5 * x * (1 + tanh(bent(x))), (x, a, b) -> geluSlope(x)),
    POWER((x, a, b) -> pow(x, a), (x, a, b) -> a == 0 ? 0 : a * pow(x, a - 1)),
    AT_LEAST((x, a, b) -> max(x, a), (x, a, b) -> x > a ? 1 : 0),
    AT_MOST((x, a, b) -> min(x, a), (x, a, b) -> x < a ? 1 : 0),
    FLOOR((x, a, b) -> Math.floor(x), (x, a, b) -> 0),
    CEIL((x, a, b) -> Math.ceil(x), (x, a, b) -> 0),
    ROUND((x, a, b) -> Math.rint(x), (x, a, b) -> 0),
    SIGN((x, a, b) -> Math.signum(x), (x, a, b) -> 0);

    /// What √(2/π)·(x + 0.044715·x³) has of each power.
    private static final double BEND = 0.044715;

    private static final double ROOT = sqrt(2 / Math.PI);

    /// What 2·√(2/π)·(x + 0.044715·x³) has of each power.
    static final float TWICE = (float) (2 * ROOT);

    static final float TWICE_BENT = (float) (2 * ROOT * BEND);

    @FunctionalInterface
    private interface Formula {
        double at(double x, double a, double b);
    }

    private final Formula value;
    private final Formula slope;

    Function(Formula value, Formula slope) {
        this.value = value;
        this.slope = slope;
    }

    /// f(x).
    double value(double x, double a, double b) {
        return value.at(x, a, b);
    }

    /// f′(x).
    double slope(double x, double a, double b) {
        return slope.at(x, a, b);
    }

    /// Whether f(t·x) = t·f(x) for t ≥ 0, whatever the numbers that shape it.
    boolean homogeneous() {
        return this == ABS || this == NEGATE;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + exp(-x));
    }

    /// ln(1 + eˣ), which does not overflow.
    private static double softplus(double x) {
        return max(x, 0) + Math.log1p(exp(-abs(x)));
    }

    private static double mishSlope(double x) {
        double t = tanh(softplus(x));
        return t + x * (1 - t * t) * sigmoid(x);
    }

    private static double bent(double x) {
        return ROOT * (x + BEND * x * x * x);
    }

    private static double geluSlope(double x) {
        double t = tanh(bent(x));
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * ROOT * (1 + 3 * BEND * x * x);
    }

    /// The series 2/√π·e^(−x²)·Σ 2ⁿ·x²ⁿ⁺¹ / (1·3·5…(2n + 1)), whose terms have one sign.
    private static double erf(double x) {
        if (!(abs(x) < 4)) {
            return Double.isNaN(x) ? x : Math.signum(x); // 1 − erf(4) is less than half of a float's last bit
        }
        double term = x;
        double sum = x;
        for (int n = 1; abs(term) > abs(sum) * 0x1p-40; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / sqrt(Math.PI) * exp(-x * x) * sum;
    }
}
