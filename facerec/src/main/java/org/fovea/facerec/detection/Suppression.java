package org.fovea.facerec.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Non-maximum suppression: of boxes that overlap, the one with the highest score stays.
final class Suppression {
    private Suppression() {}

    /// The faces that stay, highest scores first; of equal scores the earlier.
    ///
    /// @param overlap a box that overlaps one that stays by more, as intersection over union, goes
    /// @param most how many stay at most
    static List<DetectedFace> of(List<DetectedFace> candidates, double overlap, int most) {
        List<DetectedFace> kept = new ArrayList<>();
        for (DetectedFace face : candidates.stream()
                .sorted(Comparator.comparingDouble(DetectedFace::score).reversed())
                .toList()) {
            if (kept.size() == most) {
                break;
            }
            if (kept.stream().noneMatch(other -> other.box().overlap(face.box()) > overlap)) {
                kept.add(face);
            }
        }
        return kept;
    }
}
