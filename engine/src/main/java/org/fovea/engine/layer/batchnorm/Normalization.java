package org.fovea.engine.layer.batchnorm;

import java.util.Arrays;
import org.fovea.engine.kernel.Affine;
import org.fovea.engine.kernel.AffineGradient;
import org.fovea.engine.kernel.BatchNormKernels;
import org.fovea.engine.kernel.KernelSelection;
import org.jspecify.annotations.Nullable;

/// One batch norm at one place: what forward measures and backward reads, channel by channel, whichever operation it is
/// part of (a batch norm by itself, or one that computes more in the same sweep).
///
/// Sums over rows are taken piece by piece into `first` and `second` and merged here in the pieces' order, so that they
/// do not depend on threads.
public final class Normalization {
    private final BatchNormKernels kernels = KernelSelection.selected().batchNorm();
    private final BatchNormParameters norm;
    private final boolean training;
    private final int c;
    /// Rows of x.
    private final int rows;
    public final float[] mean;
    private final double[] mean64;
    private final double[] var;
    private final double[] sum;
    private final double[] product;
    /// What forward does to x.
    public final Affine map;
    /// What backward makes of dy and x.
    public final AffineGradient gradient;
    /// The pieces' shares: means, then squares about them; in backward Σ dy, then Σ dy·(x − mean).
    public final float[] first;

    public final float[] second;

    /// @param rows of x
    /// @param pieces the most that forward or backward is split into
    public Normalization(BatchNormParameters norm, boolean training, int rows, int pieces) {
        this.norm = norm;
        this.training = training;
        this.rows = rows;
        c = norm.gamma().length;
        mean = new float[c];
        mean64 = new double[c];
        var = new double[c];
        sum = new double[c];
        product = new double[c];
        map = new Affine(new float[c], new float[c]);
        gradient = new AffineGradient(new float[c], new float[c], new float[c]);
        first = new float[pieces * c];
        second = new float[pieces * c];
        if (training && rows < 2) {
            throw new IllegalArgumentException(
                    "batch norm in training needs more than one value per channel, found a batch of one");
        }
    }

    /// Mean and squares of a piece of rows.
    public void moments(float[] x, int from, int to, int piece) {
        kernels.moments(x, c, from, to, first, second, piece * c);
    }

    /// Works out the map: in training from the moments of pieces of `perPiece` rows, else from the running
    /// statistics.
    public void endForward(int perPiece) {
        if (training) {
            mergeMoments(perPiece);
        } else {
            for (int k = 0; k < c; k++) {
                mean[k] = norm.runningMean()[k];
                var[k] = norm.runningVar()[k];
            }
        }
        float[] gamma = norm.gamma();
        float[] beta = norm.beta();
        for (int k = 0; k < c; k++) {
            double s = gamma[k] / Math.sqrt(var[k] + norm.epsilon());
            map.scale()[k] = (float) s;
            map.shift()[k] = (float) (beta[k] - s * mean[k]);
        }
    }

    /// Chan, Golub and LeVeque, 1979.
    private void mergeMoments(int perPiece) {
        Arrays.fill(mean64, 0);
        Arrays.fill(var, 0);
        for (int piece = 0, from = 0; from < rows; piece++, from += perPiece) {
            double count = Math.min(perPiece, rows - from);
            double share = count / (from + count);
            double weight = from * share;
            for (int k = 0; k < c; k++) {
                double delta = first[piece * c + k] - mean64[k];
                var[k] += second[piece * c + k] + delta * delta * weight;
                mean64[k] += delta * share;
            }
        }
        for (int k = 0; k < c; k++) {
            mean[k] = (float) mean64[k];
            var[k] /= rows;
        }
    }

    /// Whether backward needs the sums over the rows.
    public boolean needsSums(boolean wantsParameters) {
        return training || wantsParameters;
    }

    /// Works out the gradient's law, from the sums of `pieces` pieces where they are needed, and adds to the
    /// parameters' gradients.
    ///
    /// @param dgamma null where the parameters' gradients are not wanted
    /// @param dbeta as `dgamma`
    public void endBackward(int pieces, float @Nullable [] dgamma, float @Nullable [] dbeta) {
        boolean wantsParameters = dgamma != null && dbeta != null;
        float[] scale = map.scale();
        System.arraycopy(scale, 0, gradient.p(), 0, c);
        Arrays.fill(gradient.q(), 0);
        Arrays.fill(gradient.r(), 0);
        if (!needsSums(wantsParameters)) {
            return;
        }
        mergeSums(pieces);
        if (dgamma != null && dbeta != null) {
            for (int k = 0; k < c; k++) {
                dgamma[k] += (float) (product[k] / Math.sqrt(var[k] + norm.epsilon()));
                dbeta[k] += (float) sum[k];
            }
        }
        if (training) {
            for (int k = 0; k < c; k++) {
                double slope = -scale[k] / (var[k] + norm.epsilon()) * product[k] / rows;
                gradient.q()[k] = (float) slope;
                gradient.r()[k] = (float) (-scale[k] * sum[k] / rows - slope * mean[k]);
            }
        }
    }

    private void mergeSums(int pieces) {
        Arrays.fill(sum, 0);
        Arrays.fill(product, 0);
        for (int piece = 0; piece < pieces; piece++) {
            for (int k = 0; k < c; k++) {
                sum[k] += first[piece * c + k];
                product[k] += second[piece * c + k];
            }
        }
    }

    /// Moves the running statistics towards what forward measured.
    public void updateStatistics() {
        float[] runningMean = norm.runningMean();
        float[] runningVar = norm.runningVar();
        for (int k = 0; k < c; k++) {
            double unbiased = var[k] * rows / (rows - 1);
            runningMean[k] += (float) (norm.momentum() * (mean[k] - runningMean[k]));
            runningVar[k] += (float) (norm.momentum() * (unbiased - runningVar[k]));
        }
    }
}
