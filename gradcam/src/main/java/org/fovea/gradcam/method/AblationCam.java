package org.fovea.gradcam.method;

import java.util.Arrays;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Cost.Beyond;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.WeightMethod;

/// Ablation-CAM: a channel is worth the share of the score that goes when it is taken out: α\[k\] = (Y − Y\[k\]) / |Y|,
/// with Y\[k\] the score when channel k of the layer is 0 everywhere. Where Y is 0, the drop itself.
///
/// The paper divides by Y, which it takes to be above 0. Below 0, as every log-probability is, that would turn all
/// weights round, and the map of a negative logit would be that of the logit. pytorch-grad-cam divides by Y all the
/// same, and set to 0 what lies in a layer with negative values, but to a value far below: for the i-th channel of a
/// batch of 32, counted from 1, the smallest activation less i·1e7, since each ablation lowers what the next one takes
/// for the smallest.
///
/// Source: Desai and Ramaswamy, "Ablation-CAM: Visual Explanations for Deep Convolutional Network via Gradient-free
/// Localization", WACV 2020, doi:10.1109/WACV45572.2020.9093360.
public final class AblationCam extends WeightMethod {
    private static final int CHUNK = 32;
    private static final float FAR_BELOW = 1e7f;

    public AblationCam() {
        super(new About(
                "ablation-cam",
                "Ablation-CAM",
                "Σₖ αₖ·Aₖ, αₖ = (Y − Yₖ) / |Y|, Yₖ with Aₖ = 0",
                "Desai and Ramaswamy, WACV 2020, doi:10.1109/WACV45572.2020.9093360",
                Cost.passes(1, 0).and(Beyond.MANY_PASSES, "channels × the layers after it"),
                "no gradients"));
    }

    @Override
    public double[] weights(Subject subject, int picture) {
        Reading reading = subject.activations(picture);
        double y = subject.scores()[picture];
        double whole = subject.convention() == Convention.PYTORCH_GRAD_CAM ? y : Math.abs(y);
        double[] alpha = new double[reading.channels()];
        for (int from = 0; from < alpha.length; from += CHUNK) {
            int count = Math.min(CHUNK, alpha.length - from);
            double[] without = subject.scoresAfter(picture, ablated(reading, from, count, subject.convention()));
            for (int i = 0; i < count; i++) {
                alpha[from + i] = (y - without[i]) / (y == 0 ? 1 : whole);
            }
        }
        return alpha;
    }

    /// `count` copies of A, each without one channel.
    private static Tensor ablated(Reading reading, int from, int count, Convention convention) {
        float[] a = reading.a();
        Tensor copies = Tensor.zeros(Shape.of(count, reading.height(), reading.width(), reading.channels()));
        float smallest = Float.POSITIVE_INFINITY;
        for (float v : a) {
            smallest = Math.min(smallest, v);
        }
        for (int i = 0; i < count; i++) {
            float value = 0;
            if (convention == Convention.PYTORCH_GRAD_CAM && smallest != 0) {
                value = smallest - FAR_BELOW;
                smallest = value;
            }
            float[] copy = Arrays.copyOf(a, a.length);
            for (int at = from + i; at < copy.length; at += reading.channels()) {
                copy[at] = value;
            }
            System.arraycopy(copy, 0, copies.data(), i * copy.length, copy.length);
        }
        return copies;
    }
}
