package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Subject;

/// What the methods at the input share.
final class InputGradients {
    private InputGradients() {}

    /// ∂Y/∂x at other pictures than the subject's, (N, H, W, C): shared with the trace.
    static Tensor at(Tensor pictures, Subject subject, Trace trace) {
        trace.forward(pictures).backward(subject.output(), subject.target(), Reach.ACTIVATIONS);
        return trace.gradient(subject.network().input().name());
    }

    /// ∂Y/∂x at the subject's pictures, (N, H, W, C).
    static Tensor of(Subject subject) {
        return subject.backward().gradient(subject.network().input().name());
    }

    /// One map a picture: the sum over the channels of values (N, H, W, C), or the greatest magnitude among them.
    static List<HeatMap> maps(Subject subject, String title, Tensor values, boolean magnitude) {
        Shape picture = subject.pictureShape();
        int c = picture.channels();
        int cells = picture.extent(0) * picture.extent(1);
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            float[] map = new float[cells];
            for (int i = 0; i < cells; i++) {
                for (int k = 0; k < c; k++) {
                    float v = values.data()[(n * cells + i) * c + k];
                    map[i] = magnitude ? Math.max(map[i], Math.abs(v)) : map[i] + v;
                }
            }
            maps.add(subject.inputMap(n, title, map));
        }
        return maps;
    }

    /// a ⊙ b, in a new array.
    static Tensor product(Tensor a, Tensor b) {
        Tensor product = a.copy();
        for (int i = 0; i < product.size(); i++) {
            product.data()[i] *= b.data()[i];
        }
        return product;
    }
}
