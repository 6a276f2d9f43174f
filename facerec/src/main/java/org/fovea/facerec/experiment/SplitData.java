package org.fovea.facerec.experiment;

import java.util.Map;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.jspecify.annotations.Nullable;

/// One split of a set of faces: what is learned from, and the probes under each condition.
///
/// @param number of the split, from 1
/// @param training the pictures learned from
/// @param probes the other pictures, under each condition
/// @param standardisation how visible pixels become a network's input
/// @param specification what decides all of this, as text
/// @param origin what other machines make it from; null where it stays on this one
record SplitData(
        int number,
        FaceSet training,
        Map<Condition, FaceSet> probes,
        Standardisation standardisation,
        String specification,
        @Nullable SplitOrigin origin) {
    static SplitData of(
            int number,
            FaceSet training,
            Map<Condition, FaceSet> probes,
            Standardisation standardisation,
            @Nullable SplitOrigin origin) {
        StringBuilder text = new StringBuilder("standardisation ").append(standardisation);
        append(text, "training", training);
        probes.forEach((condition, set) -> append(text, condition.label(), set));
        return new SplitData(number, training, probes, standardisation, text.toString(), origin);
    }

    /// Pictures to learn from, and no probes.
    static SplitData of(FaceSet training, Standardisation standardisation) {
        return of(1, training, Map.of(), standardisation, null);
    }

    private static void append(StringBuilder text, String what, FaceSet faces) {
        text.append('\n').append(what);
        for (int i = 0; i < faces.size(); i++) {
            text.append(' ')
                    .append(faces.label(i))
                    .append(':')
                    .append(faces.picture(i).fingerprint());
        }
    }
}
