package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.View;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.fovea.gradcam.HeatMap;
import org.junit.jupiter.api.Test;

/// Two members, of which one sees the left half of the frame and one the right.
class CombinationTest {
    private static final int SIDE = SmallModels.SIDE;

    private final FaceModel model = SmallModels.of(
            List.of("a", "b", "c"),
            View.rectangle(SIDE, SIDE, 0, 0, 16, SIDE),
            View.rectangle(SIDE, SIDE, 16, 0, 16, SIDE));

    private static HeatMap map(float... values) {
        return new HeatMap(1, values.length, values, "Grad-CAM", "relu4", "logit of class 1");
    }

    @Test
    void theMemberWithTheHighestPosteriorOfTheCombinedAnswerDecides() {
        Combination c = new Combination(
                model,
                new float[] {0.3f, 0.45f, 0.25f},
                List.of(new float[] {0.6f, 0.3f, 0.1f}, new float[] {0.0f, 0.6f, 0.4f}));
        assertEquals(1, c.answer());
        assertEquals(0, c.answer(0));
        assertEquals(1, c.answer(1));
        assertEquals(1, c.decided());
        assertEquals(1 / 3.0, c.weight(0, 1), 1e-6);
        assertEquals(1, c.weight(0, 0), 1e-6);
    }

    @Test
    void theCombinedMapIsTheWeightedMeanInTheFrame() {
        Combination c = new Combination(
                model,
                new float[] {0.2f, 0.5f, 0.3f},
                List.of(new float[] {0.5f, 0.2f, 0.3f}, new float[] {0.1f, 0.8f, 0.1f}));
        HeatMap combined = c.map(1, List.of(map(7, 7), map(-1, -2, 3, 3)));
        assertEquals(SIDE, combined.width());
        assertEquals(1, combined.sum(), 1e-5);
        double left = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            left += i % SIDE < 16 ? combined.values()[i] : 0;
        }
        assertEquals(0.2, left, 1e-5, "0.2 of 0.2 + 0.8, however large the member's own values are");
        assertEquals(0, combined.at(4, 16), "what speaks against is left out");
        assertTrue(combined.at(4, 31) > 0);

        HeatMap blank = c.map(1, List.of(map(7, 7), map(-1, -2)));
        assertEquals(1, blank.sum(), 1e-5);
        assertEquals(0, blank.at(0, 20), "a member without evidence takes no part");
        assertTrue(c.map(1, List.of(map(0, -1), map(-1, -2))).withoutPositiveEvidence());
    }

    @Test
    void eachMemberIsAskedAsTheFusionHasIt() {
        Picture frame = SyntheticFaceSet.of(3, 1, SIDE, 1).picture(0);
        Combination c = Combination.of(model, frame, Workers.common());
        float[] mean = new float[3];
        for (int i = 0; i < 2; i++) {
            var face = model.members().get(i).face();
            float[] own = LogSumExp.softmax(
                            face.network().forward(face.tensor(frame)).output())
                    .data();
            assertArrayEquals(own, c.alone().get(i), 1e-6f);
            for (int k = 0; k < 3; k++) {
                mean[k] += own[k] / 2;
            }
        }
        assertArrayEquals(mean, c.together(), 1e-6f);
    }
}
