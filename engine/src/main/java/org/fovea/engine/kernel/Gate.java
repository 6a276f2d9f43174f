package org.fovea.engine.kernel;

import org.fovea.engine.definition.Activation;

/// Where the gradient passes through a piecewise linear activation f: with z = map(of), f′(z) is 1 strictly
/// between two bounds and `outside` elsewhere.
///
/// `of` is what is at hand: the activation's input before an affine map, which is computed again because reading one
/// array is cheaper than reading two, or its output with scale 1 and shift 0 (for a slope that is not negative, y lies
/// between the bounds where z does).
///
/// @param of an array of rows × c
/// @param low the lower bound
/// @param high the upper bound
/// @param outside f′ beyond the bounds
public record Gate(float[] of, Affine map, float low, float high, float outside) {
    /// The gate of `f`, which is NONE, RELU, LEAKY_RELU or CLIP.
    public static Gate of(Activation f, float[] of, Affine map) {
        float infinity = Float.POSITIVE_INFINITY;
        return switch (f.kind()) {
            case NONE -> new Gate(of, map, -infinity, infinity, 1);
            case RELU -> new Gate(of, map, 0, infinity, 0);
            case LEAKY_RELU -> new Gate(of, map, 0, infinity, f.a());
            case CLIP -> new Gate(of, map, f.a(), f.b(), 0);
            case SIGMOID, TANH, SILU ->
                throw new IllegalArgumentException("the derivative of " + f.kind() + " is not one of two values");
        };
    }

    /// f′ at z: 1 for low < z < high, else `outside`. In arithmetic alone, because C2 makes no vector code of
    /// conditions.
    public float slope(float z) {
        float inside = positive(z - low) * positive(high - z);
        return inside + (1 - inside) * outside;
    }

    /// 1 for x > 0, else 0.
    public static float positive(float x) {
        return Math.max(Math.signum(x), 0);
    }
}
