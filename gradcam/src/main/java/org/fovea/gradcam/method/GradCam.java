package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Trace;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.WeightMethod;

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
                Cost.passes(1, 1),
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

    /// The raw map of one picture, `height × width`, row by row.
    public static float[] map(Reading reading) {
        return sumOverChannels(terms(reading, weights(reading)), reading.channels());
    }

    /// One map a picture straight from a trace, whose backward has reached `layer`: any target will do.
    ///
    /// @throws IllegalArgumentException if the layer's output has no height and width
    public static List<HeatMap> of(Trace trace, String layer) {
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < trace.batch(); n++) {
            Reading reading = Reading.of(trace, layer, n);
            maps.add(new HeatMap(
                    reading.height(),
                    reading.width(),
                    map(reading),
                    "Grad-CAM",
                    layer,
                    trace.target().describe(n)));
        }
        return maps;
    }
}
