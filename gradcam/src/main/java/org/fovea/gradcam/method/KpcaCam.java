package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Cost.Beyond;
import org.fovea.gradcam.Forward;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;

/// KPCA-CAM: Eigen-CAM by kernel principal components, which may follow a curve. With x\[i\] the cells' channels less
/// their means and C of them, K\[i, j\] = tanh(x\[i\]·x\[j\]/C + 1); K's rows and columns are centred, and the map is
/// √λ·u for its largest eigenvalue λ and eigenvector u, whose entry of largest magnitude is positive.
///
/// These are scikit-learn's KernelPCA and its defaults, as the authors' own contribution to pytorch-grad-cam uses them.
///
/// Source: Karmani and others, "KPCA-CAM: Visual Explainability of Deep Computer Vision Models using Kernel PCA", MMSP
/// 2024, arXiv:2410.00267.
public final class KpcaCam implements MapMethod {
    /// The eigenvectors of so many cells are found in about a second; the work grows with the third power.
    private static final int MOST_CELLS = 1024;

    @Override
    public About about() {
        return new About(
                "kpca-cam",
                "KPCA-CAM",
                "√λ₁·u₁ of K centred, Kᵢⱼ = tanh(xᵢ·xⱼ/C + 1), x the cells of A less their mean",
                "Karmani and others, MMSP 2024, arXiv:2410.00267",
                Cost.passes(1, 0).and(Beyond.DECOMPOSITION, "1 eigendecomposition of cells × cells"),
                "activations alone: the same map for every class; at most " + MOST_CELLS + " cells");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        int cells = subject.forward().activation(subject.layer()).size() / subject.channels() / subject.size();
        if (cells > MOST_CELLS) {
            throw new IllegalArgumentException("KPCA-CAM compares every cell with every other: \"" + subject.layer()
                    + "\" has " + cells + " cells, at most " + MOST_CELLS + " are feasible; choose a deeper layer");
        }
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            float[] map = subject.derive(new Component(subject.layer(), n));
            maps.add(subject.map(n, title(), map.clone()));
        }
        return maps;
    }

    /// One picture's map, whatever the target.
    private record Component(String layer, int picture) implements Forward.Derived<float[]> {
        @Override
        public float[] of(Forward forward) {
            return component(kernel(forward.activation(layer).slice(picture, picture + 1)));
        }
    }

    /// The centred kernel of one picture's activations, (1, H, W, C).
    private static DMatrixRMaj kernel(Tensor a) {
        int c = a.shape().channels();
        int cells = a.size() / c;
        double[] means = new double[c];
        for (int i = 0; i < a.size(); i++) {
            means[i % c] += (double) a.data()[i] / cells;
        }
        DMatrixRMaj x = new DMatrixRMaj(cells, c);
        for (int i = 0; i < a.size(); i++) {
            x.data[i] = a.data()[i] - means[i % c];
        }
        DMatrixRMaj kernel = new DMatrixRMaj(cells, cells);
        CommonOps_DDRM.multTransB(x, x, kernel);
        for (int i = 0; i < kernel.data.length; i++) {
            kernel.data[i] = Math.tanh(kernel.data[i] / c + 1);
        }
        centre(kernel);
        return kernel;
    }

    /// K − 1K − K1 + 1K1, with 1 the matrix of 1/cells.
    private static void centre(DMatrixRMaj k) {
        int n = k.numRows;
        double[] means = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                means[i] += k.get(i, j) / n;
            }
            mean += means[i] / n;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                k.set(i, j, k.get(i, j) - means[i] - means[j] + mean);
            }
        }
    }

    private static float[] component(DMatrixRMaj kernel) {
        int n = kernel.numRows;
        if (MatrixFeatures_DDRM.hasUncountable(kernel)) {
            return PrincipalComponent.signed(PrincipalComponent.notNumbers(n), 1);
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        double raised = 0;
        if (!eigen.decompose(kernel.copy())) {
            // Each eigenvalue must come to rest relative to itself, which those that rounding alone keeps from 0 may
            // not do. Raised, with the same eigenvectors, they are nowhere near 0.
            raised = CommonOps_DDRM.elementMaxAbs(kernel);
            for (int i = 0; i < n; i++) {
                kernel.add(i, i, raised);
            }
            if (!eigen.decompose(kernel)) {
                throw new IllegalStateException("the eigenvalues of a kernel of " + n + " cells do not converge");
            }
        }
        int first = 0;
        for (int i = 1; i < n; i++) {
            first = eigen.getEigenvalue(i).real > eigen.getEigenvalue(first).real ? i : first;
        }
        double[] u = eigen.getEigenVector(first).data.clone();
        int largest = 0;
        for (int i = 1; i < n; i++) {
            largest = Math.abs(u[i]) > Math.abs(u[largest]) ? i : largest;
        }
        double scale = Math.sqrt(Math.max(eigen.getEigenvalue(first).real - raised, 0)) * Math.signum(u[largest]);
        float[] map = new float[n];
        for (int i = 0; i < n; i++) {
            map[i] = (float) (scale * u[i]);
        }
        return map;
    }
}
