package org.fovea.gradcam.metric;

import java.util.Arrays;
import org.fovea.gradcam.HeatMap;

/// The structural similarity index SSIM (Wang, Bovik, Sheikh and Simoncelli, "Image Quality Assessment: From Error
/// Visibility to Structural Similarity", IEEE TIP 13(4), 2004) of two maps with values from 0 to 1.
///
/// Under a Gaussian window of 11×11 cells with σ = 1.5, at every place where it fits,
///
/// SSIM = (2 μa μb + C₁)(2 σab + C₂) / ((μa² + μb² + C₁)(σa² + σb² + C₂)), C₁ = 0.01², C₂ = 0.03²;
///
/// the mean over all places is returned.
public final class StructuralSimilarity {
    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;
    private static final double[] WEIGHTS = weights();

    private StructuralSimilarity() {}

    private static double[] weights() {
        double[] weights = new double[WINDOW];
        int middle = WINDOW / 2;
        Arrays.setAll(weights, i -> Math.exp(-(i - middle) * (i - middle) / (2 * SIGMA * SIGMA)));
        double sum = Arrays.stream(weights).sum();
        Arrays.setAll(weights, i -> weights[i] / sum);
        return weights;
    }

    /// @param a values from 0 to 1, at least 11×11 cells; [org.fovea.gradcam.Scaling] gives such
    /// @param b of the same size
    /// @return −1 to 1; 1 for equal maps alone
    /// @throws IllegalArgumentException if the maps differ in size, are smaller than the window, or a value is not
    ///     from 0 to 1
    public static double of(HeatMap a, HeatMap b) {
        Pictures.check(a, b);
        int height = a.height();
        int width = a.width();
        if (Math.min(height, width) < WINDOW) {
            throw new IllegalArgumentException("SSIM needs maps of at least " + WINDOW + "×" + WINDOW + " cells, found "
                    + height + "×" + width + "; resize the maps first");
        }
        double[] x = unit(a);
        double[] y = unit(b);
        double[] meanX = smooth(x, height, width);
        double[] meanY = smooth(y, height, width);
        double[] xx = smooth(product(x, x), height, width);
        double[] yy = smooth(product(y, y), height, width);
        double[] xy = smooth(product(x, y), height, width);
        double sum = 0;
        for (int i = 0; i < xy.length; i++) {
            double mm = meanX[i] * meanY[i];
            double squares = meanX[i] * meanX[i] + meanY[i] * meanY[i];
            double variances = xx[i] + yy[i] - squares;
            sum += (2 * mm + C1) * (2 * (xy[i] - mm) + C2) / ((squares + C1) * (variances + C2));
        }
        return sum / xy.length;
    }

    private static double[] unit(HeatMap map) {
        double[] values = new double[map.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = map.values()[i];
            if (!(values[i] >= 0 && values[i] <= 1)) {
                throw new IllegalArgumentException("SSIM needs values from 0 to 1, found " + values[i]);
            }
        }
        return values;
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        Arrays.setAll(product, i -> a[i] * b[i]);
        return product;
    }

    /// The window's mean at every place where it fits, rows first and then columns.
    private static double[] smooth(double[] x, int height, int width) {
        int across = width - WINDOW + 1;
        int down = height - WINDOW + 1;
        double[] rows = new double[height * across];
        for (int i = 0; i < rows.length; i++) {
            int from = i / across * width + i % across;
            for (int k = 0; k < WINDOW; k++) {
                rows[i] += WEIGHTS[k] * x[from + k];
            }
        }
        double[] means = new double[down * across];
        for (int i = 0; i < means.length; i++) {
            for (int k = 0; k < WINDOW; k++) {
                means[i] += WEIGHTS[k] * rows[i + k * across];
            }
        }
        return means;
    }
}
