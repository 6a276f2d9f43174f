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

/// What a split is made from.
///
/// @param faces all pictures
/// @param trainPerPerson pictures a person to learn from
/// @param number of the split, from 1
/// @param conditions under which the probes are to be recognised
/// @param standardisation how visible pixels become a network's input
/// @param seed where the experiment's randomness begins
record SplitOrigin(
        SharedFaces faces,
        int trainPerPerson,
        int number,
        List<Condition> conditions,
        Standardisation standardisation,
        long seed) {
    /// The split. What covers a probe is drawn from a seed of the split, apart from everything that is drawn in
    /// training.
    SplitData split() {
        FaceSet all = faces.set();
        Xoshiro256 random = new Xoshiro256(new Xoshiro256(seed).nextLong() ^ number);
        FaceSet.Split split = all.split(trainPerPerson, random.split());
        Map<Condition, FaceSet> probes = new EnumMap<>(Condition.class);
        long covering = random.nextLong();
        for (Condition condition : conditions) {
            // Each condition has a seed of its own: leaving one out changes no other.
            Xoshiro256 covers = new Xoshiro256(new Xoshiro256(covering).nextLong() ^ condition.ordinal());
            List<Picture> covered = new ArrayList<>();
            for (Picture picture : split.test().pictures()) {
                covered.add(condition.apply(picture, covers));
            }
            probes.put(condition, FaceSet.of(covered, split.test().labels(), all.names()));
        }
        return SplitData.of(number, split.training(), probes, standardisation, this);
    }
}
