package org.fovea.gradcam.explanation;

import org.fovea.gradcam.Convention;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Resize;
import org.fovea.gradcam.Scaling;
import org.fovea.gradcam.Scaling.Range;

/// The arithmetic of bringing a map to \[0, 1\] after ReLU, as [org.fovea.gradcam.Display] does it.
///
/// - Paper: every pixel of the enlarged map over the greatest of them, v / `pixelMax`.
/// - pytorch-grad-cam: (v − `cellMin`) / (ε + `cellMax` − `cellMin`) on the cells, and after enlarging the same again
///   with the least and the greatest pixel.
///
/// It says which places matter more than which, and no longer how much: a map whose greatest cell is 0.001 looks like
/// one whose greatest is 10. An absolute scale divides by the same number everywhere instead.
///
/// @param convention which of the two
/// @param cellMin the least cell after ReLU
/// @param cellMax the greatest cell after ReLU
/// @param pixelMax the greatest pixel of the enlarged map, cells not scaled
/// @param epsilon keeps a constant map from being divided by zero; 0 where none is added
public record UnitScale(Convention convention, float cellMin, float cellMax, float pixelMax, float epsilon) {
    /// The scale of a derivation's map.
    ///
    /// @param height pixels down of the picture
    /// @param width pixels across
    public static UnitScale of(Derivation d, Convention convention, int height, int width) {
        HeatMap positive = new HeatMap(d.height(), d.width(), d.positive(), "Grad-CAM", d.layer(), d.scalar());
        Range cells = Range.of(positive.values());
        Range pixels = Range.of(Resize.bilinear(positive, height, width).values());
        float epsilon = convention == Convention.PAPER ? 0 : Scaling.EPSILON;
        return new UnitScale(convention, cells.min(), cells.max(), pixels.max(), epsilon);
    }
}
