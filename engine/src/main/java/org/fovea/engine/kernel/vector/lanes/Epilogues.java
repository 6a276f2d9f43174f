package org.fovea.engine.kernel.vector.lanes;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Epilogue;

/// What a product leaves to do: bias, residual and activation, over what a piece of work has just written. What is a
/// bound or a slope (ReLU, clip, PReLU) is done with the sums; other activations go over the rows once more, which are
/// in the cache.
public final class Epilogues {
    private Epilogues() {}

    /// y = f(y + bias + residual) for `columns` channels from `column` on, in `rows` rows that begin at y\[at\] and
    /// lie `stride` apart.
    public static void apply(Epilogue e, float[] y, int at, int stride, int rows, int column, int columns) {
        if (e.isNone()) {
            return;
        }
        // Rows without gaps are one to what does the same to all channels: a row of few is no work for vectors.
        int runs = stride == columns ? 1 : rows;
        int run = stride == columns ? rows * columns : columns;
        boolean other = !isBound(e.f());
        if (e.bias() != null || e.slopes() != null) {
            sums(e, y, at, stride, rows, column, columns);
        } else if (e.residual() != null || !other) {
            sums(e, y, at, stride, runs, column, run);
        }
        for (int i = 0; other && i < runs; i++) {
            Elementwise.KERNELS.activate(e.f(), y, y, at + i * stride, at + i * stride + run);
        }
    }

    /// Everything but the activations that are no bounds.
    private static void sums(Epilogue e, float[] y, int at, int stride, int rows, int column, int columns) {
        int body = Lanes.body(columns);
        if (body > 0 && e.slopes() != null) {
            bodyOfSlopes(e, e.slopes(), y, at, stride, rows, column, body);
        } else if (body > 0 && e.bias() == null && e.residual() == null) {
            bounds(low(e.f()), high(e.f()), y, at, stride, rows, body);
        } else if (body > 0) {
            body(e, y, at, stride, rows, column, body);
        }
        if (body < columns) {
            rest(e, y, at + body, stride, rows, column + body, columns - body);
        }
    }

    /// Whether an activation keeps values between [#low] and [#high], which may be infinite, and does nothing else.
    public static boolean isBound(Activation f) {
        return switch (f.kind()) {
            case NONE, RELU, CLIP -> true;
            default -> false;
        };
    }

    /// Whether an epilogue adds a bias and keeps values between bounds, as far as it does anything.
    public static boolean isBiasAndBound(Epilogue e) {
        return e.residual() == null && e.slopes() == null && isBound(e.f());
    }

    /// The lower bound of an activation, −∞ for none.
    public static float low(Activation f) {
        return switch (f.kind()) {
            case RELU -> 0;
            case CLIP -> f.a();
            default -> Float.NEGATIVE_INFINITY;
        };
    }

    /// The upper bound of an activation, ∞ for none.
    public static float high(Activation f) {
        return f.kind() == Activation.Kind.CLIP ? f.b() : Float.POSITIVE_INFINITY;
    }

    /// What is not there is read as zeros: no branch decides over a vector, which C2 might then keep on the heap.
    private static void body(Epilogue e, float[] y, int at, int stride, int rows, int column, int columns) {
        float low = low(e.f());
        float high = high(e.f());
        float[] bias = e.bias();
        float[] residual = e.residual();
        float[] first = bias == null ? Lanes.ZEROS : bias;
        float[] second = residual == null ? Lanes.ZEROS : residual;
        int firstMask = bias == null ? 0 : -1;
        int secondMask = residual == null ? 0 : -1;
        for (int row = 0; row < rows; row++, at += stride) {
            for (int k = 0; k < columns; k += COUNT) {
                FloatVector z = FloatVector.fromArray(SPECIES, y, at + k)
                        .add(FloatVector.fromArray(SPECIES, first, (column + k) & firstMask))
                        .add(FloatVector.fromArray(SPECIES, second, (at + k) & secondMask));
                z = z.blend(low, z.compare(VectorOperators.LT, low));
                z.blend(high, z.compare(VectorOperators.GT, high)).intoArray(y, at + k);
            }
        }
    }

    /// As [#body] where no bias and no residual is left: 2 to 6 % of a 1×1 convolution from 64 to 128 channels with
    /// a clip.
    private static void bounds(float low, float high, float[] y, int at, int stride, int rows, int columns) {
        for (int row = 0; row < rows; row++, at += stride) {
            for (int k = 0; k < columns; k += COUNT) {
                FloatVector z = FloatVector.fromArray(SPECIES, y, at + k);
                z = z.blend(low, z.compare(VectorOperators.LT, low));
                z.blend(high, z.compare(VectorOperators.GT, high)).intoArray(y, at + k);
            }
        }
    }

    private static void bodyOfSlopes(
            Epilogue e, float[] slopes, float[] y, int at, int stride, int rows, int column, int columns) {
        float[] bias = e.bias();
        float[] residual = e.residual();
        float[] first = bias == null ? Lanes.ZEROS : bias;
        float[] second = residual == null ? Lanes.ZEROS : residual;
        int firstMask = bias == null ? 0 : -1;
        int secondMask = residual == null ? 0 : -1;
        for (int row = 0; row < rows; row++, at += stride) {
            for (int k = 0; k < columns; k += COUNT) {
                FloatVector z = FloatVector.fromArray(SPECIES, y, at + k)
                        .add(FloatVector.fromArray(SPECIES, first, (column + k) & firstMask))
                        .add(FloatVector.fromArray(SPECIES, second, (at + k) & secondMask));
                FloatVector below = z.mul(FloatVector.fromArray(SPECIES, slopes, column + k));
                below.blend(z, z.compare(VectorOperators.GT, 0f)).intoArray(y, at + k);
            }
        }
    }

    /// Less than a vector of channels, one by one: too few to be compiled soon, and a vector costs a thousand times
    /// as much until it is.
    private static void rest(Epilogue e, float[] y, int at, int stride, int rows, int column, int columns) {
        float low = low(e.f());
        float high = high(e.f());
        float[] bias = e.bias();
        float[] residual = e.residual();
        float[] slopes = e.slopes();
        for (int row = 0; row < rows; row++, at += stride) {
            for (int k = 0; k < columns; k++) {
                float z = y[at + k];
                z += bias == null ? 0 : bias[column + k];
                z += residual == null ? 0 : residual[at + k];
                if (slopes != null) {
                    y[at + k] = z > 0 ? z : z * slopes[column + k];
                } else {
                    z = z < low ? low : z;
                    y[at + k] = z > high ? high : z;
                }
            }
        }
    }
}
