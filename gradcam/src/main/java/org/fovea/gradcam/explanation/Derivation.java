package org.fovea.gradcam.explanation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.Subject;

/// Grad-CAM of one layer for one scalar Y of one picture, with everything on the way. Z = height·width cells, k counts
/// channels, i cells:
///
/// - A\[i, k\] the layer's activations, G\[i, k\] = ∂Y/∂A\[i, k\];
/// - α\[k\] = (1/Z) Σᵢ G\[i, k\];
/// - map\[i\] = Σₖ α\[k\]·A\[i, k\], raw and signed;
/// - Cov\[k\] = (1/Z) Σᵢ (G\[i, k\] − α\[k\])·(A\[i, k\] − Ā\[k\]), what averaging threw away:
///   Σᵢ Σₖ G·A = Σᵢ map\[i\] + Z·Σₖ Cov\[k\].
///
/// The sums are taken in `double` from the `float` arrays.
///
/// @param layer the node
/// @param scalar what Y is: `logit of class 3`
/// @param height cells down
/// @param width cells across
/// @param channels how many
/// @param activation A, `height × width × channels`, channels last
/// @param gradient G, likewise
/// @param alpha α, one a channel
/// @param meanActivation Ā, one a channel
/// @param covariance Cov, one a channel
/// @param map raw and signed, one a cell
public record Derivation(
        String layer,
        String scalar,
        int height,
        int width,
        int channels,
        float[] activation,
        float[] gradient,
        double[] alpha,
        double[] meanActivation,
        double[] covariance,
        float[] map) {

    /// Reads one picture's derivation from a trace whose backward has reached the layer.
    ///
    /// @throws IllegalArgumentException if the layer's output has no height and width
    public static Derivation of(Trace trace, int picture, String layer) {
        Shape shape = trace.activation(layer).shape();
        if (shape.rank() != 4) {
            throw new IllegalArgumentException(
                    "a map needs a layer with height and width; \"" + layer + "\" puts out " + shape.example());
        }
        return of(
                layer,
                trace.target().describe(picture),
                shape.example(),
                one(trace.activation(layer), picture),
                one(trace.gradient(layer), picture));
    }

    /// The derivation of one of a subject's pictures, at its layer and for its target.
    public static Derivation of(Subject subject, int picture) {
        Reading reading = subject.reading(picture);
        return of(
                subject.layer(),
                subject.target().describe(picture),
                subject.network().node(subject.layer()).shape(),
                reading.a(),
                reading.g());
    }

    /// The derivation from the two arrays alone.
    ///
    /// @param shape (H, W, C) of both
    public static Derivation of(String layer, String scalar, Shape shape, float[] a, float[] g) {
        int channels = shape.extent(2);
        int cells = shape.extent(0) * shape.extent(1);
        double[] alpha = means(g, cells, channels);
        double[] mean = means(a, cells, channels);
        double[] covariance = new double[channels];
        float[] map = new float[cells];
        for (int i = 0; i < cells; i++) {
            double sum = 0;
            for (int k = 0; k < channels; k++) {
                int at = i * channels + k;
                covariance[k] += (g[at] - alpha[k]) * (a[at] - mean[k]);
                sum += alpha[k] * a[at];
            }
            map[i] = (float) sum;
        }
        for (int k = 0; k < channels; k++) {
            covariance[k] /= cells;
        }
        return new Derivation(
                layer, scalar, shape.extent(0), shape.extent(1), channels, a, g, alpha, mean, covariance, map);
    }

    /// Z, the number of cells.
    public int cells() {
        return height * width;
    }

    /// α\[k\]·A\[i, k\]: what one channel adds to one cell of the map.
    public double contribution(int cell, int channel) {
        return alpha[channel] * activation[cell * channels + channel];
    }

    /// Σᵢ α\[k\]·A\[i, k\] = Z·α\[k\]·Ā\[k\]: what one channel adds to the map's sum.
    public double contribution(int channel) {
        return cells() * alpha[channel] * meanActivation[channel];
    }

    /// Σᵢ map\[i\], from the channels' shares.
    public double mapSum() {
        return IntStream.range(0, channels).mapToDouble(this::contribution).sum();
    }

    /// Z·Σₖ Cov\[k\]: the part of Σ G·A that the map does not have, since α is a mean.
    public double thrownAway() {
        return cells() * Arrays.stream(covariance).sum();
    }

    /// The channels by what they add to the map, by |Σᵢ α·A|, the largest first; equals in their own order.
    public int[] byContribution() {
        return IntStream.range(0, channels)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -Math.abs(contribution(k))))
                .mapToInt(k -> k)
                .toArray();
    }

    /// The map of some channels alone: Σ over the first `count` of `order` of α\[k\]·A\[i, k\].
    public float[] runningSum(int[] order, int count) {
        float[] sum = new float[cells()];
        for (int i = 0; i < sum.length; i++) {
            double s = 0;
            for (int j = 0; j < count; j++) {
                s += contribution(i, order[j]);
            }
            sum[i] = (float) s;
        }
        return sum;
    }

    /// max(map, 0): the evidence for Y.
    public float[] positive() {
        return part(1);
    }

    /// max(−map, 0): the evidence against Y, which ReLU discards; the positive part of −Y's map.
    public float[] counterEvidence() {
        return part(-1);
    }

    private float[] part(int sign) {
        float[] part = new float[map.length];
        for (int i = 0; i < part.length; i++) {
            part[i] = Math.max(sign * map[i], 0) + 0f; // + 0f: no −0
        }
        return part;
    }

    /// Σ of the cells that speak against over Σ|cell|: the share that ReLU discards; 0 for a map of zeros.
    public double discarded() {
        double negative = 0;
        double all = 0;
        for (float v : map) {
            negative += Math.max(-v, 0);
            all += Math.abs(v);
        }
        return all == 0 ? 0 : negative / all;
    }

    private static double[] means(float[] values, int cells, int channels) {
        double[] means = new double[channels];
        for (int at = 0; at < values.length; at++) {
            means[at % channels] += values[at];
        }
        for (int k = 0; k < channels; k++) {
            means[k] /= cells;
        }
        return means;
    }

    private static float[] one(Tensor batch, int picture) {
        return batch.slice(picture, picture + 1).data();
    }

    @Override
    public String toString() {
        return "derivation of " + scalar + " at " + layer + ", " + height + "×" + width + "×" + channels;
    }
}
