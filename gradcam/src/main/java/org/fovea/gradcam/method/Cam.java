package org.fovea.gradcam.method;

import java.util.Optional;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.PictureTarget;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.WeightMethod;

/// CAM, where the family began: in a network whose last layer is followed by a global average pool and one dense layer
/// alone, a class's dense weights are the weights of the channels. (Where the averages are the outputs, each class's
/// channel has weight 1.)
///
/// map = Σ over k of w\[k, c\]·A\[k\], so that its mean over the cells is the class's logit without the bias. It is Z
/// times Grad-CAM's.
///
/// The paper explains logits. Where Y is another function of them, such as a class's negative logit or its difference
/// from another's, the classes' weights are put together as Y puts the logits together, to first order:
/// α\[k\] = Σ over classes of ∂Y/∂z\[c\]·w\[k, c\].
///
/// Source: Zhou and others, "Learning Deep Features for Discriminative Localization", CVPR 2016, arXiv:1512.04150.
public final class Cam extends WeightMethod {
    public Cam() {
        super(new About(
                "cam",
                "CAM",
                "Σₖ w[k, c]·Aₖ, w the dense weights, c the class",
                "Zhou and others, CVPR 2016, arXiv:1512.04150",
                Cost.passes(1, 0),
                "a global average pool and one dense layer after the layer; a class as the target"));
    }

    @Override
    public double[] weights(Subject subject, int picture) {
        PictureTarget target = subject.target();
        if (target.classOf(picture).isEmpty()) {
            throw new IllegalArgumentException(
                    "CAM reads the weights of a class, but the target is the " + target.describe(picture));
        }
        GapHead head = head(subject).orElseThrow(() -> unfit(subject.layer(), subject.output()));
        float[] z = subject.forward()
                .activation(subject.output())
                .slice(picture, picture + 1)
                .data();
        float[] slope = new float[z.length];
        target.evaluate(picture, z, slope);
        double[] weights = new double[subject.channels()];
        for (int k = 0; k < weights.length; k++) {
            for (int c = 0; c < slope.length; c++) {
                weights[k] += slope[c] == 0 ? 0 : (double) slope[c] * head.weight(k, c);
            }
        }
        return weights;
    }

    /// Whether CAM can be computed: whether nothing but a global average pool and one dense layer lies between.
    public static boolean fits(Subject subject) {
        return head(subject).isPresent();
    }

    private static Optional<GapHead> head(Subject subject) {
        return GapHead.between(subject.network(), subject.layer(), subject.output());
    }

    private static IllegalArgumentException unfit(String layer, String output) {
        return new IllegalArgumentException("CAM needs nothing but a global average pool and one dense layer between \""
                + layer + "\" and \"" + output + "\"; Grad-CAM reads any network");
    }
}
