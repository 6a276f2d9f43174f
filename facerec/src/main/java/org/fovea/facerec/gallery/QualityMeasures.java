package org.fovea.facerec.gallery;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fovea.facerec.embedding.FaceQuality;

/// What was measured of a picture when it was enrolled: numbers by name, such as `eye distance` in pixels. A gallery
/// keeps them and decides nothing by them.
///
/// @param measures finite numbers, at most 32, by name
public record QualityMeasures(SortedMap<String, Double> measures) {
    private static final int MOST = 32;
    private static final int LONGEST_NAME = 60;
    /// Nothing was measured.
    public static final QualityMeasures UNKNOWN = new QualityMeasures(Map.of());

    /// @throws IllegalArgumentException if there are too many, a name is blank or long, or a number is not finite
    public QualityMeasures {
        if (measures.size() > MOST) {
            throw new IllegalArgumentException(measures.size() + " measures of quality; at most " + MOST + " are kept");
        }
        measures.forEach((name, value) -> {
            if (name.isBlank() || name.length() > LONGEST_NAME || !Double.isFinite(value)) {
                throw new IllegalArgumentException("a measure of quality \"" + name + "\" of " + value
                        + "; a name of 1 to " + LONGEST_NAME + " characters and a finite number expected");
            }
        });
        measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
    }

    public QualityMeasures(Map<String, Double> measures) {
        this(new TreeMap<>(measures));
    }

    /// What is kept of a face in a photograph: distances in pixels, angles in degrees, shares from 0 to 1.
    public static QualityMeasures of(FaceQuality face) {
        return new QualityMeasures(Map.of(
                "eye distance", face.eyes(),
                "sharpness", face.sharpness(),
                "yaw", face.pose().yaw(),
                "pitch", face.pose().pitch(),
                "roll", face.pose().roll(),
                "visible", face.visible(),
                "detector score", face.score()));
    }
}
