package org.fovea.gradcam.method;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.fovea.gradcam.Convention;

/// The first principal component of a layer's cells, each cell a point whose coordinates are its channels.
final class PrincipalComponent {
    private PrincipalComponent() {}

    /// X·v, where v is the first right singular vector of X, the direction that X's rows lie along the most. Its
    /// sign is as good as its opposite: by the papers' convention the one that goes along with `guide`, by
    /// pytorch-grad-cam's the one that numpy's `linalg.svd` arrives at.
    ///
    /// @param x (rows, columns)
    /// @param centre whether each column's mean is taken away first
    static float[] projection(double[] x, int columns, boolean centre, Convention convention, float[] guide) {
        DMatrixRMaj m = matrix(x, columns, centre);
        double[] projection = projection(m);
        if (convention == Convention.PYTORCH_GRAD_CAM) {
            return signed(projection, hasLapackSign(m, projection) ? 1 : -1);
        }
        double product = 0;
        for (int i = 0; i < projection.length; i++) {
            product += projection[i] * guide[i];
        }
        return signed(projection, product < 0 ? -1 : 1);
    }

    /// X·v, of either sign.
    static double[] projection(double[] x, int columns, boolean centre) {
        return projection(matrix(x, columns, centre));
    }

    static float[] signed(double[] projection, int sign) {
        float[] map = new float[projection.length];
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) (sign * projection[i]);
        }
        return map;
    }

    private static double[] projection(DMatrixRMaj m) {
        if (MatrixFeatures_DDRM.hasUncountable(m)) {
            return notNumbers(m.numRows);
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(m.numRows, m.numCols, false, true, true);
        if (!svd.decompose(m.copy())) {
            throw new IllegalStateException(
                    "the singular values of " + m.numRows + "×" + m.numCols + " values do not converge");
        }
        double[] singular = svd.getSingularValues();
        int first = 0;
        for (int i = 1; i < svd.numberOfSingularValues(); i++) {
            first = singular[i] > singular[first] ? i : first;
        }
        DMatrixRMaj vt = svd.getV(null, true);
        double[] projection = new double[m.numRows];
        for (int i = 0; i < m.numRows; i++) {
            for (int k = 0; k < m.numCols; k++) {
                projection[i] += m.get(i, k) * vt.get(first, k);
            }
        }
        return projection;
    }

    /// What follows from values that are not finite, as by any other sum: NaN everywhere.
    static double[] notNumbers(int cells) {
        double[] values = new double[cells];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static DMatrixRMaj matrix(double[] x, int columns, boolean centre) {
        DMatrixRMaj m = new DMatrixRMaj(x.length / columns, columns, true, x.clone());
        for (int k = 0; k < columns && centre; k++) {
            double mean = 0;
            for (int i = 0; i < m.numRows; i++) {
                mean += m.get(i, k) / m.numRows;
            }
            for (int i = 0; i < m.numRows; i++) {
                m.set(i, k, m.get(i, k) - mean);
            }
        }
        return m;
    }

    /// Whether a projection has the sign that LAPACK's `gesdd` gives it. `gesdd` first makes X bidiagonal by
    /// reflections; of what comes after, the first singular vector keeps a positive part along the first reflected
    /// axis. The first reflection turns X's first column c onto −sign(c\[0\])·‖c‖, and does nothing where c is 0.
    /// (Of wide matrices, which are turned from their first row, only the usual outcome is known: by measurement,
    /// in nine cases of ten.)
    private static boolean hasLapackSign(DMatrixRMaj m, double[] projection) {
        if (m.numRows < m.numCols) {
            boolean muchWider = m.numCols >= m.numRows * 11 / 6;
            return muchWider == projection[0] < 0;
        }
        double along = 0;
        boolean reflects = false;
        for (int i = 0; i < m.numRows; i++) {
            along += projection[i] * m.get(i, 0);
            reflects |= m.get(i, 0) != 0;
        }
        return reflects ? Math.copySign(1, m.get(0, 0)) * along <= 0 : projection[0] >= 0;
    }
}
