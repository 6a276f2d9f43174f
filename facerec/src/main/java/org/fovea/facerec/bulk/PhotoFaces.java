package org.fovea.facerec.bulk;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.FaceDetector;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceEmbedder;
import org.fovea.facerec.embedding.FaceReader;

/// What finds and embeds the faces of a photograph. Several threads may ask at once.
@FunctionalInterface
public interface PhotoFaces {
    /// A face and its place among those of its photograph.
    ///
    /// @param number from 1 on, from left to right
    /// @param of how many were found in the photograph, chosen or not
    record Numbered(int number, int of, Face face) {}

    /// The faces of a photograph that are chosen, from left to right; none where it shows none.
    ///
    /// @throws IllegalArgumentException if the network makes no embedding of one of them
    List<Numbered> of(Picture photograph);

    /// The faces that two models find and embed, each photograph on the thread that asks. There are as many
    /// networks as threads ask at once: the first is made here, the others when they are needed.
    ///
    /// @param detector YuNet
    /// @throws IllegalArgumentException if the models are not what they should be
    static PhotoFaces of(OnnxModel detector, EmbeddingModel model, EmbeddingSettings settings) {
        Workers alone = new Workers(1);
        Supplier<FaceReader> maker = () ->
                new FaceReader(FaceDetector.of(detector, settings.detection(), alone), FaceEmbedder.of(model, alone));
        Queue<FaceReader> free = new ConcurrentLinkedQueue<>(List.of(maker.get()));
        return photograph -> {
            FaceReader taken = free.poll();
            FaceReader reader = taken == null ? maker.get() : taken;
            try {
                return settings.faces().of(reader.detect(photograph), photograph).stream()
                        .map(chosen ->
                                new Numbered(chosen.number(), chosen.of(), reader.read(photograph, chosen.face())))
                        .toList();
            } finally {
                free.add(reader);
            }
        };
    }
}
