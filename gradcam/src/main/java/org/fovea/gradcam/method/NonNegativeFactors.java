package org.fovea.gradcam.method;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.fovea.engine.random.Xoshiro256;

/// A ≈ W·H with nothing below 0 in W and H: non-negative matrix factorisation by the multiplicative updates
///
/// H ← H ⊙ (Wᵀ·A) / (Wᵀ·W·H), W ← W ⊙ (A·Hᵀ) / (W·H·Hᵀ), which never raise ‖A − W·H‖.
///
/// Source: Lee and Seung, "Algorithms for Non-negative Matrix Factorization", NIPS 2000.
///
/// @param w (rows, factors)
/// @param h (factors, columns)
/// @param error ‖A − W·H‖ / ‖A‖
record NonNegativeFactors(DMatrixRMaj w, DMatrixRMaj h, double error) {
    private static final int MOST_ROUNDS = 400;
    private static final double ENOUGH = 1e-5;
    private static final double TINY = 1e-12;

    static NonNegativeFactors of(DMatrixRMaj a, int factors, Xoshiro256 random) {
        double mean = CommonOps_DDRM.elementSum(a) / a.getNumElements();
        DMatrixRMaj w = random(a.numRows, factors, mean, random);
        DMatrixRMaj h = random(factors, a.numCols, mean, random);
        double before = Double.POSITIVE_INFINITY;
        double error = error(a, w, h);
        for (int round = 0; round < MOST_ROUNDS && before - error > ENOUGH * error; round += 10) {
            for (int i = 0; i < 10; i++) {
                update(a, w, h);
            }
            before = error;
            error = error(a, w, h);
        }
        return new NonNegativeFactors(w, h, error);
    }

    private static DMatrixRMaj random(int rows, int columns, double mean, Xoshiro256 random) {
        DMatrixRMaj m = new DMatrixRMaj(rows, columns);
        for (int i = 0; i < m.data.length; i++) {
            m.data[i] = Math.sqrt(Math.max(mean, TINY)) * (0.1 + random.nextDouble());
        }
        return m;
    }

    private static void update(DMatrixRMaj a, DMatrixRMaj w, DMatrixRMaj h) {
        int factors = h.numRows;
        DMatrixRMaj square = new DMatrixRMaj(factors, factors);
        DMatrixRMaj up = new DMatrixRMaj(factors, a.numCols);
        DMatrixRMaj down = new DMatrixRMaj(factors, a.numCols);
        CommonOps_DDRM.multTransA(w, a, up);
        CommonOps_DDRM.multTransA(w, w, square);
        CommonOps_DDRM.mult(square, h, down);
        scale(h, up, down);
        up = new DMatrixRMaj(a.numRows, factors);
        down = new DMatrixRMaj(a.numRows, factors);
        CommonOps_DDRM.multTransB(a, h, up);
        CommonOps_DDRM.multTransB(h, h, square);
        CommonOps_DDRM.mult(w, square, down);
        scale(w, up, down);
    }

    private static void scale(DMatrixRMaj m, DMatrixRMaj up, DMatrixRMaj down) {
        for (int i = 0; i < m.data.length; i++) {
            m.data[i] *= up.data[i] / (down.data[i] + TINY);
        }
    }

    private static double error(DMatrixRMaj a, DMatrixRMaj w, DMatrixRMaj h) {
        DMatrixRMaj product = new DMatrixRMaj(a.numRows, a.numCols);
        CommonOps_DDRM.mult(w, h, product);
        double rest = 0;
        for (int i = 0; i < a.data.length; i++) {
            rest += (a.data[i] - product.data[i]) * (a.data[i] - product.data[i]);
        }
        double whole = Arrays.stream(a.data).map(v -> v * v).sum();
        return whole == 0 ? 0 : Math.sqrt(rest / whole);
    }
}
