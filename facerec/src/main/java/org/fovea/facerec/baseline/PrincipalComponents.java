package org.fovea.facerec.baseline;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// The principal components of N vectors of D values, by the eigenvectors u of the N×N Gram matrix of the centred
/// vectors X (pictures are fewer than pixels): component v = Xᵀu / √λ has length 1, and the vectors' variance along it
/// is λ / (N − 1) (Turk and Pentland 1991, after Sirovich and Kirby 1987).
///
/// @param mean (D)
/// @param components (K, D), the one of most variance first
/// @param variances (K)
record PrincipalComponents(float[] mean, DMatrixRMaj components, double[] variances) {
    /// All components that these vectors have, at most N − 1.
    ///
    /// @throws IllegalArgumentException if there are fewer than two different vectors
    static PrincipalComponents of(float[][] vectors) {
        int n = vectors.length;
        int d = vectors[0].length;
        float[] mean = mean(vectors);
        DMatrixRMaj x = new DMatrixRMaj(n, d);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                x.data[i * d + j] = (double) vectors[i][j] - mean[j];
            }
        }
        DMatrixRMaj gram = new DMatrixRMaj(n, n);
        CommonOps_DDRM.multTransB(x, x, gram);
        SymmetricEigen eigen = SymmetricEigen.of(gram);
        int k = eigen.values().length;
        if (k == 0) {
            throw new IllegalArgumentException("principal components need two different pictures; " + n
                    + (n == 1 ? " was given" : " alike were given"));
        }
        // (K, N), row c: u / √λ
        DMatrixRMaj u = new DMatrixRMaj(k, n);
        double[] variances = new double[k];
        for (int c = 0; c < k; c++) {
            double value = eigen.values()[c];
            variances[c] = value / (n - 1);
            for (int i = 0; i < n; i++) {
                u.data[c * n + i] = eigen.vectors()[c][i] / Math.sqrt(value);
            }
        }
        DMatrixRMaj components = new DMatrixRMaj(k, d);
        CommonOps_DDRM.mult(u, x, components);
        return new PrincipalComponents(mean, components, variances);
    }

    private static float[] mean(float[][] vectors) {
        double[] sums = new double[vectors[0].length];
        for (float[] vector : vectors) {
            for (int j = 0; j < sums.length; j++) {
                sums[j] += vector[j];
            }
        }
        float[] mean = new float[sums.length];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = (float) (sums[j] / vectors.length);
        }
        return mean;
    }

    /// Components `from` (inclusive) to `to` (exclusive) alone.
    PrincipalComponents range(int from, int to) {
        int d = components.numCols;
        double[] rows = Arrays.copyOfRange(components.data, from * d, to * d);
        return new PrincipalComponents(
                mean, DMatrixRMaj.wrap(to - from, d, rows), Arrays.copyOfRange(variances, from, to));
    }

    /// How many components, the first ones, hold at least the share `explained` of the variance.
    int count(double explained) {
        double all = Arrays.stream(variances).sum();
        double sum = 0;
        int k = 0;
        while (k < variances.length && sum < explained * all) {
            sum += variances[k++];
        }
        return k;
    }

    /// The components scaled so that the vectors' variance along each is 1.
    PrincipalComponents whitened() {
        DMatrixRMaj scaled = components.copy();
        int d = components.numCols;
        for (int i = 0; i < scaled.data.length; i++) {
            scaled.data[i] /= Math.sqrt(variances[i / d]);
        }
        double[] ones = new double[variances.length];
        Arrays.fill(ones, 1);
        return new PrincipalComponents(mean, scaled, ones);
    }

    /// The coefficients of a vector less the mean along each component, (K).
    float[] coefficients(float[] vector) {
        int d = mean.length;
        double[] centred = new double[d];
        for (int j = 0; j < d; j++) {
            centred[j] = (double) vector[j] - mean[j];
        }
        float[] coefficients = new float[variances.length];
        for (int c = 0; c < coefficients.length; c++) {
            double sum = 0;
            for (int j = 0; j < d; j++) {
                sum += components.data[c * d + j] * centred[j];
            }
            coefficients[c] = (float) sum;
        }
        return coefficients;
    }

    @Override
    public String toString() {
        return variances.length + " principal components of " + mean.length + " values";
    }
}
