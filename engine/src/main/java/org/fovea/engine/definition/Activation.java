package org.fovea.engine.definition;

/// An elementwise function f with its derivative, by which y = f(x) and dx = f′(x)·dy.
///
/// @param kind which function
/// @param a the slope below zero of [Kind#LEAKY_RELU], or the lower bound of [Kind#CLIP]; else 0
/// @param b the upper bound of [Kind#CLIP]; else 0
public record Activation(Kind kind, float a, float b) {
    /// The functions, of whatever slope or bounds.
    public enum Kind {
        /// y = x.
        NONE,
        /// y = max(x, 0); f′(0) = 0.
        RELU,
        /// y = x for x > 0, else a·x; f′(0) = a.
        LEAKY_RELU,
        /// y = min(max(x, a), b); f′ = 1 strictly between the bounds, else 0.
        CLIP,
        /// y = 1 / (1 + e⁻ˣ).
        SIGMOID,
        /// y = tanh x.
        TANH,
        /// y = x / (1 + e⁻ˣ), also called swish.
        SILU
    }

    /// y = x.
    public static final Activation NONE = new Activation(Kind.NONE, 0, 0);
    /// y = max(x, 0).
    public static final Activation RELU = new Activation(Kind.RELU, 0, 0);
    /// y = 1 / (1 + e⁻ˣ).
    public static final Activation SIGMOID = new Activation(Kind.SIGMOID, 0, 0);
    /// y = tanh x.
    public static final Activation TANH = new Activation(Kind.TANH, 0, 0);
    /// y = x / (1 + e⁻ˣ).
    public static final Activation SILU = new Activation(Kind.SILU, 0, 0);

    /// y = x for x > 0, else slope·x.
    public static Activation leakyRelu(float slope) {
        return new Activation(Kind.LEAKY_RELU, slope, 0);
    }

    /// y = min(max(x, low), high).
    public static Activation clip(float low, float high) {
        return new Activation(Kind.CLIP, low, high);
    }
}
