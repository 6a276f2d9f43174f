package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.List;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Resize;
import org.fovea.gradcam.Subject;

/// Guided Grad-CAM: guided backpropagation's fine drawing where Grad-CAM sees evidence for the class:
/// max(Grad-CAM, 0), resized bilinearly, times the guided gradient.
///
/// Source: Selvaraju and others, "Grad-CAM", ICCV 2017, arXiv:1610.02391, section 3.2.
public final class GuidedGradCam implements MapMethod {
    @Override
    public About about() {
        return new About(
                "guided-grad-cam",
                "Guided Grad-CAM",
                "max(Grad-CAM, 0) resized ⊙ guided backpropagation",
                "Selvaraju and others, ICCV 2017, arXiv:1610.02391",
                Cost.passes(2, 2),
                "ReLUs; gradients down to the input");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        List<HeatMap> guided = new GuidedBackprop().maps(subject);
        List<HeatMap> coarse = new GradCam().maps(subject);
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            HeatMap fine = guided.get(n);
            HeatMap where = Resize.bilinear(coarse.get(n).positive(), fine.height(), fine.width());
            float[] product = new float[fine.values().length];
            for (int i = 0; i < product.length; i++) {
                product[i] = where.values()[i] * fine.values()[i];
            }
            maps.add(new HeatMap(fine.height(), fine.width(), product, title(), subject.layer(), fine.target()));
        }
        return maps;
    }
}
