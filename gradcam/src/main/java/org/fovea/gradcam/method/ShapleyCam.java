package org.fovea.gradcam.method;

import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Cost.Beyond;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Tail;
import org.fovea.gradcam.WeightMethod;

/// Shapley-CAM: Grad-CAM's weights with the curvature counted in: α\[k\] = (1/Z) Σ over i, j of (G − ½·H·A)\[i, j, k\],
/// with H the second derivatives of Y by the activations, so that G − ½·H·A is the mean of the slope on the way from
/// nothing to A to second order.
///
/// H·A is measured: it is how the gradient changes when all activations are scaled, (∂Y/∂A at (1+h)·A − at (1−h)·A) /
/// 2h, with h = 2⁻⁷. Where the head is piecewise linear and the target a logit it is 0, and the map is Grad-CAM's.
///
/// Source: Cai, "CAMs as Shapley Value-based Explainers", The Visual Computer 2025, arXiv:2501.06261.
public final class ShapleyCam extends WeightMethod {
    private static final float STEP = 1f / 128;

    public ShapleyCam() {
        super(new About(
                "shapley-cam",
                "Shapley-CAM",
                "Σₖ αₖ·Aₖ, αₖ = (1/Z)·Σᵢⱼ (G − ½·H·A)ᵢⱼₖ, H = ∂²Y/∂A²",
                "Cai, The Visual Computer 2025, arXiv:2501.06261",
                Cost.passes(1, 1).and(Beyond.AFTER_THE_LAYER, "2 of both after the layer"),
                "gradients down to the layer"));
    }

    @Override
    public double[] weights(Subject subject, int picture) {
        Reading reading = subject.reading(picture);
        Tail tail = subject.tail(picture);
        float[] above =
                tail.gradient(subject.target(), scaled(reading, 1 + STEP)).data();
        float[] below =
                tail.gradient(subject.target(), scaled(reading, 1 - STEP)).data();
        double[] alpha = GradCam.weights(reading);
        for (int i = 0, k = 0; i < above.length; i++, k = (k + 1) % alpha.length) {
            double ha = ((double) above[i] - below[i]) / (2 * STEP);
            alpha[k] -= 0.5 * ha / reading.cells();
        }
        return alpha;
    }

    private static Tensor scaled(Reading reading, float by) {
        float[] a = reading.a().clone();
        for (int i = 0; i < a.length; i++) {
            a[i] *= by;
        }
        return Tensor.of(Shape.of(1, reading.height(), reading.width(), reading.channels()), a);
    }
}
