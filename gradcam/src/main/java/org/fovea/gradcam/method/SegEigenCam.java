package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.List;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Cost.Beyond;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.Subject;

/// Seg-Eigen-CAM: the activations weighted by the magnitude of their gradients, cell by cell, along their first
/// principal component, whose sign is the one that makes the value of largest magnitude positive: map = ±T·v, with
/// T = |G| ⊙ A less each channel's mean.
///
/// Source: Chung and Ying, "Seg-Eigen-CAM: Eigen-Value-Based Visual Explanations for Semantic Segmentation Models",
/// Applied Sciences 15(13), 2025, doi:10.3390/app15137562.
public final class SegEigenCam implements MapMethod {
    @Override
    public About about() {
        return new About(
                "seg-eigen-cam",
                "Seg-Eigen-CAM",
                "±T·v₁, T = |G| ⊙ A less its means, T = U·Σ·Vᵀ over cells × channels",
                "Chung and Ying, Applied Sciences 2025, doi:10.3390/app15137562",
                Cost.passes(1, 1).and(Beyond.DECOMPOSITION, "1 singular value decomposition"),
                "gradients down to the layer");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            Reading reading = subject.reading(n);
            double[] terms = reading.each((a, g) -> Math.abs(g) * a);
            double[] projection = PrincipalComponent.projection(terms, reading.channels(), true);
            double lowest = 0;
            double highest = 0;
            for (double v : projection) {
                lowest = Math.min(lowest, v);
                highest = Math.max(highest, v);
            }
            maps.add(subject.map(n, title(), PrincipalComponent.signed(projection, -lowest > highest ? -1 : 1)));
        }
        return maps;
    }
}
