package org.fovea.gradcam.method;

import org.fovea.gradcam.ChannelMethod;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Subject;

/// LayerCAM: each activation is weighted by its own gradient where that is positive, which holds in shallow layers as
/// well: map = Σ over k of max(G\[k\], 0) ⊙ A\[k\].
///
/// Source: Jiang and others, "LayerCAM: Exploring Hierarchical Class Activation Maps for Localization", IEEE TIP 2021,
/// doi:10.1109/TIP.2021.3089943. Its fusion over layers is [org.fovea.gradcam.LayerFusion].
public final class LayerCam extends ChannelMethod {
    public LayerCam() {
        super(new About(
                "layercam",
                "LayerCAM",
                "Σₖ max(Gₖ, 0) ⊙ Aₖ",
                "Jiang and others, IEEE TIP 2021, doi:10.1109/TIP.2021.3089943",
                Cost.passes(1, 1),
                "gradients down to the layer"));
    }

    @Override
    public double[] terms(Subject subject, int picture) {
        return subject.reading(picture).each((a, g) -> Math.max(g, 0) * a);
    }
}
