package org.fovea.facerec.gallery;

/// Directions of embeddings.
final class Vectors {
    private Vectors() {}

    /// The length of a vector.
    ///
    /// @throws IllegalArgumentException if it is zero or no number, so that there is no direction
    static double norm(float[] vector, String what) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " has no direction: the sum of its squares is " + squares);
        }
        return Math.sqrt(squares);
    }

    /// Writes the vector, its length made 1, to `to` from element `at` on.
    static void unit(float[] vector, float[] to, int at, String what) {
        double norm = norm(vector, what);
        for (int i = 0; i < vector.length; i++) {
            to[at + i] = (float) (vector[i] / norm);
        }
    }

    /// The cosine of two vectors of length 1, summed in double.
    static double cosine(float[] a, int atA, float[] b, int atB, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (double) a[atA + i] * b[atB + i];
        }
        return Math.clamp(sum, -1, 1); // rounding to floats leaves lengths that are 1 to seven digits
    }
}
