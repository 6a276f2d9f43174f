package org.fovea.gradcam.method;

import org.fovea.gradcam.ChannelMethod;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Subject;

/// HiResCAM: gradients and activations are multiplied cell by cell, before anything is averaged, so that the map shows
/// where the network computed with what it saw: map = Σ over k of G\[k\] ⊙ A\[k\].
///
/// Source: Draelos and Carin, "Use HiResCAM instead of Grad-CAM for faithful explanations of convolutional neural
/// networks", 2020, arXiv:2011.08891.
public final class HiResCam extends ChannelMethod {
    public HiResCam() {
        super(new About(
                "hirescam",
                "HiResCAM",
                "Σₖ Gₖ ⊙ Aₖ",
                "Draelos and Carin, 2020, arXiv:2011.08891",
                Cost.passes(1, 1),
                "gradients down to the layer"));
    }

    @Override
    public double[] terms(Subject subject, int picture) {
        return subject.reading(picture).each((a, g) -> g * a);
    }
}
