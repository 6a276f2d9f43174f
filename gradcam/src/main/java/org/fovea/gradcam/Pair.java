package org.fovea.gradcam;

import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Why two pictures are found alike: each one's map for the similarity of its embedding to the other's, which is held
/// fixed. Positive cells make them more alike, negative ones less; both are kept.
///
/// @param similarity the cosine of the two embeddings
/// @param first the first picture's map
/// @param second the second's
public record Pair(double similarity, HeatMap first, HeatMap second) {
    /// Both maps of a method.
    ///
    /// @param node the node whose output is the embedding
    /// @param pictures (2, H, W, C)
    /// @throws IllegalArgumentException if there are not two pictures
    public static Pair of(Network network, String node, Tensor pictures, MapMethod method) {
        Subject subject = subject(network, node, pictures);
        List<HeatMap> maps = method.maps(subject);
        return new Pair(subject.scores()[0], maps.getFirst(), maps.getLast());
    }

    /// The two pictures as a subject, each one's target the similarity to the other.
    ///
    /// @throws IllegalArgumentException if there are not two pictures
    public static Subject subject(Network network, String node, Tensor pictures) {
        Shape shape = pictures.shape();
        if (shape.rank() == 0 || shape.extent(0) != 2) {
            throw new IllegalArgumentException("a pair is two pictures, found a batch of shape " + shape);
        }
        Forward forward = Forward.of(network, pictures, Workers.common());
        Tensor embeddings = forward.activation(node);
        float[] first = embeddings.slice(0, 1).data();
        float[] second = embeddings.slice(1, 2).data();
        return Subject.of(forward.backward(node, Targets.similarity(second, first)));
    }
}
