package org.fovea.facerec.evaluation;

/// A curve as it is plotted: point i is at (`x[i]`, `y[i]`), and straight lines join neighbours.
///
/// @param x abscissae, none below the one before
/// @param y as many ordinates
public record Curve(double[] x, double[] y) {
    public Curve {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " abscissae and " + y.length + " ordinates");
        }
    }

    @Override
    public String toString() {
        return "Curve of " + x.length + " points";
    }
}
