package org.fovea.gradcam.method;

import org.fovea.gradcam.ChannelMethod;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Subject;

/// Element-wise Grad-CAM: HiResCAM whose negative products are left out one by one, before the channels are added:
/// map = Σ over k of max(G\[k\] ⊙ A\[k\], 0).
///
/// Source: pytorch-grad-cam's `GradCAMElementWise`; it has no paper of its own.
public final class ElementWiseGradCam extends ChannelMethod {
    public ElementWiseGradCam() {
        super(new About(
                "element-wise-grad-cam",
                "Element-wise Grad-CAM",
                "Σₖ max(Gₖ ⊙ Aₖ, 0)",
                "pytorch-grad-cam, GradCAMElementWise",
                Cost.passes(1, 1),
                "gradients down to the layer"));
    }

    @Override
    public double[] terms(Subject subject, int picture) {
        return subject.reading(picture).each((a, g) -> Math.max(g * a, 0));
    }
}
