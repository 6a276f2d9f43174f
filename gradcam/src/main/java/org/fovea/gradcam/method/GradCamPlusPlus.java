package org.fovea.gradcam.method;

import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.WeightMethod;

/// Grad-CAM++: the weight of a channel is a weighted sum of its positive gradients, by which several objects of one
/// class count alike whatever their size.
///
/// α\[k\] = Σ over i, j of a\[i, j, k\]·max(G\[i, j, k\], 0), with a = G² / (2·G² + G³·Σ A\[k\]), 0 where G is.
///
/// The paper differentiates exp(Y), whose second and third derivatives are powers of the first where the head is
/// piecewise linear (its equation 19); the common factor exp(Y) is left out, as it scales the whole map.
/// pytorch-grad-cam adds 1e-6 to the denominator.
///
/// Source: Chattopadhay and others, "Grad-CAM++: Generalized Gradient-based Visual Explanations for Deep Convolutional
/// Networks", WACV 2018, arXiv:1710.11063.
public final class GradCamPlusPlus extends WeightMethod {
    private static final double EPSILON = 1e-6;

    public GradCamPlusPlus() {
        super(new About(
                "grad-cam++",
                "Grad-CAM++",
                "Σₖ αₖ·Aₖ, αₖ = Σᵢⱼ aᵢⱼₖ·max(Gᵢⱼₖ, 0), a = G² / (2·G² + G³·ΣAₖ)",
                "Chattopadhay and others, WACV 2018, arXiv:1710.11063",
                Cost.passes(1, 1),
                "gradients down to the layer"));
    }

    @Override
    public double[] weights(Subject subject, int picture) {
        Reading reading = subject.reading(picture);
        double epsilon = subject.convention() == Convention.PYTORCH_GRAD_CAM ? EPSILON : 0;
        double[] activation = reading.sums((a, g) -> a);
        double[] alpha = new double[reading.channels()];
        for (int cell = 0; cell < reading.cells(); cell++) {
            for (int k = 0; k < alpha.length; k++) {
                double g = reading.g(cell, k);
                double denominator = 2 * g * g + activation[k] * g * g * g + epsilon;
                alpha[k] += g > 0 && denominator != 0 ? g * g / denominator * g : 0;
            }
        }
        return alpha;
    }
}
