package org.fovea.gradcam.method;

import java.util.Arrays;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.WeightMethod;

/// Random-CAM, the control: channels weighted at random, uniformly between −1 and 1. What a method does no better than
/// this, it does not do.
///
/// The weights follow from the subject's seed and the picture's own pixels: others for each picture, and the same for
/// one picture in whatever batch it stands.
///
/// Source: pytorch-grad-cam's `RandomCAM`.
public final class RandomCam extends WeightMethod {
    public RandomCam() {
        super(new About(
                "random-cam",
                "Random-CAM",
                "Σₖ αₖ·Aₖ, αₖ uniform in [−1, 1)",
                "pytorch-grad-cam, RandomCAM",
                Cost.passes(1, 0),
                "a seed"));
    }

    @Override
    public double[] weights(Subject subject, int picture) {
        int pixels =
                Arrays.hashCode(subject.pictures().slice(picture, picture + 1).data());
        Xoshiro256 random = new Xoshiro256(subject.seed() + pixels * 0x9E3779B97F4A7C15L);
        double[] alpha = new double[subject.channels()];
        for (int k = 0; k < alpha.length; k++) {
            alpha[k] = 2 * random.nextDouble() - 1;
        }
        return alpha;
    }
}
