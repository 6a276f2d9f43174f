package org.fovea.gradcam.method;

import java.util.List;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;

/// Gradient × input: what each pixel contributes to Y to first order; HiResCAM at the input. Without biases the map
/// adds up to Y.
///
/// Source: Shrikumar and others, "Not Just a Black Box: Learning Important Features Through Propagating Activation
/// Differences", 2016, arXiv:1605.01713.
public final class GradientTimesInput implements MapMethod {
    @Override
    public About about() {
        return new About(
                "gradient-x-input",
                "Gradient × input",
                "Σ over channels of x ⊙ ∂Y/∂x",
                "Shrikumar and others, 2016, arXiv:1605.01713",
                Cost.passes(1, 1),
                "gradients down to the input; no layer");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        return InputGradients.maps(
                subject, title(), InputGradients.product(subject.pictures(), InputGradients.of(subject)), false);
    }
}
