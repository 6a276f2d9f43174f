package org.fovea.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class Xoshiro256Test {
    /// What the authors' C program (https://prng.di.unimi.it/xoshiro256plusplus.c) gives from the state 1, 2, 3, 4.
    private static final long[] FROM_1_2_3_4 = {
        41943041L,
        58720359L,
        3588806011781223L,
        3591011842654386L,
        Long.parseUnsignedLong("9228616714210784205"),
        Long.parseUnsignedLong("9973669472204895162"),
        Long.parseUnsignedLong("14011001112246962877"),
        Long.parseUnsignedLong("12406186145184390807"),
        Long.parseUnsignedLong("15849039046786891736"),
        Long.parseUnsignedLong("10450023813501588000")
    };

    /// What the authors' SplitMix64 (https://prng.di.unimi.it/splitmix64.c) gives from 1234567.
    private static final long[] SPLITMIX_1234567 = {
        6457827717110365317L, 3203168211198807973L, Long.parseUnsignedLong("9817491932198370423"), 4593380528125082431L
    };

    /// The stream seeded with 0 through SplitMix64, from the tests of Rust's `rand`, whose small generator it is.
    private static final long[] FROM_SEED_0 = {
        5987356902031041503L,
        7051070477665621255L,
        6633766593972829180L,
        211316841551650330L,
        9136120204379184874L,
        379361710973160858L,
        Long.parseUnsignedLong("15813423377499357806"),
        Long.parseUnsignedLong("15596884590815070553"),
        5439680534584881407L,
        1369371744833522710L
    };

    @Test
    void givesTheReferencesNumbersFromAState() {
        Xoshiro256 random = new Xoshiro256(0);
        random.restore(new long[] {1, 2, 3, 4});
        assertArrayEquals(FROM_1_2_3_4, next(random, FROM_1_2_3_4.length));
    }

    @Test
    void isSeededBySplitMix64() {
        assertArrayEquals(SPLITMIX_1234567, new Xoshiro256(1234567).state());
        assertArrayEquals(FROM_SEED_0, next(new Xoshiro256(0), FROM_SEED_0.length));
    }

    @Test
    void agreesWithTheJdksGeneratorFromTheSameState() {
        Xoshiro256 random = new Xoshiro256(-7);
        ByteBuffer state = ByteBuffer.allocate(32);
        for (long word : random.state()) {
            state.putLong(word);
        }
        RandomGenerator theirs = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(state.array());
        assertArrayEquals(next(theirs, 10_000), next(random, 10_000));
    }

    @Test
    void goesOnFromASavedState() {
        Xoshiro256 random = new Xoshiro256(42);
        next(random, 17);
        long[] state = random.state();
        long[] expected = next(random, 100);
        Xoshiro256 other = new Xoshiro256(99);
        other.restore(state);
        assertArrayEquals(expected, next(other, 100));
        random.restore(state);
        assertArrayEquals(expected, next(random, 100));
    }

    @Test
    void handsOutCopiesOfItsState() {
        Xoshiro256 random = new Xoshiro256(42);
        long[] state = random.state();
        long[] kept = state.clone();
        state[0] ^= 1;
        assertArrayEquals(kept, random.state());
        random.restore(state);
        state[1] ^= 1;
        assertNotEquals(state[1], random.state()[1]);
    }

    @Test
    void refusesStatesThatAreNone() {
        Xoshiro256 random = new Xoshiro256(5);
        long[] before = random.state();
        for (long[] state : new long[][] {{}, {1, 2, 3}, {1, 2, 3, 4, 5}, {0, 0, 0, 0}}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> random.restore(state));
            assertTrue(refused.getMessage().contains(Arrays.toString(state)), refused.getMessage());
        }
        assertArrayEquals(before, random.state());
    }

    @Test
    void splitsIntoAStreamOfItsOwn() {
        Xoshiro256 random = new Xoshiro256(3);
        Xoshiro256 same = new Xoshiro256(3);
        Xoshiro256 split = random.split();
        assertArrayEquals(new Xoshiro256(same.nextLong()).state(), split.state());
        assertArrayEquals(same.state(), random.state());
        assertNotEquals(random.nextLong(), split.nextLong());
    }

    @Test
    void isUniformAndNormalAsRandomGeneratorsAre() {
        Xoshiro256 random = new Xoshiro256(8);
        int n = 100_000;
        double sum = 0;
        double squares = 0;
        int[] counts = new int[10];
        for (int i = 0; i < n; i++) {
            double g = random.nextGaussian();
            sum += g;
            squares += g * g;
            counts[random.nextInt(10)]++;
        }
        // Five standard deviations each: 1/√n of the mean, √(2/n) of the variance, √(np(1 − p)) of a count.
        assertEquals(0, sum / n, 5 / Math.sqrt(n));
        assertEquals(1, squares / n, 5 * Math.sqrt(2.0 / n));
        for (int count : counts) {
            assertEquals(n / 10.0, count, 5 * Math.sqrt(n * 0.09));
        }
    }

    private static long[] next(RandomGenerator random, int n) {
        long[] numbers = new long[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = random.nextLong();
        }
        return numbers;
    }
}
