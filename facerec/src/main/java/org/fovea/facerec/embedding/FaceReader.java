package org.fovea.facerec.embedding;

import java.util.List;
import java.util.function.Supplier;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.detection.FaceDetector;

/// The way from a photograph to its faces: where they are ([#detect]), which of them are meant ([ChosenFace]), and what
/// recognition needs of those ([#read]). Whoever needs no more than the first steps takes no more. Several threads may
/// ask at once.
///
/// ```
/// for (Face face : reader.read(PictureFile.read(photograph))) {
///     System.out.println(face.score(known) + " " + face.quality().reasons());
/// }
/// ```
public interface FaceReader {
    /// Where the faces of a photograph are, from left to right.
    List<DetectedFace> detect(Picture photograph);

    /// A face that was found in a photograph: aligned, embedded, judged.
    ///
    /// @throws IllegalArgumentException if the network makes no direction of it
    Face read(Picture photograph, ChosenFace chosen);

    /// All faces of a photograph, from left to right.
    default List<Face> read(Picture photograph) {
        return ChosenFace.all(detect(photograph)).stream()
                .map(chosen -> read(photograph, chosen))
                .toList();
    }

    /// A reader by two models.
    ///
    /// @param detector YuNet
    /// @param workers the threads that compute one photograph; many photographs at a time are read fastest each on
    ///     the thread that asks, by workers of one thread
    /// @throws IllegalArgumentException if the models are not what they should be
    static FaceReader of(OnnxModel detector, DetectorSettings settings, EmbeddingModel model, Workers workers) {
        return of(() -> FaceDetector.of(detector, settings, workers), () -> FaceEmbedder.of(model, workers));
    }

    /// A reader by as many detectors and embedders as threads ask at once: the first are made here, the others when
    /// they are needed.
    static FaceReader of(Supplier<FaceDetector> detectors, Supplier<FaceEmbedder> embedders) {
        return new NetworkReader(detectors, embedders);
    }
}
