package org.fovea.engine.kernel;

import org.fovea.engine.definition.Activation;
import org.jspecify.annotations.Nullable;

/// What is done to a convolution's sums z on their way out, while they are still in the cache:
/// y = f(z + bias + residual), where f may be a ReLU with a slope a channel.
///
/// @param bias one value an output channel; null for none
/// @param residual an array like y, added element by element: the other branch of a residual block; null for none
/// @param f the activation, last
/// @param slopes a PReLU in place of an activation, which is then none: one slope an output channel, by which values
///     not above zero are multiplied; null for none
public record Epilogue(float @Nullable [] bias, float @Nullable [] residual, Activation f, float @Nullable [] slopes) {
    /// y = z.
    public static final Epilogue NONE = new Epilogue(null, null, Activation.NONE);

    public Epilogue {
        assert slopes == null || f.kind() == Activation.Kind.NONE : "a PReLU and " + f;
    }

    public Epilogue(float @Nullable [] bias, float @Nullable [] residual, Activation f) {
        this(bias, residual, f, null);
    }

    /// y = z + bias.
    public static Epilogue bias(float @Nullable [] bias) {
        return bias == null ? NONE : new Epilogue(bias, null, Activation.NONE);
    }

    /// What is left to do where the sums begin at the bias.
    public Epilogue withoutBias() {
        return new Epilogue(null, residual, f, slopes);
    }

    /// Whether y = z.
    public boolean isNone() {
        return bias == null && residual == null && slopes == null && f.kind() == Activation.Kind.NONE;
    }
}
