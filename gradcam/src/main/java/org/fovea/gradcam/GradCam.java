package org.fovea.gradcam;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Grad-CAM (Selvaraju and others, "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization",
/// ICCV 2017): each channel of a layer is weighted by the mean of its gradient, and the weighted channels are added.
///
/// With the layer's activations A and their gradients G = dY/dA, both (N, H, W, C), and Z = H·W:
///
/// α\[k\] = (1/Z) Σ over i, j of G\[i, j, k\]; map\[i, j\] = Σ over k of α\[k\]·A\[i, j, k\].
///
/// The paper then takes max(map, 0): [HeatMap#positive()].
public final class GradCam {
    private GradCam() {}

    /// One map a picture of the trace, whose backward has reached `layer`.
    ///
    /// @throws IllegalArgumentException if the layer's output has no height and width
    public static List<HeatMap> of(Trace trace, String layer) {
        Tensor activation = trace.activation(layer);
        Tensor gradient = trace.gradient(layer);
        Shape shape = activation.shape();
        if (shape.rank() != 4) {
            throw new IllegalArgumentException(
                    "a map needs a layer with height and width; \"" + layer + "\" puts out " + shape.example());
        }
        int height = shape.extent(1);
        int width = shape.extent(2);
        int channels = shape.extent(3);
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < shape.extent(0); n++) {
            int at = n * height * width * channels;
            double[] alpha = weights(gradient.data(), at, height * width, channels);
            float[] map = weightedSum(activation.data(), at, height * width, alpha);
            maps.add(new HeatMap(
                    height, width, map, "Grad-CAM", layer, trace.target().describe(n)));
        }
        return maps;
    }

    /// α: the mean of each channel's gradient over one picture's cells.
    static double[] weights(float[] g, int at, int cells, int channels) {
        double[] alpha = new double[channels];
        for (int cell = 0; cell < cells; cell++) {
            for (int k = 0; k < channels; k++) {
                alpha[k] += g[at + cell * channels + k];
            }
        }
        for (int k = 0; k < channels; k++) {
            alpha[k] /= cells;
        }
        return alpha;
    }

    /// Σ over k of α\[k\]·A\[·, k\], cell by cell.
    static float[] weightedSum(float[] a, int at, int cells, double[] alpha) {
        float[] map = new float[cells];
        for (int cell = 0; cell < cells; cell++) {
            double sum = 0;
            for (int k = 0; k < alpha.length; k++) {
                sum += alpha[k] * a[at + cell * alpha.length + k];
            }
            map[cell] = (float) sum;
        }
        return map;
    }
}
