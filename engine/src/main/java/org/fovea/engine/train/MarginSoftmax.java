package org.fovea.engine.train;

import org.fovea.engine.network.Target;

/// What ArcFace and CosFace share: the outputs are cosines (a [org.fovea.engine.layer.Cosine] layer's), the one at the
/// label is made smaller by a margin, all are multiplied by a scale s, and cross-entropy is taken of that.
abstract sealed class MarginSoftmax implements Loss permits ArcFace, CosFace {
    final double scale;
    final double margin;

    MarginSoftmax(double scale, double margin) {
        if (!(scale > 0) || !(margin >= 0)) {
            throw new IllegalArgumentException(
                    "a scale above 0 and a margin of at least 0 are needed, found " + scale + " and " + margin);
        }
        this.scale = scale;
        this.margin = margin;
    }

    @Override
    public String describe() {
        return getClass().getSimpleName() + ", scale " + scale + ", margin " + margin;
    }

    /// The cosine at the label with the margin.
    abstract double withMargin(double cosine);

    /// The derivative of [#withMargin].
    abstract double slope(double cosine);

    @Override
    public Target of(int[] labels) {
        return (output, gradient) -> {
            int c = Loss.classes(output, labels);
            float[] z = new float[c];
            float[] dz = new float[c];
            double sum = 0;
            for (int n = 0; n < labels.length; n++) {
                int at = n * c;
                double cosine = Math.clamp(output.data()[at + labels[n]], -1.0, 1.0);
                for (int k = 0; k < c; k++) {
                    z[k] = (float) (scale * output.data()[at + k]);
                }
                z[labels[n]] = (float) (scale * withMargin(cosine));
                sum += CrossEntropy.row(z, dz, 0, c, labels[n], 0, 1.0 / labels.length);
                for (int k = 0; k < c; k++) {
                    gradient.data()[at + k] = (float) (scale * dz[k] * (k == labels[n] ? slope(cosine) : 1));
                }
            }
            return sum / labels.length;
        };
    }
}
