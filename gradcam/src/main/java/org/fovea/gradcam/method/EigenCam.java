package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.ChannelMethod;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Cost.Beyond;
import org.fovea.gradcam.Forward;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;

/// Eigen-CAM: the activations along their first principal component, whatever the class: map = A·v, with v the first
/// right singular vector of A as a matrix (cells, channels).
///
/// The paper takes A as it is; the sign, which the decomposition leaves open, is here the one that goes along with the
/// sum of the channels. pytorch-grad-cam takes each channel's mean away first, and has the sign that LAPACK arrives at.
///
/// Source: Muhammad and Yeasin, "Eigen-CAM: Class Activation Map using Principal Components", IJCNN 2020,
/// arXiv:2008.00299.
public final class EigenCam implements MapMethod {
    @Override
    public About about() {
        return new About(
                "eigen-cam",
                "Eigen-CAM",
                "A·v₁, A = U·Σ·Vᵀ over cells × channels",
                "Muhammad and Yeasin, IJCNN 2020, arXiv:2008.00299",
                Cost.passes(1, 0).and(Beyond.DECOMPOSITION, "1 singular value decomposition"),
                "activations alone: the same map for every class");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            float[] map = subject.derive(new Component(subject.layer(), n, subject.convention()));
            maps.add(subject.map(n, title(), map.clone()));
        }
        return maps;
    }

    /// One picture's map, whatever the target.
    private record Component(String layer, int picture, Convention convention) implements Forward.Derived<float[]> {
        @Override
        public float[] of(Forward forward) {
            Tensor one = forward.activation(layer).slice(picture, picture + 1);
            int channels = one.shape().channels();
            double[] a = new double[one.size()];
            for (int i = 0; i < a.length; i++) {
                a[i] = one.data()[i];
            }
            boolean centre = convention == Convention.PYTORCH_GRAD_CAM;
            float[] guide = ChannelMethod.sumOverChannels(a, channels);
            return PrincipalComponent.projection(a, channels, centre, convention, guide);
        }
    }
}
