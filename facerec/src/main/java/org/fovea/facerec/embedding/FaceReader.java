package org.fovea.facerec.embedding;

import java.util.List;
import org.fovea.facerec.alignment.FaceAlignment;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.FaceDetector;

/// The way from a photograph to its faces: detected, aligned, embedded, judged. It is used by one thread at a time;
/// [FaceReaders] has one for each of several.
///
/// ```
/// for (Face face : reader.read(PictureFile.read(photograph))) {
///     System.out.println(face.score(known) + " " + face.quality().reasons());
/// }
/// ```
public final class FaceReader {
    private final FaceDetector detector;
    private final FaceEmbedder embedder;

    /// @param detector used by this reader alone
    /// @param embedder used by this reader alone
    public FaceReader(FaceDetector detector, FaceEmbedder embedder) {
        this.detector = detector;
        this.embedder = embedder;
    }

    /// The faces of a photograph, those the detector is surest of first.
    public List<Face> read(Picture photograph) {
        return detector.detect(photograph).stream()
                .map(found -> read(photograph, found))
                .toList();
    }

    /// Where the faces of a photograph are, those the detector is surest of first.
    public List<DetectedFace> detect(Picture photograph) {
        return detector.detect(photograph);
    }

    /// A face that was found in a photograph.
    public Face read(Picture photograph, DetectedFace found) {
        Picture aligned = FaceAlignment.align(
                photograph, found.landmarks(), embedder.card().reference());
        return new Face(found, aligned, embedder.embed(aligned), FaceQuality.of(found, aligned, photograph));
    }
}
