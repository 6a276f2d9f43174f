package org.fovea.gradcam.method;

import java.util.List;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;

/// The gradient at the input, where everything began: how much Y changes when a pixel does. The map is the greatest
/// magnitude among a pixel's channels, so it has no sign.
///
/// Source: Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks: Visualising Image Classification
/// Models and Saliency Maps", ICLR workshops 2014, arXiv:1312.6034.
public final class Gradient implements MapMethod {
    @Override
    public About about() {
        return new About(
                "gradient",
                "Gradient",
                "max over channels of |∂Y/∂x|",
                "Simonyan and others, ICLR workshops 2014, arXiv:1312.6034",
                Cost.passes(1, 1),
                "gradients down to the input; no layer");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        return InputGradients.maps(subject, title(), InputGradients.of(subject), true);
    }
}
