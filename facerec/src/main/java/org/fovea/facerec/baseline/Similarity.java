package org.fovea.facerec.baseline;

/// How alike two vectors are; the higher, the more.
@FunctionalInterface
interface Similarity {
    double of(float[] a, float[] b);

    /// a·b: the cosine of the angle between two vectors of length 1, −1 to 1.
    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /// −χ² = −Σ (a − b)² / (a + b) over two histograms, empty bins of both left out: 0 for the same.
    static double chiSquare(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double both = a[i] + b[i];
            double difference = a[i] - b[i];
            sum += both > 0 ? difference * difference / both : 0;
        }
        return 0 - sum; // not −sum, which is −0 for the same
    }
}
