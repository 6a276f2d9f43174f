package org.fovea.gradcam;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Place;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Shape;

/// The cosine of the angle between an embedding and a fixed reference, as a network's last layer: one output,
/// y = x·r / (‖x‖·‖r‖). By it whatever explains a class explains a similarity. A model file does not hold it.
///
/// x: (N, …) of as many values as r; y: (N, 1).
public final class SimilarityLayer extends Layer {
    private static final String NODE = "similarity";

    private final int length;
    private final PictureTarget similarity;

    /// @param reference r; need not have length 1
    /// @throws IllegalArgumentException if it is zero
    public SimilarityLayer(float[] reference) {
        length = reference.length;
        similarity = Targets.similarity(reference);
    }

    /// The part of a network that computes an embedding, and behind it the similarity to a reference. Parameters
    /// are shared with the network.
    ///
    /// @param node whose output is the embedding
    /// @throws IllegalArgumentException if there is no such node, or the reference is zero or of another length
    public static Network of(Network network, String node, float[] reference) {
        boolean taken = network.nodes().stream().anyMatch(other -> other.name().equals(NODE));
        return network.upTo(node)
                .add(taken ? NODE + " of " + node : NODE, new SimilarityLayer(reference))
                .build();
    }

    @Override
    public String type() {
        return NODE;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.size() != length) {
            throw new IllegalArgumentException("compares embeddings of " + length + " values, found " + x);
        }
        return Shape.of(1);
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(place);
    }

    private final class Bound implements Operation {
        private final Place place;
        /// ∂y/∂x of each example, from the forward pass.
        private final float[] slope;

        Bound(Place place) {
            this.place = place;
            slope = new float[place.batch() * length];
        }

        @Override
        public void forward() {
            float[] x = new float[length];
            float[] d = new float[length];
            for (int n = 0; n < place.batch(); n++) {
                System.arraycopy(place.x().data(), n * length, x, 0, length);
                place.y().data()[n] = (float) similarity.evaluate(0, x, d);
                System.arraycopy(d, 0, slope, n * length, length);
            }
        }

        @Override
        public void backward() {
            if (!place.dx().wanted()) {
                return;
            }
            float[] dx = place.dx().data();
            boolean adds = place.dx().adds();
            for (int i = 0; i < slope.length; i++) {
                float d = place.dy().data()[i / length] * slope[i];
                dx[i] = adds ? dx[i] + d : d;
            }
        }
    }
}
