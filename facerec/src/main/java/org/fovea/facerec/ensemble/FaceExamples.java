package org.fovea.facerec.ensemble;

import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.train.Examples;
import org.fovea.facerec.data.Augmentation;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.gaze.Cover;

/// A set of faces as training reads it: covered where a mask says so, augmented, standardised; differently each time.
///
/// @param faces the pictures
/// @param standardisation how values become a network's input
/// @param augmentation what is changed at random
/// @param masks for each picture the pixels that are covered with noise; empty for none
/// @param coverShare how often a picture with a mask is covered, from 0 to 1; the rest of the time it is seen whole, so
///     that the network also learns what uncovered faces look like
record FaceExamples(
        FaceSet faces,
        Standardisation standardisation,
        Augmentation augmentation,
        List<boolean[]> masks,
        double coverShare)
        implements Examples {
    @Override
    public int size() {
        return faces.size();
    }

    @Override
    public Shape shape() {
        return faces.shape();
    }

    @Override
    public int label(int i) {
        return faces.label(i);
    }

    @Override
    public void read(int i, float[] into, int offset, RandomGenerator random) {
        Picture picture = faces.picture(i);
        if (!masks.isEmpty() && random.nextDouble() < coverShare) {
            picture = Cover.withNoise(picture, masks.get(i), random);
        }
        augmentation.apply(picture, into, offset, random);
        standardisation.apply(into, offset, faces.shape().size());
    }
}
