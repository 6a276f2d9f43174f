package org.fovea.facerec.embedding;

import java.util.List;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.alignment.ReferencePoints;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.network.OnnxNetwork;

/// A network that makes of an aligned face a vector, its embedding, such that faces of one person have embeddings of
/// like directions. It is used by one thread at a time.
///
/// The score of two faces is the cosine of the angle between their embeddings, −1 to 1: [#cosine].
public final class FaceEmbedder {
    private static final int CHANNELS = 3;

    private final OnnxNetwork network;
    private final EmbeddingCard card;
    private final String output;

    private FaceEmbedder(OnnxNetwork network, EmbeddingCard card, String output) {
        this.network = network;
        this.card = card;
        this.output = output;
    }

    /// An embedder of a model.
    ///
    /// @param workers the threads that compute
    /// @throws IllegalArgumentException if the model does not read pictures of the card's size, or does not have
    ///     the card's output, or the card does not say which of several it is
    public static FaceEmbedder of(EmbeddingModel model, Workers workers) {
        return of(model, OnnxNetwork.of(model.onnx(), workers));
    }

    /// As the other, with a network of the model.
    public static FaceEmbedder of(EmbeddingModel model, OnnxNetwork network) {
        EmbeddingCard card = model.card();
        ReferencePoints reference = card.reference();
        if (!fits(network.width(), reference.width()) || !fits(network.height(), reference.height())) {
            throw new IllegalArgumentException("the card of " + card.name() + " says that it reads " + reference.width()
                    + "×" + reference.height() + " pixels, found " + network);
        }
        List<String> outputs = network.outputs();
        String output = card.output() != null ? card.output() : outputs.size() == 1 ? outputs.getFirst() : "";
        if (!outputs.contains(output)) {
            throw new IllegalArgumentException("the card of " + card.name() + " must name one of the model's outputs "
                    + outputs + " as \"output\"" + (output.isEmpty() ? "" : ", found \"" + output + "\""));
        }
        return new FaceEmbedder(network, card, output);
    }

    private static boolean fits(int asked, int given) {
        return asked < 0 || asked == given;
    }

    /// What the network reads.
    public EmbeddingCard card() {
        return card;
    }

    /// The embedding of an aligned face, of length 1.
    ///
    /// @throws IllegalArgumentException if the picture is not of the card's size, or the network makes no direction
    ///     of it: a vector of zeros or with a NaN
    public float[] embed(Picture aligned) {
        if (aligned.width() != card.reference().width()
                || aligned.height() != card.reference().height()) {
            throw new IllegalArgumentException(aligned + "; an aligned face of "
                    + card.reference().width() + "×" + card.reference().height() + " pixels expected");
        }
        Picture colour = aligned.colour();
        float[] sum = run(colour, false);
        if (card.mirror()) {
            float[] mirrored = run(colour, true);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += mirrored[i];
            }
        }
        return unit(sum);
    }

    private float[] run(Picture face, boolean mirrored) {
        OnnxTensor embedding = network.run(card.scaling().planes(face, mirrored), CHANNELS, face.height(), face.width())
                .get(output);
        if (embedding == null) {
            throw new IllegalStateException("the network gave no output " + output);
        }
        return embedding.floats().clone();
    }

    /// Brings an embedding to length 1, in place.
    ///
    /// @throws IllegalArgumentException if it has no direction
    public static float[] unit(float[] vector) {
        double squares = 0;
        for (float v : vector) {
            squares += (double) v * v;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new IllegalArgumentException(
                    "the network makes no direction of this face: the squares of its embedding add up to " + squares);
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    /// The score of two faces: the cosine of their embeddings, −1 to 1.
    ///
    /// @param a of length 1, as [#embed] gives it
    /// @param b of length 1, as [#embed] gives it
    /// @throws IllegalArgumentException if they have not as many elements
    public static double cosine(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("embeddings of " + a.length + " and " + b.length + " elements");
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
