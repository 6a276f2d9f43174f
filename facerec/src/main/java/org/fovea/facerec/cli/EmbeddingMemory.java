package org.fovea.facerec.cli;

import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.alignment.ReferencePoints;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.network.OnnxNetwork;

/// The memory that embedding needs, told before it begins: an estimate from the networks' shapes.
final class EmbeddingMemory {
    /// A photograph of 12 million pixels, each of 12 bytes as numbers and 8 in the file and as it is decoded.
    private static final long PHOTOGRAPH = 12_000_000L * 20;

    /// The detector reads pictures whose sides are multiples of so many pixels.
    private static final int STRIDE = 32;

    private EmbeddingMemory() {}

    /// What both networks need in a process, and with a photograph in each task. Each task has readers of its own,
    /// but they share the parameters.
    static ClusterOptions.Memory of(OnnxModel detector, DetectorSettings settings, EmbeddingModel model) {
        ReferencePoints face = model.card().reference();
        OnnxNetwork found = OnnxNetwork.of(detector, Workers.common());
        int side = Math.ceilDiv(settings.longestSide(), STRIDE) * STRIDE;
        Network finds =
                network(detector, found.height() > 0 ? found.height() : side, found.width() > 0 ? found.width() : side);
        Network embeds = network(model.onnx(), face.height(), face.width());
        return new ClusterOptions.Memory(
                Float.BYTES * (finds.trainedParameters() + embeds.trainedParameters()),
                PHOTOGRAPH + Float.BYTES * (values(finds) + values(embeds)));
    }

    private static Network network(OnnxModel model, int height, int width) {
        String input = model.graph().inputs().getFirst().name();
        return model.lowered(Map.of(input, new int[] {1, 3, height, width})).network();
    }

    private static long values(Network network) {
        long values = 0;
        for (Node node : network.nodes()) {
            values += node.shape().size();
        }
        return values;
    }
}
