package org.fovea.facerec.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceQuality;
import org.jspecify.annotations.Nullable;

/// What is printed of a face that was compared.
///
/// @param faces how many the photograph has
/// @param face what was found
/// @param eyes the distance between the eyes in pixels
/// @param yaw degrees turned to the right of the picture
/// @param pitch degrees turned down
/// @param roll degrees leaned clockwise
/// @param flaws what makes the comparison less sure
/// @param liveness above 0 it looks live, below 0 shown to the camera; null where nobody asked
record ComparedFace(
        String photograph,
        int faces,
        FoundFace face,
        double eyes,
        double sharpness,
        double yaw,
        double pitch,
        double roll,
        List<String> flaws,
        @Nullable Double liveness) {
    static ComparedFace of(Path photograph, Face read, @Nullable Double liveness) {
        ChosenFace chosen = read.chosen();
        FaceQuality quality = read.quality();
        return new ComparedFace(
                photograph.toString(),
                chosen.of(),
                FoundFace.of(chosen.number(), chosen.face()),
                quality.eyes(),
                quality.sharpness(),
                quality.pose().yaw(),
                quality.pose().pitch(),
                quality.pose().roll(),
                quality.reasons(),
                liveness);
    }

    /// The photograph as it may be printed.
    String name() {
        return Printable.of(photograph);
    }

    /// What is remarked of it, a line each.
    List<String> cautions() {
        return flaws.stream().map(flaw -> name() + ": the face is " + flaw).toList();
    }

    /// The liveness as people read it.
    String livenessText() {
        return liveness == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%s: %+.1f, looks %s",
                        name(),
                        liveness,
                        liveness >= 0 ? "live" : "like a picture shown to the camera");
    }

    @Override
    public String toString() {
        return name() + ": " + face;
    }
}
