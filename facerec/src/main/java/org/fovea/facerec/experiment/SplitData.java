package org.fovea.facerec.experiment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;

/// One split of a set of faces: what is learned from, and the probes under each condition. What covers a probe is drawn
/// from a seed of the split, apart from everything that is drawn in training.
///
/// @param number of the split, from 1
/// @param training the pictures learned from
/// @param probes the other pictures, under each condition
/// @param standardisation how visible pixels become a network's input
/// @param specification what decides all of this, as text
record SplitData(
        int number,
        FaceSet training,
        Map<Condition, FaceSet> probes,
        Standardisation standardisation,
        String specification) {
    /// @param faces all pictures
    /// @param conditions under which the probes are to be recognised
    /// @param seed where the experiment's randomness begins
    static SplitData of(
            FaceSet faces,
            int trainPerPerson,
            int number,
            List<Condition> conditions,
            Standardisation standardisation,
            long seed) {
        Xoshiro256 random = new Xoshiro256(new Xoshiro256(seed).nextLong() ^ number);
        FaceSet.Split split = faces.split(trainPerPerson, random.split());
        Map<Condition, FaceSet> probes = new EnumMap<>(Condition.class);
        long covering = random.nextLong();
        for (Condition condition : conditions) {
            // Each condition has a seed of its own: leaving one out changes no other.
            Xoshiro256 covers = new Xoshiro256(new Xoshiro256(covering).nextLong() ^ condition.ordinal());
            List<Picture> covered = new ArrayList<>();
            for (Picture picture : split.test().pictures()) {
                covered.add(condition.apply(picture, covers));
            }
            probes.put(condition, FaceSet.of(covered, split.test().labels(), faces.names()));
        }
        StringBuilder text = new StringBuilder("standardisation ").append(standardisation);
        append(text, "training", split.training());
        probes.forEach((condition, set) -> append(text, condition.label(), set));
        return new SplitData(number, split.training(), probes, standardisation, text.toString());
    }

    /// Pictures to learn from, and no probes.
    static SplitData of(FaceSet training, Standardisation standardisation) {
        StringBuilder text = new StringBuilder("standardisation ").append(standardisation);
        append(text, "training", training);
        return new SplitData(1, training, Map.of(), standardisation, text.toString());
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
