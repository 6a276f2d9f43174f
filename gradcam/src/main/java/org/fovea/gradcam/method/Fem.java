package org.fovea.gradcam.method;

import org.fovea.gradcam.ChannelMethod;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.Subject;

/// FEM, the feature explanation method: what stands out in a channel is what lies two standard deviations above its
/// mean.
///
/// With B\[k\] the cells where A\[k\] ≥ μ\[k\] + 2·σ\[k\], the paper adds these masks, weighted by the channel's mean:
/// map = Σ over k of μ\[k\]·B\[k\]. pytorch-grad-cam adds the activations, weighted by the mask's mean (with > for ≥):
/// map = Σ over k of mean(B\[k\])·A\[k\].
///
/// Source: Fuad and others, "Features Understanding in 3D CNNs for Actions Recognition in Video", IPTA 2020,
/// doi:10.1109/IPTA50016.2020.9286629.
public final class Fem extends ChannelMethod {
    private static final double SIGMAS = 2;

    public Fem() {
        super(new About(
                "fem",
                "FEM",
                "Σₖ μₖ·[Aₖ ≥ μₖ + 2·σₖ]",
                "Fuad and others, IPTA 2020, doi:10.1109/IPTA50016.2020.9286629",
                Cost.passes(1, 0),
                "activations alone: the same map for every class"));
    }

    @Override
    public double[] terms(Subject subject, int picture) {
        Reading reading = subject.activations(picture);
        int z = reading.cells();
        double[] mean = reading.sums((a, g) -> a);
        for (int k = 0; k < mean.length; k++) {
            mean[k] /= z; // after adding: the mean of equal values is that value, to the last bit
        }
        double[] squares = new double[mean.length];
        for (int cell = 0; cell < z; cell++) {
            for (int k = 0; k < mean.length; k++) {
                squares[k] += Math.pow(reading.a(cell, k) - mean[k], 2);
            }
        }
        double[] threshold = new double[mean.length];
        for (int k = 0; k < threshold.length; k++) {
            threshold[k] = mean[k] + SIGMAS * Math.sqrt(squares[k] / z);
        }
        return subject.convention() == Convention.PAPER
                ? masks(reading, mean, threshold)
                : activations(reading, threshold);
    }

    private static double[] masks(Reading reading, double[] mean, double[] threshold) {
        double[] terms = new double[reading.a().length];
        for (int i = 0, k = 0; i < terms.length; i++, k = (k + 1) % mean.length) {
            terms[i] = reading.a()[i] < threshold[k] ? 0 : mean[k]; // what is not a number stays in the map
        }
        return terms;
    }

    private static double[] activations(Reading reading, double[] threshold) {
        double[] share = new double[threshold.length];
        double[] terms = new double[reading.a().length];
        for (int i = 0, k = 0; i < terms.length; i++, k = (k + 1) % share.length) {
            share[k] += reading.a()[i] > threshold[k] ? 1.0 / reading.cells() : 0;
        }
        for (int i = 0, k = 0; i < terms.length; i++, k = (k + 1) % share.length) {
            terms[i] = share[k] * reading.a()[i];
        }
        return terms;
    }
}
