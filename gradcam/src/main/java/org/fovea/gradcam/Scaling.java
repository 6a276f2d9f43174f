package org.fovea.gradcam;

/// Bringing maps to \[0, 1\] for the eye.
public final class Scaling {
    /// What pytorch-grad-cam adds to the maximum so as not to divide by zero.
    private static final float EPSILON = 1e-7f;

    private Scaling() {}

    /// (value − min) / (ε + max − min) with ε = 1e-7: the least value becomes 0, the greatest 1, and a constant map
    /// 0.
    public static HeatMap toUnit(HeatMap map) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float v : map.values()) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        float[] unit = new float[map.values().length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (map.values()[i] - min) / (EPSILON + (max - min));
        }
        return map.with(unit);
    }

    /// value / max: absolute zero stays 0, the greatest value becomes 1. A map whose greatest value is not above 0
    /// stays as it is.
    public static HeatMap toMaximum(HeatMap map) {
        float max = 0;
        for (float v : map.values()) {
            max = Math.max(max, v);
        }
        float[] scaled = map.values().clone();
        for (int i = 0; i < scaled.length && max > 0; i++) {
            scaled[i] /= max;
        }
        return map.with(scaled);
    }

    /// The map as pytorch-grad-cam shows it over a picture: [Display#of(HeatMap, Convention, int, int)] by its
    /// convention.
    public static HeatMap forDisplay(HeatMap map, int height, int width) {
        return Display.of(map, Convention.PYTORCH_GRAD_CAM, height, width);
    }
}
