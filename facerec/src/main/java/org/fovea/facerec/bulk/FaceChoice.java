package org.fovea.facerec.bulk;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.verification.MainFace;

/// Which of a photograph's faces are embedded.
public enum FaceChoice {
    /// All of them.
    ALL,
    /// The one that the photograph is of: see [MainFace].
    MAIN;

    /// The faces that are chosen, from left to right.
    ///
    /// @param detected in any order
    List<ChosenFace> of(List<DetectedFace> detected, Picture photograph) {
        List<DetectedFace> faces = ChosenFace.leftToRight(detected);
        Optional<DetectedFace> main = MainFace.of(detected, photograph);
        return IntStream.range(0, faces.size())
                .mapToObj(i -> new ChosenFace(faces.get(i), i + 1, faces.size()))
                .filter(chosen ->
                        this == ALL || main.filter(chosen.face()::equals).isPresent())
                .toList();
    }
}
