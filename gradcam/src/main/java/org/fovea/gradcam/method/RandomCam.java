package org.fovea.gradcam.method;

import org.fovea.engine.random.Xoshiro256;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.WeightMethod;

/// Random-CAM, the control: channels weighted at random, uniformly between −1 and 1, from the subject's seed and the
/// picture's place in the batch. What a method does no better than this, it does not do.
///
/// Source: pytorch-grad-cam's `RandomCAM`.
public final class RandomCam extends WeightMethod {
    public RandomCam() {
        super(new About(
                "random-cam",
                "Random-CAM",
                "Σₖ αₖ·Aₖ, αₖ uniform in [−1, 1)",
                "pytorch-grad-cam, RandomCAM",
                "1 forward",
                "a seed"));
    }

    @Override
    public double[] weights(Subject subject, int picture) {
        Xoshiro256 random = new Xoshiro256(subject.seed() + picture * 0x9E3779B97F4A7C15L);
        double[] alpha = new double[subject.channels()];
        for (int k = 0; k < alpha.length; k++) {
            alpha[k] = 2 * random.nextDouble() - 1;
        }
        return alpha;
    }
}
