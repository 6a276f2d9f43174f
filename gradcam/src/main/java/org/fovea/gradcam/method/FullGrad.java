package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Resize;
import org.fovea.gradcam.Scaling;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Upsampling;

/// FullGrad: what the input and every bias contribute to the score, gathered at the picture's size:
///
/// map = ψ(x ⊙ ∂y/∂x) + Σ over layers of Σ over channels of ψ(b ⊙ ∂y/∂z)
///
/// where ψ takes the magnitude, brings it to \[0, 1\] and resizes it bilinearly. The exact decomposition, signed and
/// complete, is [FullGradient].
///
/// By the paper's own code ψ scales a layer's channels together, and implicit biases count as the written ones do.
/// pytorch-grad-cam scales each channel by itself, and counts the biases of convolutions and batch norms alone.
///
/// Source: Srinivas and Fleuret, "Full-Gradient Representation for Neural Network Visualization", NeurIPS 2019,
/// arXiv:1905.00780.
public final class FullGrad implements MapMethod {
    private static final float EPSILON = 1e-6f;

    @Override
    public About about() {
        return new About(
                "fullgrad",
                "FullGrad",
                "ψ(x ⊙ ∂Y/∂x) + Σ ψ(b ⊙ ∂Y/∂z) over the layers' biases b and outputs z",
                "Srinivas and Fleuret, NeurIPS 2019, arXiv:1905.00780",
                Cost.passes(1, 1),
                "gradients down to the input; no layer");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        Shape picture = subject.pictureShape();
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            FullGradient full = FullGradient.of(subject, n);
            double[] map = new double[picture.extent(0) * picture.extent(1)];
            boolean pytorch = subject.convention() == Convention.PYTORCH_GRAD_CAM;
            gather(full.input(), picture, picture, pytorch, map);
            for (Map.Entry<String, Tensor> term : full.biases().entrySet()) {
                Shape shape = subject.network().node(term.getKey()).shape();
                if (shape.rank() == 3 && (!pytorch || isCounted(subject.network(), term.getKey()))) {
                    gather(term.getValue().data(), shape, picture, pytorch, map);
                }
            }
            float[] values = new float[map.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) map[i];
            }
            maps.add(subject.inputMap(n, title(), values));
        }
        return maps;
    }

    private static boolean isCounted(Network network, String node) {
        return network.node(node).layer() instanceof Conv2d
                || network.node(node).layer() instanceof BatchNorm;
    }

    /// Adds Σ over channels of ψ(term) to the map.
    private static void gather(float[] term, Shape shape, Shape picture, boolean pytorch, double[] map) {
        int c = shape.channels();
        float[] magnitude = new float[term.length];
        for (int i = 0; i < term.length; i++) {
            magnitude[i] = Math.abs(term[i]);
        }
        if (!pytorch) {
            Scaling.toUnit(magnitude, EPSILON);
        }
        Upsampling rows = Upsampling.of(shape.extent(0), picture.extent(0));
        Upsampling columns = Upsampling.of(shape.extent(1), picture.extent(1));
        for (int k = 0; k < c; k++) {
            float[] channel = new float[term.length / c];
            for (int cell = 0; cell < channel.length; cell++) {
                channel[cell] = magnitude[cell * c + k];
            }
            if (pytorch) {
                Scaling.toUnit(channel, Scaling.EPSILON);
            }
            float[] resized = Resize.bilinear(channel, shape.extent(1), rows, columns);
            for (int i = 0; i < map.length; i++) {
                map[i] += resized[i];
            }
        }
    }
}
