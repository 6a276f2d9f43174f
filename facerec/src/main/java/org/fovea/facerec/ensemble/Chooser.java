package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.random.Shuffle;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.fusion.Folds;
import org.fovea.facerec.gaze.Gaze;
import org.fovea.facerec.gaze.Likeness;
import org.fovea.gradcam.HeatMap;

/// A rule that chooses some networks of a pool. None of the rules sees a test picture.
public enum Chooser {
    /// The set whose gazes overlap least: the smallest mean cosine over its pairs, among all sets of that size.
    LEAST_OVERLAP("gaze", Strategy.Driver.GRADCAM, "for the least overlap of their gazes") {
        @Override
        int[] choose(List<Trained> pool, int count, Gaze whole, long seed) {
            List<HeatMap> gazes = pool.stream().map(t -> t.gaze().mean()).toList();
            return best(subsets(pool.size(), count), set -> -Likeness.COSINE.mean(some(gazes, set)));
        }
    },

    /// One after another the network that adds most to accuracy + ½ · coverage of the whole network's gaze.
    COVERAGE("coverage", Strategy.Driver.GRADCAM, "one by one for accuracy and what they add to the gaze covered") {
        @Override
        int[] choose(List<Trained> pool, int count, Gaze whole, long seed) {
            List<HeatMap> gazes = pool.stream().map(t -> t.gaze().mean()).toList();
            int[] chosen = {};
            while (chosen.length < count) {
                List<int[]> longer = new ArrayList<>();
                for (int i = 0; i < pool.size(); i++) {
                    int next = i;
                    if (IntStream.of(chosen).noneMatch(k -> k == next)) {
                        int[] set = Arrays.copyOf(chosen, chosen.length + 1);
                        set[chosen.length] = i;
                        longer.add(set);
                    }
                }
                chosen = best(
                        longer,
                        set -> accuracy(pool, set)
                                + COVERAGE_WEIGHT * Likeness.coverage(some(gazes, set), whole.mean()));
            }
            return chosen;
        }
    },

    /// The networks with the best accuracy on training pictures held out from the templates.
    ACCURACY("accuracy", Strategy.Driver.CONTROL, "for the best accuracy on held-out training pictures") {
        @Override
        int[] choose(List<Trained> pool, int count, Gaze whole, long seed) {
            return IntStream.range(0, pool.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -accuracy(pool, new int[] {i})))
                    .mapToInt(i -> i)
                    .limit(count)
                    .toArray();
        }
    },

    /// By lot: the control.
    RANDOM("random", Strategy.Driver.CONTROL, "by lot") {
        @Override
        int[] choose(List<Trained> pool, int count, Gaze whole, long seed) {
            int[] places = IntStream.range(0, pool.size()).toArray();
            Shuffle.shuffle(places, new Xoshiro256(seed));
            return Arrays.copyOf(places, count);
        }
    };

    private static final double COVERAGE_WEIGHT = 0.5;

    private final String label;
    private final Strategy.Driver driver;
    private final String about;

    Chooser(String label, Strategy.Driver driver, String about) {
        this.label = label;
        this.driver = driver;
        this.about = about;
    }

    /// @param pool the networks, which all learned from the same pictures
    /// @param count how many are chosen, at most as many as there are
    /// @param whole the gaze of a network that sees the whole face
    /// @param seed for lots
    /// @return their places in the pool
    abstract int[] choose(List<Trained> pool, int count, Gaze whole, long seed);

    String label() {
        return label;
    }

    Strategy.Driver driver() {
        return driver;
    }

    String about() {
        return about;
    }

    @FunctionalInterface
    interface Goodness {
        double of(int[] set);
    }

    /// The set with the highest goodness; of equal ones the first.
    private static int[] best(List<int[]> sets, Goodness goodness) {
        int[] best = {};
        double highest = Double.NEGATIVE_INFINITY;
        for (int[] set : sets) {
            double good = goodness.of(set);
            if (good > highest) {
                highest = good;
                best = set;
            }
        }
        return best;
    }

    private static double accuracy(List<Trained> pool, int[] set) {
        return Folds.accuracy(some(pool, set).stream().map(Trained::experience).toList());
    }

    private static <T> List<T> some(List<T> all, int[] set) {
        return IntStream.of(set).mapToObj(all::get).toList();
    }

    /// Every way to choose `count` of the numbers below `size`, each ascending, in lexical order.
    public static List<int[]> subsets(int size, int count) {
        List<int[]> sets = new ArrayList<>();
        collect(new int[count], 0, 0, size, sets);
        return sets;
    }

    private static void collect(int[] set, int filled, int from, int size, List<int[]> sets) {
        if (filled == set.length) {
            sets.add(set.clone());
            return;
        }
        for (int i = from; i <= size - (set.length - filled); i++) {
            set[filled] = i;
            collect(set, filled + 1, i + 1, size, sets);
        }
    }
}
