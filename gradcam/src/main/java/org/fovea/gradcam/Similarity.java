package org.fovea.gradcam;

/// The cosine of the angle between a picture's embedding y and a fixed reference r: Y = y·r / (‖y‖·‖r‖).
final class Similarity implements PictureTarget {
    private final Targets.PerPicture<double[]> references;

    private Similarity(double[][] unit) {
        references = new Targets.PerPicture<>(unit.length, i -> unit[i]);
    }

    static PictureTarget to(float[][] references) {
        double[][] unit = new double[references.length][];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = unit(references[i]);
        }
        return new Similarity(unit);
    }

    private static double[] unit(float[] r) {
        double length = length(r);
        if (!(length > 0 && Double.isFinite(length))) {
            throw new IllegalArgumentException("a reference embedding of length " + length + " has no direction");
        }
        double[] unit = new double[r.length];
        for (int i = 0; i < r.length; i++) {
            unit[i] = r[i] / length;
        }
        return unit;
    }

    private static double length(float[] v) {
        double sum = 0;
        for (float x : v) {
            sum += (double) x * x;
        }
        return Math.sqrt(sum);
    }

    /// dY/dy = (r/‖r‖ − Y·y/‖y‖) / ‖y‖, which is at right angles to y: 0 for an embedding of zeros.
    @Override
    public double evaluate(int picture, float[] y, float[] dy) {
        double[] r = references.at(picture);
        if (r.length != y.length) {
            throw new IllegalArgumentException(
                    "a reference of " + r.length + " values against an embedding of " + y.length);
        }
        double length = length(y);
        if (length == 0) {
            java.util.Arrays.fill(dy, 0);
            return 0;
        }
        double cosine = 0;
        for (int i = 0; i < y.length; i++) {
            cosine += r[i] * y[i] / length;
        }
        for (int i = 0; i < y.length; i++) {
            dy[i] = (float) ((r[i] - cosine * y[i] / length) / length);
        }
        return cosine;
    }

    @Override
    public String describe(int picture) {
        return "similarity to the reference";
    }
}
