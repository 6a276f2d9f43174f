package org.fovea.gradcam.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;
import org.junit.jupiter.api.Test;

class RoadTest {
    private static final NoisyLinearImputer QUIET = new NoisyLinearImputer(0);

    private static boolean[] lots(int pixels, double share, Xoshiro256 random) {
        boolean[] removed = new boolean[pixels];
        for (int i = 0; i < pixels; i++) {
            removed[i] = random.nextDouble() < share;
        }
        removed[random.nextInt(pixels)] = false;
        return removed;
    }

    @Test
    void theHoleInAConstantPictureIsThatConstant() {
        float[] constant = new float[20 * 15];
        Arrays.fill(constant, 0.37f);
        Tensor picture = Maps.picture(20, 15, constant);
        Xoshiro256 random = new Xoshiro256(1);
        for (double share : new double[] {0.1, 0.5, 0.9, 1}) {
            Tensor filled = QUIET.fill(picture, lots(300, share, random), random);
            assertArrayEquals(constant, filled.data(), 1e-6f);
        }
    }

    @Test
    void oneRemovedPixelIsTheWeightedMeanOfItsNeighbours() {
        Tensor picture = Maps.picture(3, 3, 1, 2, 3, 4, 99, 6, 7, 8, 10);
        boolean[] removed = new boolean[9];
        removed[4] = true;
        float[] filled = QUIET.fill(picture, removed, new Xoshiro256(1)).data();
        assertEquals((2 + 4 + 6 + 8) / 6.0 + (1 + 3 + 7 + 10) / 12.0, filled[4], 1e-6);
        assertEquals(10, filled[8]);
        // In the corner: two beside (1/6) and one diagonal (1/12), scaled up by 1/(5/12).
        boolean[] corner = new boolean[9];
        corner[0] = true;
        filled = QUIET.fill(picture, corner, new Xoshiro256(1)).data();
        assertEquals(((2 + 4) / 6.0 + 99 / 12.0) * 12 / 5, filled[0], 1e-5);
    }

    @Test
    void twoRemovedNeighboursAreSolvedTogether() {
        // One row a, x, y, b: x = (a + y)/2, y = (x + b)/2, so a ramp.
        Tensor picture = Maps.picture(1, 4, 3, 50, 60, 9);
        float[] filled = QUIET.fill(picture, new boolean[] {false, true, true, false}, new Xoshiro256(1))
                .data();
        assertArrayEquals(new float[] {3, 5, 7, 9}, filled, 1e-5f);
    }

    @Test
    void aHoleInARampIsFilledWithTheRamp() {
        Tensor ramp = Tensor.zeros(1, 12, 14, 2);
        boolean[] removed = new boolean[12 * 14];
        for (int row = 0; row < 12; row++) {
            for (int column = 0; column < 14; column++) {
                ramp.set(0.1f * row + 0.2f * column, 0, row, column, 0);
                ramp.set(1 - 0.05f * row, 0, row, column, 1);
                removed[row * 14 + column] = row > 2 && row < 10 && column > 1 && column < 12;
            }
        }
        Tensor filled = QUIET.fill(ramp, removed, new Xoshiro256(1));
        assertArrayEquals(ramp.data(), filled.data(), 1e-5f);
    }

    /// Against the dense system of all pixels, solved by EJML.
    @Test
    void theSolutionIsThatOfADenseSolver() {
        int height = 11;
        int width = 9;
        int n = height * width;
        Xoshiro256 random = new Xoshiro256(4);
        Tensor picture = Maps.random(height, width, 1, random);
        boolean[] removed = lots(n, 0.8, random);
        DMatrixRMaj a = new DMatrixRMaj(n, n);
        DMatrixRMaj b = new DMatrixRMaj(n, 1);
        for (int p = 0; p < n; p++) {
            if (!removed[p]) {
                a.set(p, p, 1);
                b.set(p, 0, picture.data()[p]);
                continue;
            }
            for (int q = 0; q < n; q++) {
                int dy = Math.abs(p / width - q / width);
                int dx = Math.abs(p % width - q % width);
                if (Math.max(dy, dx) == 1) {
                    double weight = dy + dx == 1 ? 1 / 6.0 : 1 / 12.0;
                    a.add(p, p, weight);
                    a.add(p, q, -weight);
                }
            }
        }
        DMatrixRMaj x = new DMatrixRMaj(n, 1);
        assertTrue(CommonOps_DDRM.solve(a, b, x));
        float[] filled = QUIET.fill(picture, removed, random).data();
        for (int p = 0; p < n; p++) {
            assertEquals(x.get(p), filled[p], 1e-6, "pixel " + p);
        }
    }

    @Test
    void noiseIsSeededAndFallsOnRemovedPixelsAlone() {
        Tensor picture = Tensor.zeros(1, 30, 30, 1);
        boolean[] removed = new boolean[900];
        Arrays.fill(removed, 0, 800, true);
        NoisyLinearImputer noisy = new NoisyLinearImputer(0.01);
        float[] filled = noisy.fill(picture, removed, new Xoshiro256(7)).data();
        assertArrayEquals(
                filled, noisy.fill(picture, removed, new Xoshiro256(7)).data());
        double squares = 0;
        for (int i = 0; i < 900; i++) {
            squares += (double) filled[i] * filled[i];
            assertTrue(removed[i] || filled[i] == 0);
        }
        assertEquals(0.01, Math.sqrt(squares / 800), 0.001);
    }

    @Test
    void whatCannotBeFilledIsRefused() {
        Tensor picture = Tensor.zeros(1, 2, 2, 1);
        boolean[] all = {true, true, true, true};
        assertThrows(IllegalArgumentException.class, () -> QUIET.fill(picture, all, new Xoshiro256(1)));
        assertThrows(IllegalArgumentException.class, () -> QUIET.fill(picture, new boolean[3], new Xoshiro256(1)));
        assertThrows(IllegalArgumentException.class, () -> new NoisyLinearImputer(-1));
    }

    /// A bright square on black, and a confidence that is the mean of the picture inside the square.
    @Test
    void theRightMapScoresHighItsOppositeLowAndAConstantOneNothing() {
        int side = 20;
        boolean[] square = new boolean[side * side];
        float[] values = new float[side * side];
        for (int i = 0; i < values.length; i++) {
            square[i] = i / side >= 8 && i / side < 12 && i % side >= 8 && i % side < 12;
            values[i] = square[i] ? 1 : 0;
        }
        Confidence inSquare = pictures -> {
            double[] answers = new double[pictures.shape().extent(0)];
            for (int i = 0; i < pictures.size(); i++) {
                answers[i / values.length] += square[i % values.length] ? pictures.data()[i] / 16 : 0;
            }
            return answers;
        };
        Tensor picture = Maps.picture(side, side, values);
        Road right = Road.of(inSquare, picture, Maps.of(side, side, values), QUIET, 1);
        assertArrayEquals(new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}, right.removed(), 1e-12);
        for (int i = 0; i < 9; i++) {
            assertEquals(0, right.mostRelevantFirst()[i], 1e-6, "the square goes with the first tenth");
            assertEquals(1, right.leastRelevantFirst()[i], 1e-6, "the square is among the last tenth");
        }
        assertEquals(0.5, right.score(), 1e-6);
        float[] opposite = new float[values.length];
        for (int i = 0; i < opposite.length; i++) {
            opposite[i] = -values[i];
        }
        assertEquals(
                -0.5,
                Road.of(inSquare, picture, Maps.of(side, side, opposite), QUIET, 1)
                        .score(),
                1e-6);
        HeatMap blank = Maps.of(side, side, new float[values.length]);
        double sum = 0;
        for (int seed = 0; seed < 40; seed++) {
            sum += Road.of(inSquare, picture, blank, QUIET, seed).score() / 40;
        }
        assertEquals(0, sum, 0.02, "a map that knows nothing, in the mean");
    }

    @Test
    void theScoreIsHalfTheMeanDifference() {
        Road road = new Road(new double[] {0.5, 0.9}, new double[] {0.2, 0.1}, new double[] {0.9, 0.4});
        assertEquals((0.7 / 2 + 0.3 / 2) / 2, road.score(), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> new Road(new double[2], new double[1], new double[2]));
    }

    @Test
    void sharesOfFewPixelsAreRoundedAndOneIsKept() {
        Tensor picture = Maps.picture(2, 2, 1, 10, 100, 1000);
        Confidence changed = pictures -> {
            double[] counts = new double[pictures.shape().extent(0)];
            for (int i = 0; i < pictures.size(); i++) {
                counts[i / 4] += pictures.data()[i] == picture.data()[i % 4] ? 0 : 1;
            }
            return counts;
        };
        Road road = Road.of(changed, picture, Maps.of(2, 2, 4, 3, 2, 1), new NoisyLinearImputer(0), 1);
        // 0.4, 0.8, 1.2, 1.6, 2, 2.4, 2.8, 3.2 and 3.6 pixels.
        assertArrayEquals(new double[] {0, 1, 1, 2, 2, 2, 3, 3, 3}, road.mostRelevantFirst());
        assertArrayEquals(road.mostRelevantFirst(), road.leastRelevantFirst());
    }
}
