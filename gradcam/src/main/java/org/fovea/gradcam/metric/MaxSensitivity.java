package org.fovea.gradcam.metric;

import java.util.List;
import java.util.function.Function;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;

/// How far a map moves when its picture hardly does (Yeh, Hsieh, Suggala, Inouye and Ravikumar, "On the (In)fidelity
/// and Sensitivity of Explanations", NeurIPS 2019):
///
/// max over ‖δ‖∞ ≤ r of ‖Φ(x + δ) − Φ(x)‖₂ / ‖Φ(x)‖₂,
///
/// the maximum over samples of δ, each value uniform in \[−r, r\]: a lower bound of the true one. The paper's
/// definition has no denominator; without it maps of different units could not be compared. *Small* is good, but a map
/// that ignores the picture has 0.
///
/// @param radius r, in the input's unit; above 0
/// @param samples at least 1
public record MaxSensitivity(double radius, int samples) {
    public MaxSensitivity {
        if (!(radius > 0) || !Double.isFinite(radius) || samples < 1) {
            throw new IllegalArgumentException(
                    "needs a radius above 0 and at least 1 sample, found " + radius + " and " + samples);
        }
    }

    /// Of every picture of a batch at once.
    ///
    /// @param pictures (N, H, W, C)
    /// @param method the N maps Φ of a batch, of the same sizes each time
    /// @param seed of the samples
    /// @return one number a picture; NaN where Φ(x) is all zero
    public double[] of(Tensor pictures, Function<Tensor, List<HeatMap>> method, long seed) {
        List<HeatMap> maps = method.apply(pictures);
        double[] norms = maps.stream().mapToDouble(map -> norm(map.values())).toArray();
        double[] largest = new double[maps.size()];
        Xoshiro256 random = new Xoshiro256(seed);
        for (int sample = 0; sample < samples; sample++) {
            Tensor moved = pictures.copy();
            for (int i = 0; i < moved.size(); i++) {
                moved.data()[i] += (float) (radius * (2 * random.nextDouble() - 1));
            }
            List<HeatMap> others = method.apply(moved);
            for (int n = 0; n < largest.length; n++) {
                double distance = distance(maps.get(n), others.get(n));
                largest[n] = norms[n] == 0 ? Double.NaN : Math.max(largest[n], distance / norms[n]);
            }
        }
        return largest;
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (float v : values) {
            squares += (double) v * v;
        }
        return Math.sqrt(squares);
    }

    private static double distance(HeatMap a, HeatMap b) {
        Pictures.check(a, b);
        double squares = 0;
        for (int i = 0; i < a.values().length; i++) {
            double d = (double) a.values()[i] - b.values()[i];
            squares += d * d;
        }
        return Math.sqrt(squares);
    }
}
