package org.fovea.gradcam.method;

import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.WeightMethod;

/// XGrad-CAM: the mean of each channel's gradient, weighted by where the channel is active, so that the weighted
/// channels add up to what HiResCAM's do: α\[k\] = Σ over i, j of (A\[i, j, k\] / Σ A\[k\])·G\[i, j, k\].
///
/// By the paper a channel whose activations add up to 0 counts nothing; pytorch-grad-cam adds 1e-7 to the sum.
///
/// Source: Fu and others, "Axiom-based Grad-CAM: Towards Accurate Visualization and Explanation of CNNs", BMVC 2020,
/// arXiv:2008.02312.
public final class XGradCam extends WeightMethod {
    private static final double EPSILON = 1e-7;

    public XGradCam() {
        super(new About(
                "xgrad-cam",
                "XGrad-CAM",
                "Σₖ αₖ·Aₖ, αₖ = Σᵢⱼ Gᵢⱼₖ·Aᵢⱼₖ / Σᵢⱼ Aᵢⱼₖ",
                "Fu and others, BMVC 2020, arXiv:2008.02312",
                Cost.passes(1, 1),
                "gradients down to the layer"));
    }

    @Override
    public double[] weights(Subject subject, int picture) {
        Reading reading = subject.reading(picture);
        double epsilon = subject.convention() == Convention.PYTORCH_GRAD_CAM ? EPSILON : 0;
        double[] alpha = reading.sums((a, g) -> g * a);
        double[] activation = reading.sums((a, g) -> a);
        for (int k = 0; k < alpha.length; k++) {
            double sum = activation[k] + epsilon;
            alpha[k] = sum == 0 ? 0 : alpha[k] / sum;
        }
        return alpha;
    }
}
