package org.fovea.facerec.ensemble;

import static org.fovea.facerec.ensemble.MadeStudio.looking;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fovea.facerec.gaze.Gaze;
import org.fovea.facerec.network.View;
import org.junit.jupiter.api.Test;

class ChooserTest {
    private static final Plan PLAN = new Plan(32, 32, 2, 3, TrainingSettings.standard());

    /// A network of the plan that sees everything, with a made-up gaze.
    private static Trained looksAt(int number, int confused, float[] map) {
        return MadeStudio.trained(PLAN.whole(number), map, confused);
    }

    private static Gaze whole(float[] map) {
        return looksAt(99, 0, map).gaze();
    }

    private static final float[] LEFT = looking(0, 0, 2, 4);
    private static final float[] RIGHT = looking(2, 0, 4, 4);
    private static final float[] TOP = looking(0, 0, 4, 2);
    private static final float[] ALL = looking(0, 0, 4, 4);

    @Test
    void leastOverlap() {
        List<Trained> pool = List.of(looksAt(1, 0, LEFT), looksAt(2, 0, TOP), looksAt(3, 0, RIGHT), looksAt(4, 0, ALL));
        assertArrayEquals(new int[] {0, 2}, Chooser.LEAST_OVERLAP.choose(pool, 2, whole(ALL), 1));
        assertArrayEquals(new int[] {0, 1, 2}, Chooser.LEAST_OVERLAP.choose(pool, 3, whole(ALL), 1));
    }

    @Test
    void accuracyOnPicturesHeldOut() {
        List<Trained> pool =
                List.of(looksAt(1, 1, LEFT), looksAt(2, 0, LEFT), looksAt(3, 1, LEFT), looksAt(4, 0, LEFT));
        assertArrayEquals(new int[] {1, 3}, Chooser.ACCURACY.choose(pool, 2, whole(ALL), 1));
    }

    @Test
    void coverageAddsWhatIsNotSeenYet() {
        List<Trained> pool = List.of(looksAt(1, 0, LEFT), looksAt(2, 0, LEFT), looksAt(3, 0, RIGHT));
        int[] chosen = Chooser.COVERAGE.choose(pool, 2, whole(ALL), 1);
        Arrays.sort(chosen);
        assertArrayEquals(new int[] {0, 2}, chosen);
        // Where the whole network looks at the right alone, the right comes first.
        assertArrayEquals(new int[] {2, 0}, Chooser.COVERAGE.choose(pool, 2, whole(RIGHT), 1));
    }

    @Test
    void byLot() {
        List<Trained> pool = List.of(looksAt(1, 0, LEFT), looksAt(2, 0, LEFT), looksAt(3, 0, RIGHT));
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            int[] chosen = Chooser.RANDOM.choose(pool, 2, whole(ALL), seed);
            assertEquals(
                    2,
                    Arrays.stream(chosen)
                            .distinct()
                            .filter(i -> i >= 0 && i < 3)
                            .count());
            assertArrayEquals(chosen, Chooser.RANDOM.choose(pool, 2, whole(ALL), seed));
            seen.add(Arrays.toString(chosen));
        }
        assertEquals(6, seen.size(), "every pair in either order");
    }

    @Test
    void subsetsInLexicalOrder() {
        List<String> sets = Chooser.subsets(4, 2).stream().map(Arrays::toString).toList();
        assertEquals(List.of("[0, 1]", "[0, 2]", "[0, 3]", "[1, 2]", "[1, 3]", "[2, 3]"), sets);
        assertEquals(120, Chooser.subsets(10, 3).size());
        assertEquals(1, Chooser.subsets(3, 3).size());
    }

    @Test
    void aPoolGivesThoseChosen() {
        Plan plan = new Plan(48, 48, 3, 5, TrainingSettings.standard());
        View[] views = new View[1];
        MadeStudio studio = new MadeStudio(spec -> {
            views[0] = views[0] == null ? spec.view() : views[0];
            return spec.view().equals(views[0]) ? LEFT : RIGHT;
        });
        List<Trained> pool = Pool.all(studio, plan);
        List<Trained> chosen = new Pool(Chooser.LEAST_OVERLAP, 1).train(studio, plan);
        assertEquals(3, chosen.size());
        assertEquals(3, new HashSet<>(chosen).size());
        assertEquals(3, chosen.stream().filter(pool::contains).count());
        assertTrue(chosen.contains(pool.getFirst()), "the one that looks elsewhere than the others");
    }
}
