package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.LoweredModel;
import org.fovea.engine.onnx.OnnxPort;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.embedding.EmbeddingCard;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.gradcam.Layers;
import org.fovea.gradcam.explanation.PairExplanation;

/// Two aligned faces and the network that compared them: their [PairExplanation], whose sums are the score. Where the
/// network's card adds the embedding of the mirror image, the shares of both are added.
public final class FacePair {
    private static final int CHANNELS = 3;

    private final EmbeddingCard card;
    private final OnnxPort input;
    private final Network network;
    private final String node;

    /// @throws IllegalArgumentException if no gradient goes from the embedding to a layer with height and width
    public FacePair(EmbeddingModel model) {
        card = model.card();
        OnnxValue read = model.onnx().graph().inputs().getFirst();
        LoweredModel lowered = model.onnx().lowered(Map.of(read.name(), new int[] {
            1, CHANNELS, card.reference().height(), card.reference().width()
        }));
        input = lowered.input(read.name());
        String output = card.output() != null
                ? card.output()
                : model.onnx().graph().outputs().getFirst().name();
        node = lowered.output(output).node();
        network = lowered.network().upTo(node).build();
    }

    /// Explains the score of two faces, at the last layer with height and width.
    ///
    /// @param first aligned, as [org.fovea.facerec.embedding.Face#aligned()] is
    /// @param second aligned
    public PairExplanation explain(Picture first, Picture second, Workers workers) {
        return PairExplanation.of(network, node, Layers.last(network, node), values(first), values(second), workers);
    }

    /// The page of two faces.
    ///
    /// @param note what the score means, a sentence; empty for nothing
    public PairPage page(
            Picture first, String firstName, Picture second, String secondName, String note, Workers workers) {
        return new PairPage(
                explain(first, second, workers),
                card.name(),
                "Why " + firstName + " is like " + secondName + ", and why not",
                note,
                first,
                firstName,
                second,
                secondName);
    }

    private Tensor values(Picture aligned) {
        Picture face = aligned.colour();
        List<Tensor> seen = new ArrayList<>();
        for (boolean mirrored : card.mirror() ? new boolean[] {false, true} : new boolean[] {false}) {
            seen.add(input.toNetwork(
                    OnnxTensor.of(card.scaling().planes(face, mirrored), 1, CHANNELS, face.height(), face.width())));
        }
        Shape one = seen.getFirst().shape();
        Tensor all = Tensor.zeros(network.input().shape().batch(seen.size()));
        for (int i = 0; i < seen.size(); i++) {
            System.arraycopy(seen.get(i).data(), 0, all.data(), i * one.size(), one.size());
        }
        return all;
    }
}
