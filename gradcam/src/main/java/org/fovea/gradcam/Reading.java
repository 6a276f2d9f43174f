package org.fovea.gradcam;

import java.util.function.DoubleBinaryOperator;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// What a trace stored of one picture at one layer: the activations A and their gradients G = ∂Y/∂A, which are all that
/// most methods read.
///
/// @param height cells down
/// @param width cells across
/// @param channels maps in the layer
/// @param a activations, `height × width × channels`, channels last
/// @param g gradients, likewise
public record Reading(int height, int width, int channels, float[] a, float[] g) {
    /// Copies what a trace holds of one picture.
    ///
    /// @throws IllegalArgumentException if the layer's output has no height and width
    /// @throws IllegalStateException if the trace's last backward did not reach the layer
    public static Reading of(Trace trace, String layer, int picture) {
        return of(layer, trace.activation(layer), trace.gradient(layer), picture);
    }

    /// Copies one picture's share of two arrays.
    ///
    /// @param layer whose they are, for the message
    /// @param activations (N, H, W, C)
    /// @param gradients likewise
    /// @throws IllegalArgumentException if they are not of this shape
    static Reading of(String layer, Tensor activations, Tensor gradients, int picture) {
        Shape shape = activations.shape();
        if (shape.rank() != 4) {
            throw new IllegalArgumentException(
                    "a map needs a layer with height and width; \"" + layer + "\" puts out " + shape.example());
        }
        return new Reading(
                shape.extent(1),
                shape.extent(2),
                shape.extent(3),
                activations.slice(picture, picture + 1).data(),
                gradients.slice(picture, picture + 1).data());
    }

    /// Z: the number of cells.
    public int cells() {
        return height * width;
    }

    /// A of a cell, counted row by row, and a channel.
    public float a(int cell, int k) {
        return a[cell * channels + k];
    }

    /// G of a cell, counted row by row, and a channel.
    public float g(int cell, int k) {
        return g[cell * channels + k];
    }

    /// f(A, G) at every cell and channel, laid out as they are.
    public double[] each(DoubleBinaryOperator f) {
        double[] terms = new double[a.length];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = f.applyAsDouble(a[i], g[i]);
        }
        return terms;
    }

    /// Σ over the cells of f(A, G), for each channel.
    public double[] sums(DoubleBinaryOperator f) {
        double[] sums = new double[channels];
        for (int i = 0, k = 0; i < a.length; i++) {
            sums[k] += f.applyAsDouble(a[i], g[i]);
            k = k + 1 == channels ? 0 : k + 1;
        }
        return sums;
    }

    @Override
    public String toString() {
        return "reading of " + height + "×" + width + "×" + channels;
    }
}
