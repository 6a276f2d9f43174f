package org.fovea.facerec.faithfulness;

import java.util.Arrays;
import org.fovea.engine.random.Shuffle;
import org.fovea.engine.random.Xoshiro256;

/// Lots over numbers.
final class Draw {
    private Draw() {}

    /// The same numbers in an order drawn by lot.
    static int[] shuffled(int[] numbers, Xoshiro256 random) {
        int[] shuffled = numbers.clone();
        Shuffle.shuffle(shuffled, random);
        return shuffled;
    }

    /// At most `count` of the numbers, ascending.
    static int[] some(int[] numbers, int count, Xoshiro256 random) {
        int[] drawn = Arrays.copyOf(shuffled(numbers, random), Math.min(count, numbers.length));
        Arrays.sort(drawn);
        return drawn;
    }
}
