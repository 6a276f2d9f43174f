package org.fovea.engine.train;

/// When to end before the last epoch: the figure has not improved for `patience` epochs in a row.
///
/// @param figure what is watched
/// @param patience epochs without improvement that are borne, at least 1
public record EarlyStopping(Figure figure, int patience) {
    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException("patience must be at least 1 epoch, found " + patience);
        }
    }

    /// A figure of the validation examples.
    public enum Figure {
        /// The mean loss; smaller is better.
        LOSS,
        /// The share of right answers; larger is better.
        ACCURACY
    }

    /// The figure as a number of which more is better; what is no number is the worst.
    double goodness(EpochFigures.Measured validation) {
        double goodness = figure == Figure.LOSS ? -validation.loss() : validation.accuracy();
        return Double.isNaN(goodness) ? Double.NEGATIVE_INFINITY : goodness;
    }
}
