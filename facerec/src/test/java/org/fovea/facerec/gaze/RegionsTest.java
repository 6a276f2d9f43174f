package org.fovea.facerec.gaze;

import static org.fovea.facerec.gaze.GazeTest.map;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.gradcam.HeatMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {
    private static final int W = 20;
    private static final int H = 16;

    /// Two hills, the higher one around (5, 4).
    private static HeatMap gaze() {
        float[] values = new float[W * H];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (hill(i, 5, 4, 3) + 0.7 * hill(i, 14, 11, 2.5));
        }
        return map(H, W, values);
    }

    private static double hill(int i, double x, double y, double width) {
        double dx = i % W - x;
        double dy = i / W - y;
        return Math.exp(-(dx * dx + dy * dy) / (2 * width * width));
    }

    private static double inside(HeatMap gaze, boolean[] region) {
        return IntStream.range(0, region.length)
                .filter(i -> region[i])
                .mapToDouble(i -> gaze.values()[i])
                .sum();
    }

    /// The `area` allowed pixels nearest to a centre, the plain way.
    private static boolean[] nearest(double x, double y, boolean[] allowed, int area) {
        boolean[] disc = new boolean[allowed.length];
        IntStream.range(0, allowed.length)
                .filter(i -> allowed[i])
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Math.pow(i % W + 0.5 - x, 2) + Math.pow(i / W + 0.5 - y, 2)))
                .limit(area)
                .forEach(i -> disc[i] = true);
        return disc;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 37, 96, 200})
    void aDiscHoldsMostOfTheGazeAmongAllCentres(int area) {
        boolean[] allowed = Regions.without(Regions.all(W, H), Regions.rectangle(W, H, 3, 2, 3, 5));
        HeatMap gaze = gaze();
        boolean[] disc = Regions.disc(gaze, allowed, area);
        assertEquals(area, Regions.area(disc));
        double most = 0;
        for (int y = 0; y < H; y += 2) {
            for (int x = 0; x < W; x += 2) {
                most = Math.max(most, inside(gaze, nearest(x + 0.5, y + 0.5, allowed, area)));
            }
        }
        assertEquals(most, inside(gaze, disc), 1e-6);
        for (int i = 0; i < disc.length; i++) {
            assertTrue(allowed[i] || !disc[i], "pixel " + i + " is not allowed");
        }
    }

    @Test
    void theSecondDiscLiesOnTheOtherHill() {
        boolean[] first = Regions.disc(gaze(), Regions.all(W, H), 60);
        assertTrue(first[4 * W + 5], "the higher hill");
        boolean[] second = Regions.disc(gaze(), Regions.without(Regions.all(W, H), first), 60);
        assertTrue(second[11 * W + 14], "the other hill");
        assertEquals(60, Regions.area(second));
        assertEquals(W * H - 60, Regions.area(Regions.without(Regions.all(W, H), first)));
        boolean[] few = Regions.rectangle(W, H, 0, 0, 5, 5);
        var e = assertThrows(IllegalArgumentException.class, () -> Regions.disc(gaze(), few, 26));
        assertTrue(e.getMessage().contains("26") && e.getMessage().contains("25"), e.getMessage());
    }

    @Test
    void discsByLotHaveTheAreaAskedForAndLieAnywhere() {
        var random = new Xoshiro256(1);
        boolean[] allowed = Regions.without(Regions.all(W, H), Regions.rectangle(W, H, 8, 6, 4, 4));
        boolean[] touched = new boolean[W * H];
        for (int i = 0; i < 200; i++) {
            boolean[] disc = Regions.randomDisc(W, allowed, 30, random);
            assertEquals(30, Regions.area(disc));
            assertEquals(0, Regions.area(Regions.without(disc, allowed)));
            for (int k = 0; k < disc.length; k++) {
                touched[k] |= disc[k];
            }
        }
        assertArrayEquals(allowed, touched, "every allowed pixel is in one of 200 discs");
        boolean[] one = Regions.randomDisc(W, Regions.all(W, H), 30, new Xoshiro256(2));
        assertArrayEquals(one, Regions.randomDisc(W, Regions.all(W, H), 30, new Xoshiro256(2)));
        assertFalse(Arrays.equals(one, Regions.randomDisc(W, Regions.all(W, H), 30, new Xoshiro256(3))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void cellsHoldEqualSharesAndCoverTheFrameOnce(int count) {
        float[] values = gaze().values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += 0.05f;
        }
        HeatMap mass = map(H, W, values);
        List<boolean[]> cells = Regions.cells(mass, count);
        assertEquals(count, cells.size());
        int[] covered = new int[W * H];
        double line = 0; // the most that one row or column holds
        for (int y = 0; y < H; y++) {
            line = Math.max(line, inside(mass, Regions.rectangle(W, H, 0, y, W, 1)));
        }
        for (int x = 0; x < W; x++) {
            line = Math.max(line, inside(mass, Regions.rectangle(W, H, x, 0, 1, H)));
        }
        for (boolean[] cell : cells) {
            assertEquals(mass.sum() / count, inside(mass, cell), line);
            for (int i = 0; i < cell.length; i++) {
                covered[i] += cell[i] ? 1 : 0;
            }
        }
        assertTrue(Arrays.stream(covered).allMatch(n -> n == 1), Arrays.toString(covered));
    }

    @Test
    void evenCellsAreHalvesAndQuadrants() {
        float[] even = new float[W * H];
        Arrays.fill(even, 1);
        List<boolean[]> halves = Regions.cells(map(H, W, even), 2);
        assertArrayEquals(Regions.rectangle(W, H, 0, 0, W / 2, H), halves.get(0));
        assertArrayEquals(Regions.rectangle(W, H, W / 2, 0, W / 2, H), halves.get(1));
        List<boolean[]> quadrants = Regions.cells(map(H, W, even), 4);
        assertArrayEquals(Regions.rectangle(W, H, 0, 0, W / 2, H / 2), quadrants.get(0));
        assertArrayEquals(Regions.rectangle(W, H, W / 2, H / 2, W / 2, H / 2), quadrants.get(3));
    }
}
