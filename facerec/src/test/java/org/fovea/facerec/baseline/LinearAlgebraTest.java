package org.fovea.facerec.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;

class LinearAlgebraTest {
    @Test
    void eigenvaluesDescendAndThoseOfRoundingAreLeftOut() {
        SymmetricEigen eigen = SymmetricEigen.of(new DMatrixRMaj(new double[][] {{2, 1, 0}, {1, 2, 0}, {0, 0, 0}}));
        assertArrayEquals(new double[] {3, 1}, eigen.values(), 1e-12);
        double half = Math.sqrt(0.5);
        assertArrayEquals(
                new double[] {half, half, 0},
                Arrays.stream(eigen.vectors()[0]).map(Math::abs).toArray(),
                1e-12);
    }

    /// Four points on a cross, far along (3, 4)/5 and near across it: variances 2·10²/3 and 2·1²/3.
    @Test
    void principalComponentsAreTheAxesOfTheCross() {
        PrincipalComponents pca = PrincipalComponents.of(new float[][] {{7, 9}, {-5, -7}, {1.8f, 0.4f}, {0.2f, 1.6f}});
        assertArrayEquals(new float[] {1, 1}, pca.mean(), 1e-6f);
        assertArrayEquals(new double[] {200 / 3.0, 2 / 3.0}, pca.variances(), 1e-5);
        assertArrayEquals(new float[] {10, 0}, absolute(pca.coefficients(new float[] {7, 9})), 1e-5f);
        assertArrayEquals(
                new float[] {(float) Math.sqrt(1.5), 0},
                absolute(pca.whitened().coefficients(new float[] {7, 9})),
                1e-5f);
        assertEquals(1, pca.count(0.99));
        assertEquals(2, pca.count(0.995));
        assertArrayEquals(new float[] {1}, absolute(pca.range(1, 2).coefficients(new float[] {1.8f, 0.4f})), 1e-5f);
        assertEquals("2 principal components of 2 values", pca.toString());
    }

    private static float[] absolute(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        return values;
    }

    /// Two people, apart along (1, 1), whose vectors spread widely along (1, −1): the direction found is the first.
    @Test
    void discriminantsLookPastWhatVariesWithinPeople() {
        var random = new Xoshiro256(1);
        float[][] y = new float[400][];
        int[] labels = new int[400];
        for (int i = 0; i < 400; i++) {
            labels[i] = i % 2;
            double along = labels[i] + 0.1 * random.nextGaussian();
            double across = 5 * random.nextGaussian();
            y[i] = new float[] {(float) (along + across), (float) (along - across)};
        }
        Discriminants found = Discriminants.of(y, labels, 1e-6);
        assertEquals(1, found.rows().numRows, "people − 1");
        double ratio = found.rows().get(0, 0) / found.rows().get(0, 1);
        assertEquals(1, ratio, 0.02);
        // wᵀ S w = 1: along has a deviation of 0.1 within people.
        float[] at0 = found.coordinates(new float[] {0, 0});
        float[] at1 = found.coordinates(new float[] {1, 1});
        assertEquals(10, Math.abs(at1[0] - at0[0]), 0.7);
    }
}
