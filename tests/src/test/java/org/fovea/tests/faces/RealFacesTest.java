package org.fovea.tests.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.baseline.Baseline;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceOptions;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Problem;
import org.fovea.facerec.evaluation.Accuracy;
import org.fovea.tests.SharedData;
import org.junit.jupiter.api.Test;

/// The sets of faces people really have.
class RealFacesTest {
    @Test
    void orl() throws IOException {
        FaceSet set = FaceSet.read(SharedData.find("data/orl"), FaceOptions.grey());
        assertEquals("400 pictures of 40 people, 92×112 grey", set.toString());
        assertEquals("s10", set.names().get(9));
        assertTrue(Arrays.stream(set.counts()).allMatch(n -> n == 10));
        assertEquals(1, set.problems().size());
        assertEquals(Problem.Kind.STRAY, set.problems().getFirst().kind());
        assertEquals("README", set.problems().getFirst().path().getFileName().toString());
        // The first bytes of s1/1.pgm after its header.
        assertEquals(48 / 255f, set.picture(0).data()[0], 1e-7f);
        FaceSet.Split split = set.split(5, new Xoshiro256(1));
        assertEquals(200, split.training().size());
        assertEquals(200, split.test().size());
    }

    @Test
    void yale() throws IOException {
        Path folder = SharedData.find("data/yalefaces");
        FaceSet set = FaceSet.read(folder, FaceOptions.grey().withSize(64, 80));
        assertEquals("164 pictures of 15 people, 64×80 grey", set.toString());
        assertEquals("subject01", set.names().getFirst());
        assertEquals(10, set.counts()[0]);
        assertEquals(List.of(), set.problems());
    }

    @Test
    void lfw() throws IOException {
        Path folder = SharedData.find("data/lfw");
        FaceOptions options = FaceOptions.colour()
                .withSize(32, 32)
                .withCrop(new Crop.Centre(0.5))
                .withMinimumPictures(100);
        FaceSet set = FaceSet.read(folder, options);
        assertEquals(Shape.of(32, 32, 3), set.shape());
        assertTrue(set.names().contains("George_W_Bush"), set.names().toString());
        assertEquals(5, set.people());
        assertEquals(List.of(), set.problems());
        assertTrue(set.leftOut().people() > 100, set.leftOut().toString());
    }

    /// Far below what each reaches (5 pictures a person: 89 % and more), far above the 2.5 % of guessing.
    @Test
    void baselinesKnowTheFacesOfOrl() throws IOException {
        FaceSet faces =
                FaceSet.read(SharedData.find("data/orl"), FaceOptions.grey().withSize(64, 64));
        FaceSet.Split split = faces.split(5, new Xoshiro256(1));
        for (Baseline baseline : Baseline.standard()) {
            double accuracy = Accuracy.of(
                    baseline.learn(split.training()).scores(split.test()),
                    split.test().labels());
            assertTrue(accuracy >= 0.8, baseline + ": " + accuracy);
        }
    }
}
