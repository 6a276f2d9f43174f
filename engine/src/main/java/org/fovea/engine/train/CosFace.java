package org.fovea.engine.train;

/// The additive cosine margin (Wang and others, "CosFace", CVPR 2018): the label's cosine cos θ becomes cos θ − m.
public final class CosFace extends MarginSoftmax {
    /// @param scale s, 64 in the paper
    /// @param margin m, 0.35 in the paper
    public CosFace(double scale, double margin) {
        super(scale, margin);
    }

    @Override
    double withMargin(double cosine) {
        return cosine - margin;
    }

    @Override
    double slope(double cosine) {
        return 1;
    }
}
