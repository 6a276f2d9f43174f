package org.fovea.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {
    private static final int TIMES = 24_000;

    @Test
    void everyOrderIsAsLikely() {
        var random = new Xoshiro256(1);
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < TIMES; i++) {
            int[] numbers = {1, 2, 3, 4};
            Shuffle.shuffle(numbers, random);
            seen.merge(Arrays.toString(numbers), 1, Integer::sum);
        }
        assertEquals(24, seen.size());
        // 1000 each, deviation 31.
        seen.forEach((order, count) -> assertEquals(1000, count, 150, order));
    }

    @Test
    void everyDrawIsAsLikelyAndTheNumbersStayTheSame() {
        var random = new Xoshiro256(2);
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < TIMES; i++) {
            int[] numbers = {1, 2, 3, 4, 5};
            Shuffle.draw(numbers, 2, random);
            seen.merge(numbers[0] + " " + numbers[1], 1, Integer::sum);
            assertEquals(15, IntStream.of(numbers).distinct().sum());
        }
        assertEquals(20, seen.size());
        seen.forEach((drawn, count) -> assertEquals(1200, count, 170, drawn));
    }

    @Test
    void theSameGeneratorGivesTheSameOrder() {
        int[] one = IntStream.range(0, 100).toArray();
        int[] other = one.clone();
        Shuffle.shuffle(one, new Xoshiro256(3));
        Shuffle.shuffle(other, new Xoshiro256(3));
        assertArrayEquals(one, other);
        int[] none = {};
        Shuffle.shuffle(none, new Xoshiro256(3));
        Shuffle.draw(none, 0, new Xoshiro256(3));
    }
}
