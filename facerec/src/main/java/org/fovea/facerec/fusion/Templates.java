package org.fovea.facerec.fusion;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.fovea.engine.tensor.Tensor;

/// One member's picture of each person: the mean of the features of the training pictures, in a space where directions
/// in which pictures of one person differ count little.
///
/// Features f of length 1 are whitened by the within-person covariance S of randomly changed copies of the training
/// pictures, shrunken towards a multiple of the identity so that it can be inverted: S' = (1 − s)·S + s·tr(S)/D·I, f ↦
/// L⁻¹·f with L·Lᵀ = S'. A person's template is the mean over its pictures; the score is the cosine. (Within-class
/// covariance normalisation: Hatch, Kajarekar and Stolcke, Interspeech 2006; shrinkage: Ledoit and Wolf, "A
/// well-conditioned estimator for large-dimensional covariance matrices", 2004, with a fixed s.) Where nothing
/// scatters, the features are compared as they are.
final class Templates {
    /// The share of the within-person covariance that is replaced by a multiple of the identity.
    private static final double SHRINKAGE = 0.3;

    /// The mean variance of a coordinate below which features of length 1 do not scatter: what floats leave behind.
    private static final double ROUNDING = 1e-13;

    private final int people;
    private final int length;
    /// Columns are the whitening's directions.
    private final DMatrixRMaj whitening;
    /// (people, length), whitened, of length 1.
    private final double[][] templates;
    /// Answers given before: several fusions ask about the same probes.
    private final Map<Tensor, Tensor> known = Collections.synchronizedMap(new WeakHashMap<>());

    /// @param features (N, D) of the training pictures
    /// @param varied (N·R, D), the scatter: R rows a picture
    /// @param labels for each training picture the person shown
    Templates(Tensor features, Tensor varied, int[] labels, int people) {
        this.people = people;
        length = features.size() / labels.length;
        int copies = varied.shape().extent(0) / labels.length;
        int[] variedLabels = new int[labels.length * copies];
        for (int i = 0; i < variedLabels.length; i++) {
            variedLabels[i] = labels[i / copies];
        }
        double[][] scatter = unit(varied);
        whitening = whitening(scatter, variedLabels, means(scatter, variedLabels));
        double[][] means = means(unit(features), labels);
        templates = new double[people][];
        for (int p = 0; p < people; p++) {
            templates[p] = whitened(means[p]);
        }
    }

    private double[][] means(double[][] unit, int[] labels) {
        double[][] means = new double[people][length];
        int[] counts = new int[people];
        for (int i = 0; i < unit.length; i++) {
            counts[labels[i]]++;
            for (int d = 0; d < length; d++) {
                means[labels[i]][d] += unit[i][d];
            }
        }
        for (int p = 0; p < people; p++) {
            for (int d = 0; d < length; d++) {
                means[p][d] /= Math.max(1, counts[p]);
            }
        }
        return means;
    }

    private DMatrixRMaj whitening(double[][] unit, int[] labels, double[][] means) {
        DMatrixRMaj deviations = new DMatrixRMaj(unit.length, length);
        for (int i = 0; i < unit.length; i++) {
            for (int d = 0; d < length; d++) {
                deviations.set(i, d, unit[i][d] - means[labels[i]][d]);
            }
        }
        DMatrixRMaj within = new DMatrixRMaj(length, length);
        CommonOps_DDRM.multInner(deviations, within);
        CommonOps_DDRM.divide(within, unit.length);
        double floor = SHRINKAGE * CommonOps_DDRM.trace(within) / length;
        CommonOps_DDRM.scale(1 - SHRINKAGE, within);
        if (!(floor > SHRINKAGE * ROUNDING)) {
            return CommonOps_DDRM.identity(length);
        }
        CommonOps_DDRM.addEquals(within, floor, CommonOps_DDRM.identity(length));
        // Any W with W·Wᵀ = S'⁻¹ gives the same cosines; the Cholesky factor's is cheaper than the eigenvectors'.
        var cholesky = DecompositionFactory_DDRM.chol(length, true);
        if (!cholesky.decompose(within)) {
            throw new IllegalArgumentException("the features' covariance is not positive definite; are they finite?");
        }
        DMatrixRMaj lower = cholesky.getT(null);
        TriangularSolver_DDRM.invertLower(lower.data, length);
        DMatrixRMaj directions = new DMatrixRMaj(length, length);
        CommonOps_DDRM.transpose(lower, directions);
        return directions;
    }

    /// Each row at length 1; rows of zeros stay.
    private double[][] unit(Tensor features) {
        int n = features.shape().extent(0);
        double[][] unit = new double[n][length];
        for (int i = 0; i < n; i++) {
            for (int d = 0; d < length; d++) {
                unit[i][d] = features.data()[i * length + d];
            }
            normalise(unit[i]);
        }
        return unit;
    }

    private static double[] normalise(double[] vector) {
        double squares = 0;
        for (double v : vector) {
            squares += v * v;
        }
        double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        for (int d = 0; d < vector.length; d++) {
            vector[d] *= scale;
        }
        return vector;
    }

    /// A vector in the whitened space, at length 1.
    private double[] whitened(double[] vector) {
        double[] result = new double[length];
        for (int d = 0; d < length; d++) {
            for (int k = 0; k < length; k++) {
                result[k] += vector[d] * whitening.get(d, k);
            }
        }
        return normalise(result);
    }

    /// The rows of (N, D) with these numbers.
    static Tensor rows(Tensor from, int... rows) {
        int length = from.size() / from.shape().extent(0);
        Tensor to = Tensor.zeros(rows.length, length);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(from.data(), rows[i] * length, to.data(), i * length, length);
        }
        return to;
    }

    int people() {
        return people;
    }

    /// How long features are, D.
    int length() {
        return length;
    }

    /// (D, D): by which features are multiplied from the right; a multiple of the whitening whose largest magnitude
    /// is 1, since lengths do not matter.
    float[] whitening() {
        double largest = CommonOps_DDRM.elementMaxAbs(whitening);
        float[] scaled = new float[length * length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (whitening.data[i] / largest);
        }
        return scaled;
    }

    /// (people, D): the templates in the whitened space, of length 1.
    float[] templates() {
        float[] rows = new float[people * length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) templates[i / length][i % length];
        }
        return rows;
    }

    /// The cosine of each picture's features to each person's template, (N, people), from −1 to 1.
    ///
    /// @param features (N, D)
    Tensor cosines(Tensor features) {
        return known.computeIfAbsent(features, this::compute);
    }

    private Tensor compute(Tensor features) {
        double[][] unit = unit(features);
        Tensor cosines = Tensor.zeros(unit.length, people);
        for (int i = 0; i < unit.length; i++) {
            double[] probe = whitened(unit[i]);
            for (int p = 0; p < people; p++) {
                double sum = 0;
                for (int d = 0; d < length; d++) {
                    sum += probe[d] * templates[p][d];
                }
                cosines.data()[i * people + p] = (float) sum;
            }
        }
        return cosines;
    }
}
