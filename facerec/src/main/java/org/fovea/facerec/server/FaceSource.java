package org.fovea.facerec.server;

import java.util.List;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceReaders;

/// The faces of photographs: what the server needs of a detector and an embedding network. Several threads may ask at
/// once.
public interface FaceSource {
    /// Where the faces of a photograph are.
    List<DetectedFace> detect(Picture photograph);

    /// A face that was found in a photograph.
    Face read(Picture photograph, DetectedFace found);

    /// The faces that readers find.
    static FaceSource of(FaceReaders readers) {
        return new FaceSource() {
            @Override
            public List<DetectedFace> detect(Picture photograph) {
                return readers.with(reader -> reader.detect(photograph));
            }

            @Override
            public Face read(Picture photograph, DetectedFace found) {
                return readers.with(reader -> reader.read(photograph, found));
            }
        };
    }
}
