package org.fovea.gradcam.explanation;

/// The arithmetic of bringing a map to \[0, 1\]: after ReLU, (value − min) / (max − min + ε).
///
/// It says which cells matter more than which, and no longer how much: a map whose largest cell is 0.001 looks like one
/// whose largest is 10. An absolute scale divides by the same number everywhere instead.
///
/// @param min the least cell after ReLU
/// @param max the greatest cell after ReLU
/// @param epsilon keeps a constant map from being divided by zero
public record UnitScale(float min, float max, float epsilon) {
    /// What [org.fovea.gradcam.Scaling] adds.
    public static final float EPSILON = 1e-7f;

    /// @param positive a map after ReLU
    public static UnitScale of(float[] positive) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float v : positive) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        return new UnitScale(min, max, EPSILON);
    }

    public float apply(float value) {
        return (value - min) / (epsilon + (max - min));
    }
}
