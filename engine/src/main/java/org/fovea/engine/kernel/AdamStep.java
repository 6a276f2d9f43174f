package org.fovea.engine.kernel;

/// What a step of Adam does to every parameter w (Kingma and Ba, 2015): g = dw·gradientScale + decay·w;
/// m = β₁m + (1 − β₁)g; v = β₂v + (1 − β₂)g²; w = shrink·w − stepSize · m / (√v · rootScale + ε).
///
/// @param gradientScale a factor for every gradient
/// @param decay the weight decay that is added to the gradient; 0 where it is decoupled (AdamW)
/// @param shrink 1 − rate·decay where the decay is decoupled, else 1
/// @param stepSize rate / (1 − β₁ᵗ): with `rootScale` it carries the bias corrections
/// @param rootScale 1 / √(1 − β₂ᵗ)
public record AdamStep(
        float gradientScale,
        float beta1,
        float beta2,
        float epsilon,
        float decay,
        float shrink,
        float stepSize,
        float rootScale) {}
