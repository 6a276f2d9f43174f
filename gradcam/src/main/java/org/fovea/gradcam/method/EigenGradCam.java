package org.fovea.gradcam.method;

import java.util.List;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Cost.Beyond;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;

/// Eigen-Grad-CAM: HiResCAM's terms along their first principal component instead of their sum: map = T·v, with
/// T = G ⊙ A less each channel's mean and v its first right singular vector. Its sign is the one that goes along with
/// HiResCAM's map.
///
/// Source: pytorch-grad-cam's `EigenGradCAM`; it has no paper of its own.
public final class EigenGradCam implements MapMethod {
    @Override
    public About about() {
        return new About(
                "eigen-grad-cam",
                "Eigen-Grad-CAM",
                "T·v₁, T = G ⊙ A less its means, T = U·Σ·Vᵀ over cells × channels",
                "pytorch-grad-cam, EigenGradCAM",
                Cost.passes(1, 1).and(Beyond.DECOMPOSITION, "1 singular value decomposition"),
                "gradients down to the layer");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        return Smoothing.byFirstComponent(new HiResCam(), about()).maps(subject);
    }
}
