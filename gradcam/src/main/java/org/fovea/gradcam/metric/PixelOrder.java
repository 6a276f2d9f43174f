package org.fovea.gradcam.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.fovea.engine.random.Shuffle;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.gradcam.HeatMap;

/// The pixels of a map in the order of their values.
///
/// Pixels of one value, as ReLU leaves many of them, stand in an order drawn by lot: from the top row down, a map of
/// zeros would be a map that prefers the top. The lots are those of the seed, so the same map gives the same order.
public final class PixelOrder {
    private PixelOrder() {}

    /// The pixels' indices, row by row, those of the highest values first.
    ///
    /// @throws IllegalArgumentException if a value is not a finite number
    public static int[] descending(HeatMap map, long seed) {
        Pictures.checkFinite(map);
        float[] values = map.values();
        Integer[] order = shuffled(values.length, seed);
        Arrays.sort(
                order,
                Comparator.comparingDouble(
                        i -> 0.0 - values[i])); // stable: equals stay as shuffled; 0 and −0 are equal
        return Arrays.stream(order).mapToInt(i -> i).toArray();
    }

    /// The pixels' indices, row by row, those of the lowest values first.
    ///
    /// @throws IllegalArgumentException if a value is not a finite number
    public static int[] ascending(HeatMap map, long seed) {
        int[] order = descending(map, seed);
        for (int i = 0, j = order.length - 1; i < j; i++, j--) {
            int first = order[i];
            order[i] = order[j];
            order[j] = first;
        }
        return order;
    }

    private static Integer[] shuffled(int n, long seed) {
        int[] order = IntStream.range(0, n).toArray();
        Shuffle.shuffle(order, new Xoshiro256(seed));
        return IntStream.of(order).boxed().toArray(Integer[]::new);
    }
}
