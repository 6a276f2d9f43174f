package org.fovea.gradcam.method;

import java.util.List;
import org.fovea.engine.network.Trace;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Scaling.Range;
import org.fovea.gradcam.Subject;

/// SmoothGrad: the mean of the gradients of many pictures with noise added: (1/n) Σ ∂Y/∂x at x + ε, ε normal with a
/// standard deviation of 0.15 of the span of the picture's values. The map is the greatest magnitude among a pixel's
/// channels. All pictures of a batch are given the same noise, each to its own measure.
///
/// Source: Smilkov and others, "SmoothGrad: removing noise by adding noise", 2017, arXiv:1706.03825.
public final class SmoothGrad implements MapMethod {
    private static final int SAMPLES = 50;
    private static final double NOISE = 0.15;

    @Override
    public About about() {
        return new About(
                "smoothgrad",
                "SmoothGrad",
                "max over channels of |mean over noise ε of ∂Y/∂x at x + ε|",
                "Smilkov and others, 2017, arXiv:1706.03825",
                Cost.passes(SAMPLES, SAMPLES),
                "gradients down to the input; a seed; no layer");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        Tensor x = subject.pictures();
        double[] sigma = new double[subject.size()];
        for (int n = 0; n < sigma.length; n++) {
            Range range = Range.of(x.slice(n, n + 1).data());
            sigma[n] = NOISE * ((double) range.max() - range.min());
        }
        Xoshiro256 random = new Xoshiro256(subject.seed());
        Trace trace = subject.network().trace(subject.size(), subject.workers());
        Tensor mean = Tensor.zeros(x.shape());
        int each = x.size() / subject.size();
        double[] noise = new double[each];
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (int i = 0; i < each; i++) {
                noise[i] = random.nextGaussian();
            }
            Tensor noisy = x.copy();
            for (int i = 0; i < noisy.size(); i++) {
                noisy.data()[i] += (float) (sigma[i / each] * noise[i % each]);
            }
            float[] g = InputGradients.at(noisy, subject, trace).data();
            for (int i = 0; i < g.length; i++) {
                mean.data()[i] += g[i] / SAMPLES;
            }
        }
        return InputGradients.maps(subject, title(), mean, true);
    }
}
