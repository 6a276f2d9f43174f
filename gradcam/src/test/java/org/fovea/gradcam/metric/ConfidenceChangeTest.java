package org.fovea.gradcam.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfidenceChangeTest {
    @Test
    void thePictureIsMultipliedByTheScaledMap() {
        Confidence mean = pictures -> {
            double[] answers = new double[pictures.shape().extent(0)];
            for (int i = 0; i < pictures.size(); i++) {
                answers[i / 4] += pictures.data()[i] / 4;
            }
            return answers;
        };
        // The map's positive part 0, 1, 2, 4 scaled: 0, ¼, ½, 1.
        ConfidenceChange change =
                ConfidenceChange.of(mean, Maps.picture(2, 2, 1, 1, 1, 0.2f), Maps.of(2, 2, -3, 1, 2, 4));
        assertEquals(0.8, change.whole(), 1e-6);
        assertEquals((0.25 + 0.5 + 0.2) / 4, change.masked(), 1e-6);
        assertEquals((0.8 - 0.2375) / 0.8, change.drop(), 1e-6);
        assertEquals(false, change.increased());
    }

    @Test
    void aMapThatIsNotFiniteIsRefused() {
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ConfidenceChange.of(
                            pictures -> new double[2], Maps.picture(1, 2, 1, 1), Maps.of(1, 2, 1, odd)));
        }
    }

    @Test
    void averagesOverPictures() {
        List<ConfidenceChange> changes = List.of(
                new ConfidenceChange(0.8, 0.4), // drops by half
                new ConfidenceChange(0.5, 0.6), // increases
                new ConfidenceChange(0.5, 0.5), // neither
                new ConfidenceChange(0, 0));
        assertEquals(0.5 / 4, ConfidenceChange.averageDrop(changes), 1e-12);
        assertEquals(0.25, ConfidenceChange.averageIncrease(changes), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> ConfidenceChange.averageDrop(List.of()));
        assertThrows(IllegalArgumentException.class, () -> ConfidenceChange.averageIncrease(List.of()));
    }
}
