package org.fovea.facerec.bulk;

import java.util.List;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.embedding.ChosenFace;

/// Which of a photograph's faces are embedded.
public enum FaceChoice {
    /// All of them.
    ALL,
    /// The one that the photograph is of: see [ChosenFace#main].
    MAIN;

    /// The faces that are chosen, from left to right.
    ///
    /// @param faces from left to right
    List<ChosenFace> of(List<DetectedFace> faces, Picture photograph) {
        return switch (this) {
            case ALL -> ChosenFace.all(faces);
            case MAIN -> ChosenFace.main(faces, photograph).stream().toList();
        };
    }
}
