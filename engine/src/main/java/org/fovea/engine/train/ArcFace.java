package org.fovea.engine.train;

/// The additive angular margin (Deng and others, "ArcFace", CVPR 2019): the label's cosine cos θ becomes cos(θ + m).
///
/// Beyond θ = π − m, where cos(θ + m) would rise again, it goes on as cos θ − m·sin m, as the paper's own code has it.
public final class ArcFace extends MarginSoftmax {
    /// @param scale s, 64 in the paper
    /// @param margin m in radians, 0.5 in the paper; below π
    public ArcFace(double scale, double margin) {
        super(scale, margin);
        if (margin >= Math.PI) {
            throw new IllegalArgumentException("an angular margin is below π, found " + margin);
        }
    }

    @Override
    double withMargin(double cosine) {
        if (cosine <= Math.cos(Math.PI - margin)) {
            return cosine - margin * Math.sin(margin);
        }
        return cosine * Math.cos(margin) - sine(cosine) * Math.sin(margin);
    }

    @Override
    double slope(double cosine) {
        if (cosine <= Math.cos(Math.PI - margin)) {
            return 1;
        }
        // At θ = 0 the slope is infinite; the sine is kept from zero.
        return Math.cos(margin) + cosine / Math.max(sine(cosine), 1e-4) * Math.sin(margin);
    }

    private static double sine(double cosine) {
        return Math.sqrt(Math.max(0, 1 - cosine * cosine));
    }
}
