package org.fovea.gradcam.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;
import org.junit.jupiter.api.Test;

class MaxSensitivityTest {
    /// The picture itself, times a factor, as its map; pictures of one pixel.
    private static Function<Tensor, List<HeatMap>> times(float factor) {
        return pictures -> IntStream.range(0, pictures.size())
                .mapToObj(n -> Maps.of(1, 1, factor * pictures.data()[n]))
                .toList();
    }

    @Test
    void ofALinearMethodItIsTheLargestStepOverTheValue() {
        Tensor pictures = Tensor.of(Shape.of(2, 1, 1, 1), 1, 4);
        double[] found = new MaxSensitivity(0.1, 500).of(pictures, times(3), 1);
        // |δ|/|x| with |δ| up to 0.1, found nearly by 500 samples.
        assertEquals(0.1, found[0], 0.002);
        assertEquals(0.025, found[1], 0.0005);
        assertTrue(found[0] <= 0.1 + 1e-6 && found[1] <= 0.025 + 1e-6, "never beyond the radius");
        assertArrayEquals(found, new MaxSensitivity(0.1, 500).of(pictures, times(30), 1), 1e-6, "no unit matters");
    }

    @Test
    void stepsGoBothWays() {
        for (int sign : new int[] {1, -1}) { // a method that only a step up, or only one down, moves
            Function<Tensor, List<HeatMap>> oneSided =
                    pictures -> List.of(Maps.of(1, 1, sign * Math.max(sign * pictures.data()[0], sign)));
            assertEquals(
                    0.1, new MaxSensitivity(0.1, 500).of(Tensor.of(Shape.of(1, 1, 1, 1), 1), oneSided, 1)[0], 0.002);
        }
    }

    @Test
    void aMethodThatIgnoresThePictureHasNone() {
        Function<Tensor, List<HeatMap>> fixed = pictures -> List.of(Maps.of(1, 2, 1, 2));
        assertEquals(0, new MaxSensitivity(0.5, 3).of(Tensor.zeros(1, 1, 2, 1), fixed, 1)[0]);
    }

    @Test
    void ofABlankMapThereIsNoAnswer() {
        assertTrue(Double.isNaN(new MaxSensitivity(0.5, 3).of(Tensor.zeros(1, 1, 1, 1), times(0), 1)[0]));
        assertTrue(
                Double.isNaN(new MaxSensitivity(0.5, 3).of(Tensor.zeros(1, 1, 1, 1), times(1), 1)[0]),
                "though the maps nearby are not blank");
    }

    @Test
    void settingsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new MaxSensitivity(0, 3));
        assertThrows(IllegalArgumentException.class, () -> new MaxSensitivity(0.1, 0));
    }
}
