package org.fovea.gradcam.metric;

import java.util.Arrays;
import org.fovea.gradcam.HeatMap;

/// How few cells a map's magnitude is gathered in, from 0 (the same everywhere) to 1 (all in one cell). A sparse map is
/// easy to read; that does not make it right.
public final class Sparseness {
    private Sparseness() {}

    /// The Gini index of the magnitudes (Chalasani, Chen, Chowdhury, Jha and Wu, "Concise Explanations of Neural
    /// Networks using Adversarial Training", ICML 2020): with |v| sorted, lowest first, and i from 1 to N,
    ///
    /// G = 1 − 2 Σ (|v\[i\]| / ‖v‖₁) · (N − i + ½)/N.
    ///
    /// @return 0 to 1 − 1/N; 0 for a map of zeros
    public static double gini(HeatMap map) {
        Pictures.checkFinite(map);
        double[] sorted = magnitudes(map);
        Arrays.sort(sorted);
        int n = sorted.length;
        double sum = Arrays.stream(sorted).sum();
        if (sum == 0) {
            return 0;
        }
        double weighted = 0;
        for (int i = 1; i <= n; i++) {
            weighted += sorted[i - 1] / sum * (n - i + 0.5) / n;
        }
        return Math.max(0, 1 - 2 * weighted);
    }

    /// Hoyer's measure ("Non-negative Matrix Factorization with Sparseness Constraints", JMLR 5, 2004), N values:
    ///
    /// (√N − ‖v‖₁/‖v‖₂) / (√N − 1).
    ///
    /// @return 0 to 1; 0 for a map of zeros, and for a map of one cell
    public static double hoyer(HeatMap map) {
        Pictures.checkFinite(map);
        double[] magnitudes = magnitudes(map);
        double largest = Arrays.stream(magnitudes).max().orElse(0);
        if (largest == 0 || magnitudes.length == 1) {
            return 0;
        }
        double one = 0;
        double squares = 0;
        for (double magnitude : magnitudes) {
            double v = magnitude / largest; // so that the square of a tiny value is not 0
            one += v;
            squares += v * v;
        }
        double root = Math.sqrt(magnitudes.length);
        return Math.clamp((root - one / Math.sqrt(squares)) / (root - 1), 0.0, 1.0);
    }

    private static double[] magnitudes(HeatMap map) {
        double[] magnitudes = new double[map.values().length];
        Arrays.setAll(magnitudes, i -> Math.abs(map.values()[i]));
        return magnitudes;
    }
}
