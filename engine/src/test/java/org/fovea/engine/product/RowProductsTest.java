package org.fovea.engine.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowProductsTest {
    @ParameterizedTest
    @CsvSource({"1,1,1", "1,37,13", "4,100,128", "5,100,128", "23,301,17"})
    void eachElementIsTheDotProductOfTwoRows(int m, int n, int k) {
        var random = new Xoshiro256(m * 31L + n);
        float[] a = new float[m * k];
        float[] b = new float[n * k + 5];
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextFloat() - 0.5f;
        }
        for (int i = 0; i < b.length; i++) {
            b[i] = random.nextFloat() - 0.5f;
        }
        float[] c = new float[m * n + 3];
        c[m * n] = 7;
        RowProducts.multiply(a, m, b, n, k, c, Workers.common());
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += (double) a[i * k + p] * b[j * k + p];
                }
                assertEquals(sum, c[i * n + j], 1e-6 * k, "row " + i + ", row " + j);
            }
        }
        assertEquals(7, c[m * n]);
    }

    @ParameterizedTest
    @CsvSource({"0,2,3,A of 0 × 3", "2,3,3,B of 3 × 3", "2,2,4,A of 2 × 4"})
    void whatDoesNotFitIsRefusedWithItsNumbers(int m, int n, int k, String said) {
        var failure = assertThrows(
                IllegalArgumentException.class,
                () -> RowProducts.multiply(new float[6], m, new float[6], n, k, new float[9], Workers.common()));
        assertTrue(failure.getMessage().startsWith(said), failure.getMessage());
    }
}
