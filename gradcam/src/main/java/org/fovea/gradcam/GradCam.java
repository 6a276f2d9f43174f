package org.fovea.gradcam;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Trace;

/// Grad-CAM: each channel of a layer is weighted by the mean of its gradient, and the weighted channels are added.
///
/// With the layer's activations A and their gradients G = dY/dA, both (N, H, W, C), and Z = H·W:
///
/// α\[k\] = (1/Z) Σ over i, j of G\[i, j, k\]; map\[i, j\] = Σ over k of α\[k\]·A\[i, j, k\].
///
/// The paper then takes max(map, 0): [HeatMap#positive()].
///
/// Source: Selvaraju and others, "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization",
/// ICCV 2017, arXiv:1610.02391.
public final class GradCam extends WeightMethod {
    public GradCam() {
        super(new About(
                "grad-cam",
                "Grad-CAM",
                "Σₖ αₖ·Aₖ, αₖ = (1/Z)·Σᵢⱼ Gᵢⱼₖ",
                "Selvaraju and others, ICCV 2017, arXiv:1610.02391",
                "1 forward, 1 backward",
                "gradients down to the layer"));
    }

    @Override
    public double[] weights(Subject subject, int picture) {
        return weights(subject.reading(picture));
    }

    /// α: the mean of each channel's gradient over the cells.
    public static double[] weights(Reading reading) {
        double[] alpha = reading.sums((a, g) -> g);
        for (int k = 0; k < alpha.length; k++) {
            alpha[k] /= reading.cells();
        }
        return alpha;
    }

    /// One map a picture straight from a trace, whose backward has reached `layer`: any target will do.
    ///
    /// @throws IllegalArgumentException if the layer's output has no height and width
    public static List<HeatMap> of(Trace trace, String layer) {
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < trace.batch(); n++) {
            Reading reading = Reading.of(trace, layer, n);
            float[] map = sumOverChannels(terms(reading, weights(reading)), reading.channels());
            maps.add(new HeatMap(
                    reading.height(),
                    reading.width(),
                    map,
                    "Grad-CAM",
                    layer,
                    trace.target().describe(n)));
        }
        return maps;
    }
}
