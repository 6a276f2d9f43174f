package org.fovea.facerec.baseline;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// The directions w that part people best: those of the largest wᵀ S_b w / wᵀ S w, scaled so that wᵀ S w = 1. With p of
/// P people, n_p vectors of each, N in all, μ_p a person's mean and μ that of all,
///
/// - within people: S_w = Σ_p Σ_i (y_i − μ_p)(y_i − μ_p)ᵀ / (N − P)
/// - shrunk towards a sphere: S = (1 − γ) S_w + γ (tr S_w / D) 1
/// - between people: S_b = Σ_p n_p (μ_p − μ)(μ_p − μ)ᵀ / (P − 1)
///
/// found by whitening S and taking the eigenvectors of S_b there.
///
/// @param rows (K, D), K at most P − 1
record Discriminants(DMatrixRMaj rows) {
    /// @param y N vectors of D values
    /// @param labels N numbers of people
    /// @param shrinkage γ, above 0, at most 1
    static Discriminants of(float[][] y, int[] labels, double shrinkage) {
        int d = y[0].length;
        double[] centre = mean(y, labels, -1);
        DMatrixRMaj within = new DMatrixRMaj(d, d);
        DMatrixRMaj between = new DMatrixRMaj(d, d);
        int[] people = Arrays.stream(labels).distinct().sorted().toArray();
        for (int person : people) {
            double[] own = mean(y, labels, person);
            int count = 0;
            for (int i = 0; i < y.length; i++) {
                if (labels[i] == person) {
                    addSquare(within, difference(y[i], own), 1.0 / (y.length - people.length));
                    count++;
                }
            }
            for (int j = 0; j < d; j++) {
                own[j] -= centre[j];
            }
            addSquare(between, own, (double) count / (people.length - 1));
        }
        return of(shrunk(within, shrinkage), between);
    }

    private static DMatrixRMaj shrunk(DMatrixRMaj within, double shrinkage) {
        double sphere = CommonOps_DDRM.trace(within) / within.numRows;
        CommonOps_DDRM.scale(1 - shrinkage, within);
        for (int j = 0; j < within.numRows; j++) {
            within.add(j, j, shrinkage * sphere);
        }
        return within;
    }

    private static Discriminants of(DMatrixRMaj within, DMatrixRMaj between) {
        DMatrixRMaj whitening = rows(SymmetricEigen.of(within), true);
        DMatrixRMaj half = new DMatrixRMaj(whitening.numRows, between.numCols);
        CommonOps_DDRM.mult(whitening, between, half);
        DMatrixRMaj there = new DMatrixRMaj(whitening.numRows, whitening.numRows);
        CommonOps_DDRM.multTransB(half, whitening, there);
        DMatrixRMaj directions = rows(SymmetricEigen.of(there), false);
        DMatrixRMaj rows = new DMatrixRMaj(directions.numRows, whitening.numCols);
        CommonOps_DDRM.mult(directions, whitening, rows);
        return new Discriminants(rows);
    }

    /// The eigenvectors as rows; whitening, each divided by the root of its eigenvalue.
    private static DMatrixRMaj rows(SymmetricEigen eigen, boolean whitening) {
        DMatrixRMaj rows = new DMatrixRMaj(eigen.vectors());
        if (whitening) {
            for (int i = 0; i < rows.data.length; i++) {
                rows.data[i] /= Math.sqrt(eigen.values()[i / rows.numCols]);
            }
        }
        return rows;
    }

    /// The mean of one person's vectors, of all for −1.
    private static double[] mean(float[][] y, int[] labels, int person) {
        double[] mean = new double[y[0].length];
        int count = 0;
        for (int i = 0; i < y.length; i++) {
            if (person < 0 || labels[i] == person) {
                count++;
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += y[i][j];
                }
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= count;
        }
        return mean;
    }

    private static double[] difference(float[] y, double[] mean) {
        double[] difference = new double[mean.length];
        for (int j = 0; j < mean.length; j++) {
            difference[j] = y[j] - mean[j];
        }
        return difference;
    }

    private static void addSquare(DMatrixRMaj sum, double[] v, double weight) {
        int d = v.length;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                sum.data[i * d + j] += weight * v[i] * v[j];
            }
        }
    }

    /// The coordinates of a vector along the directions, (K).
    float[] coordinates(float[] y) {
        float[] coordinates = new float[rows.numRows];
        for (int k = 0; k < coordinates.length; k++) {
            double sum = 0;
            for (int j = 0; j < y.length; j++) {
                sum += rows.data[k * rows.numCols + j] * y[j];
            }
            coordinates[k] = (float) sum;
        }
        return coordinates;
    }
}
