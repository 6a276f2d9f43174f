package org.fovea.gradcam;

/// Bringing maps to \[0, 1\] for the eye: the one place where values are divided by their span or their greatest.
public final class Scaling {
    /// What pytorch-grad-cam adds to the span so as not to divide by zero.
    public static final float EPSILON = 1e-7f;

    private Scaling() {}

    /// The least and the greatest of some values.
    ///
    /// @param min infinity where there are none
    /// @param max minus infinity where there are none
    public record Range(float min, float max) {
        /// Of all values.
        public static Range of(float[] values) {
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (float v : values) {
                min = Math.min(min, v);
                max = Math.max(max, v);
            }
            return new Range(min, max);
        }

        /// Whether every value is a finite number: a NaN among them makes both ends NaN.
        public boolean finite() {
            return Float.isFinite(min) && Float.isFinite(max);
        }

        /// max − min.
        public float span() {
            return max - min;
        }
    }

    /// (value − min) / (ε + max − min) with ε = 1e-7: the least value becomes 0, the greatest 1, and a constant map
    /// 0.
    public static HeatMap toUnit(HeatMap map) {
        float[] unit = map.values().clone();
        toUnit(unit, EPSILON);
        return map.with(unit);
    }

    /// (value − min) / (ε + max − min), in place; all 0 where that would divide by 0.
    ///
    /// @param epsilon what is added to the span, 0 or more
    public static void toUnit(float[] values, float epsilon) {
        Range range = Range.of(values);
        float span = epsilon + range.span();
        for (int i = 0; i < values.length; i++) {
            values[i] = span == 0 ? 0 : (values[i] - range.min()) / span;
        }
    }

    /// value / max: absolute zero stays 0, the greatest value becomes 1. A map whose greatest value is not above 0
    /// stays as it is.
    public static HeatMap toMaximum(HeatMap map) {
        float max = Math.max(0, Range.of(map.values()).max());
        float[] scaled = map.values().clone();
        for (int i = 0; i < scaled.length && max > 0; i++) {
            scaled[i] /= max;
        }
        return map.with(scaled);
    }
}
