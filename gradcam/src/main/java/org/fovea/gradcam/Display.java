package org.fovea.gradcam;

import org.fovea.engine.tensor.Shape;

/// From a raw map to what is shown over a picture: values from 0 to 1 at the picture's size.
///
/// | convention | steps |
/// |---|---|
/// | [Convention#PAPER] | max(map, 0) → bilinear resize → divided by its maximum |
/// | [Convention#PYTORCH_GRAD_CAM] | max(map, 0) → (x − min)/(1e-7 + max − min) → bilinear resize → the same scaling |
///
/// A map without positive evidence becomes 0 everywhere: [HeatMap#reason()] says why.
public final class Display {
    private Display() {}

    /// The positive part of a raw map, from 0 to 1, at a picture's size.
    public static HeatMap of(HeatMap raw, Convention convention, int height, int width) {
        return switch (convention) {
            case PAPER -> Scaling.toMaximum(Resize.bilinear(raw.positive(), height, width));
            case PYTORCH_GRAD_CAM -> Scaling.toUnit(Resize.bilinear(Scaling.toUnit(raw.positive()), height, width));
        };
    }

    /// [#of(HeatMap, Convention, int, int)] at the size of the subject's pictures, by its convention.
    public static HeatMap of(HeatMap raw, Subject subject) {
        Shape picture = subject.pictureShape();
        return of(raw, subject.convention(), picture.extent(0), picture.extent(1));
    }
}
