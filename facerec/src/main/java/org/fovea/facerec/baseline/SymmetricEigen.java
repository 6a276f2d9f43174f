package org.fovea.facerec.baseline;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/// The eigenvalues of a symmetric matrix that stand above rounding, the largest first, and their vectors of length 1.
///
/// @param values eigenvalues above 10⁻¹⁰ of the largest
/// @param vectors for each its eigenvector
record SymmetricEigen(double[] values, double[][] vectors) {
    private static final double ROUNDING = 1e-10;

    static SymmetricEigen of(DMatrixRMaj matrix) {
        int n = matrix.numRows;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eigen.decompose(matrix.copy())) {
            throw new IllegalArgumentException("the eigenvalues of a matrix of " + n + "×" + n + " do not converge");
        }
        double[] all = IntStream.range(0, n)
                .mapToDouble(i -> eigen.getEigenvalue(i).real)
                .toArray();
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -all[i]))
                .mapToInt(i -> i)
                .toArray();
        int[] kept = IntStream.of(order)
                .filter(i -> all[i] > 0 && all[i] > ROUNDING * all[order[0]])
                .toArray();
        return new SymmetricEigen(
                IntStream.of(kept).mapToDouble(i -> all[i]).toArray(),
                IntStream.of(kept).mapToObj(i -> eigen.getEigenVector(i).data).toArray(double[][]::new));
    }
}
