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
import org.fovea.facerec.network.View;

/// A set of faces as training reads it: covered where a mask says so, changed at random, then as the view shows it;
/// differently each time.
///
/// @param faces the pictures, of the view's frame
/// @param standardisation how visible values become a network's input
/// @param augmentation what is changed at random
/// @param view what the network sees
/// @param covered what is covered with noise some of the time
record FaceExamples(
        FaceSet faces, Standardisation standardisation, Augmentation augmentation, View view, Covered covered)
        implements Examples {
    /// Covers that lie on some of the pictures.
    ///
    /// @param masks for each picture the pixels that are covered with noise; empty for none
    /// @param share how often a picture is covered, from 0 to 1; the rest of the time it is seen whole, so that the
    ///     network also learns what uncovered faces look like
    record Covered(List<boolean[]> masks, double share) {
        static final Covered NEVER = new Covered(List.of(), 0);

        Picture apply(Picture picture, int i, RandomGenerator random) {
            return !masks.isEmpty() && random.nextDouble() < share
                    ? Cover.withNoise(picture, masks.get(i), random)
                    : picture;
        }
    }

    @Override
    public int size() {
        return faces.size();
    }

    @Override
    public Shape shape() {
        return view.shape(faces.shape().channels());
    }

    @Override
    public int label(int i) {
        return faces.label(i);
    }

    @Override
    public void read(int i, float[] into, int offset, RandomGenerator random) {
        Picture picture = covered.apply(faces.picture(i), i, random);
        float[] changed = new float[picture.data().length];
        augmentation.apply(picture, changed, 0, random);
        view.write(changed, picture.channels(), standardisation, into, offset);
    }
}
