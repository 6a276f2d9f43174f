package org.fovea.gradcam.metric;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.fovea.engine.random.Shuffle;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.gradcam.HeatMap;

/// The pixels of a map in the order of their values.
///
/// Where a figure is computed, pixels of one value, as ReLU leaves many of them, stand in an order drawn by lot: from
/// the top row down, a map of zeros would be a map that prefers the top. The lots are those of the seed, so the same
/// map gives the same order. Where a person follows the order with the eye, they stand row by row.
public final class PixelOrder {
    private PixelOrder() {}

    /// The pixels' indices, row by row, those of the highest values first, equal ones by lot.
    ///
    /// @throws IllegalArgumentException if a value is not a finite number
    public static int[] descending(HeatMap map, long seed) {
        Pictures.checkFinite(map);
        return descending(map.values(), random(map.values().length, new Xoshiro256(seed)));
    }

    /// The pixels' indices, row by row, those of the lowest values first: [#descending(HeatMap, long)] backwards.
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

    /// The pixels' indices, those of the highest values first, equal ones in their own order.
    public static int[] descending(float[] values) {
        return descending(values, rowByRow(values.length));
    }

    /// The pixels' indices in an order that no map has a part in.
    public static int[] random(int pixels, RandomGenerator random) {
        int[] order = rowByRow(pixels);
        Shuffle.shuffle(order, random);
        return order;
    }

    /// The indices of the lowest values first, equal ones in their own order.
    static int[] ascending(float[] values) {
        return sorted(values, rowByRow(values.length), 0);
    }

    private static int[] descending(float[] values, int[] ties) {
        return sorted(values, ties, -1);
    }

    private static int[] rowByRow(int pixels) {
        return IntStream.range(0, pixels).toArray();
    }

    /// Sorts whole numbers, a value's order above its place among its equals, which costs a tenth of sorting
    /// objects.
    ///
    /// @param ties the order of equal values
    /// @param flip 0 for the lowest first, −1 for the highest
    private static int[] sorted(float[] values, int[] ties, int flip) {
        long[] keys = new long[values.length];
        for (int place = 0; place < keys.length; place++) {
            int bits = Float.floatToIntBits(values[ties[place]] + 0f); // + 0f: 0 and −0 are equal
            int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE) ^ flip;
            keys[place] = (long) ordered << 32 | place;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = ties[(int) keys[i]];
        }
        return order;
    }
}
