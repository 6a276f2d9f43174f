package org.fovea.gradcam.method;

import java.util.List;
import org.fovea.engine.definition.Activation.Kind;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Forward;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;

/// Guided backpropagation: the gradient at the input, of which every rectifier on the way back lets through only what
/// is positive: ∂x = ∂y·\[x > 0\]·\[∂y > 0\]. The map is its sum over the picture's channels.
///
/// It draws sharp pictures of what the network responds to, but says little about the class: it fails the sanity checks
/// of Adebayo and others (NeurIPS 2018).
///
/// The network is rewritten with [GuidedRelu] in the place of its rectifiers, ReLU and clipped ReLU such as ReLU6;
/// pytorch-grad-cam leaves all but ReLU itself as they are. Parameters are shared, not copied.
///
/// Source: Springenberg and others, "Striving for Simplicity: The All Convolutional Net", ICLR workshops 2015,
/// arXiv:1412.6806.
public final class GuidedBackprop implements MapMethod {
    @Override
    public About about() {
        return new About(
                "guided-backprop",
                "Guided backpropagation",
                "Σ over channels of ∂Y/∂x, with ∂x = ∂y·[x > 0]·[∂y > 0] at every ReLU",
                "Springenberg and others, ICLR workshops 2015, arXiv:1412.6806",
                Cost.passes(1, 1),
                "ReLUs; gradients down to the input; no layer");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        return InputGradients.maps(subject, title(), gradient(subject), false);
    }

    /// The guided gradient at the input, (N, H, W, C).
    public static Tensor gradient(Subject subject) {
        return InputGradients.of(subject.with(subject.forward().derive(new Guided(subject.convention()))));
    }

    /// The pass through the guided network, whose gradients alone are others than the network's own.
    private record Guided(Convention convention) implements Forward.Derived<Forward> {
        @Override
        public Forward of(Forward forward) {
            return Forward.of(rewrite(forward.network(), convention), forward.pictures(), forward.workers());
        }
    }

    /// The network with guided rectifiers, its nodes' names unchanged.
    static Network rewrite(Network network, Convention convention) {
        Node input = network.input();
        NetworkBuilder builder = Network.builder(network.name() + ", guided", input.shape(), input.name());
        for (Node node : network.nodes()) {
            if (!node.inputs().isEmpty()) {
                builder.add(
                        node.name(),
                        guided(node.layer(), convention),
                        node.inputs().toArray(String[]::new));
            }
        }
        return builder.build();
    }

    private static Layer guided(Layer layer, Convention convention) {
        if (layer instanceof ActivationLayer f && f.low() == 0) {
            boolean guides = f.kind() == Kind.RELU || (f.kind() == Kind.CLIP && convention == Convention.PAPER);
            return guides ? new GuidedRelu(f.high()) : f;
        }
        return layer;
    }
}
