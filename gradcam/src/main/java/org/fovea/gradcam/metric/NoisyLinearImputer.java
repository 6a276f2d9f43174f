package org.fovea.gradcam.metric;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Fills in removed pixels from those that are left, so that the hole itself tells the network little (Rong, Leemann,
/// Borisov, Kasneci and Kasneci, "A Consistent and Efficient Evaluation Strategy for Attribution Methods", ICML 2022,
/// section 4.2).
///
/// Every removed pixel is the weighted mean of its eight neighbours, with 1/6 for those beside, above and below it and
/// 1/12 for the diagonal ones; at the border the weights of the neighbours that exist are scaled up to sum 1. As the
/// neighbours may be removed as well, that is one linear equation a removed pixel:
///
/// (Σ w\[q\]) x\[p\] − Σ over removed q of w\[q\] x\[q\] = Σ over kept q of w\[q\] v\[q\], q the neighbours of p.
///
/// Its matrix is symmetric and positive definite as long as one pixel is kept, so conjugate gradients solve it, channel
/// by channel, until the residual is below 1e-8 of the right-hand side. Normal noise is added to the solution.
///
/// @param noise the noise's standard deviation, in the input's unit; the paper's code takes 0.01
public record NoisyLinearImputer(double noise) {
    private static final int[][] NEIGHBOURS = {{-1, -1}, {-1, 0}, {-1, 1}, {0, -1}, {0, 1}, {1, -1}, {1, 0}, {1, 1}};
    private static final double BESIDE = 1.0 / 6;
    private static final double DIAGONAL = 1.0 / 12;
    private static final double TOLERANCE = 1e-8;

    public NoisyLinearImputer {
        if (!(noise >= 0) || !Double.isFinite(noise)) {
            throw new IllegalArgumentException("a standard deviation is 0 or more, found " + noise);
        }
    }

    /// The picture with its removed pixels filled in, as a new tensor.
    ///
    /// @param picture (1, H, W, C)
    /// @param removed one flag a pixel, row by row
    /// @param random the source of the noise
    /// @throws IllegalArgumentException if the flags do not fit, or no pixel is kept
    public Tensor fill(Tensor picture, boolean[] removed, RandomGenerator random) {
        Pictures.check(picture);
        Shape shape = picture.shape();
        int height = shape.extent(1);
        int width = shape.extent(2);
        if (removed.length != height * width) {
            throw new IllegalArgumentException(
                    removed.length + " flags for a picture of " + height + "×" + width + " pixels");
        }
        Equations equations = Equations.of(height, width, removed);
        if (equations.unknowns() == removed.length) {
            throw new IllegalArgumentException("no pixel is kept, from which the others could be filled in");
        }
        Tensor filled = picture.copy();
        int channels = shape.channels();
        for (int channel = 0; channel < channels; channel++) {
            double[] solution = equations.solve(picture.data(), channel, channels);
            for (int i = 0; i < solution.length; i++) {
                double value = noise == 0 ? solution[i] : solution[i] + noise * random.nextGaussian();
                filled.data()[equations.pixels[i] * channels + channel] = (float) value;
            }
        }
        return filled;
    }

    /// The equations of one set of removed pixels.
    ///
    /// @param pixels the pixel of each unknown
    /// @param reads for each unknown its eight neighbours: the number of an unknown, or −1 − pixel of a kept one,
    ///     or [#NOBODY] beyond the border
    /// @param diagonal the sum of the weights of each unknown's neighbours
    private record Equations(int[] pixels, int[] reads, double[] diagonal) {
        private static final int NOBODY = Integer.MIN_VALUE;

        static Equations of(int height, int width, boolean[] removed) {
            int[] unknown = new int[removed.length];
            int[] pixels = new int[removed.length];
            int n = 0;
            for (int p = 0; p < removed.length; p++) {
                if (removed[p]) {
                    pixels[n] = p;
                    unknown[p] = n++;
                }
            }
            pixels = Arrays.copyOf(pixels, n);
            int[] reads = new int[8 * n];
            double[] diagonal = new double[n];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < 8; k++) {
                    int row = pixels[i] / width + NEIGHBOURS[k][0];
                    int column = pixels[i] % width + NEIGHBOURS[k][1];
                    if (row < 0 || row >= height || column < 0 || column >= width) {
                        reads[8 * i + k] = NOBODY;
                    } else {
                        int q = row * width + column;
                        reads[8 * i + k] = removed[q] ? unknown[q] : -1 - q;
                        diagonal[i] += weight(k);
                    }
                }
            }
            return new Equations(pixels, reads, diagonal);
        }

        private static double weight(int k) {
            return k == 0 || k == 2 || k == 5 || k == 7 ? DIAGONAL : BESIDE;
        }

        int unknowns() {
            return pixels.length;
        }

        /// Conjugate gradients, preconditioned by the diagonal (Hestenes and Stiefel, 1952).
        double[] solve(float[] values, int channel, int channels) {
            int n = pixels.length;
            double[] x = new double[n];
            double[] r = rightSide(values, channel, channels);
            double enough = TOLERANCE * TOLERANCE * dot(r, r);
            double[] z = new double[n];
            double[] p = new double[n];
            double[] ap = new double[n];
            double rz = 0;
            for (int iteration = 0; dot(r, r) > enough; iteration++) {
                if (iteration > 10 * n + 100) {
                    throw new IllegalStateException("the equations of " + n + " removed pixels were not solved");
                }
                Arrays.setAll(z, i -> r[i] / diagonal[i]);
                double before = rz;
                rz = dot(r, z);
                double beta = iteration == 0 ? 0 : rz / before;
                for (int i = 0; i < n; i++) {
                    p[i] = z[i] + beta * p[i];
                }
                apply(p, ap);
                double step = rz / dot(p, ap);
                for (int i = 0; i < n; i++) {
                    x[i] += step * p[i];
                    r[i] -= step * ap[i];
                }
            }
            return x;
        }

        private double[] rightSide(float[] values, int channel, int channels) {
            double[] b = new double[pixels.length];
            for (int i = 0; i < b.length; i++) {
                for (int k = 0; k < 8; k++) {
                    int q = reads[8 * i + k];
                    if (q < 0 && q != NOBODY) {
                        b[i] += weight(k) * values[(-1 - q) * channels + channel];
                    }
                }
            }
            return b;
        }

        /// y = A·x.
        private void apply(double[] x, double[] y) {
            for (int i = 0; i < x.length; i++) {
                double beside = 0;
                double across = 0;
                int at = 8 * i;
                across += known(reads[at], x) + known(reads[at + 2], x) + known(reads[at + 5], x);
                across += known(reads[at + 7], x);
                beside += known(reads[at + 1], x) + known(reads[at + 3], x) + known(reads[at + 4], x);
                beside += known(reads[at + 6], x);
                y[i] = diagonal[i] * x[i] - BESIDE * beside - DIAGONAL * across;
            }
        }

        private static double known(int unknown, double[] x) {
            return unknown < 0 ? 0 : x[unknown];
        }

        private static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }
    }
}
