package org.fovea.engine.random;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The generator xoshiro256++ of Blackman and Vigna ("Scrambled linear pseudorandom number generators", ACM TOMS 47(4),
/// 2021), period 2^256 − 1.
///
/// The JDK has good generators but none whose state can be read and put back, which a resumed training needs. The state
/// is seeded from one number by SplitMix64, as its authors advise.
public final class Xoshiro256 implements RandomGenerator {
    private long s0;
    private long s1;
    private long s2;
    private long s3;

    public Xoshiro256(long seed) {
        long z = seed;
        s0 = mix(z += GOLDEN_GAMMA);
        s1 = mix(z += GOLDEN_GAMMA);
        s2 = mix(z += GOLDEN_GAMMA);
        s3 = mix(z + GOLDEN_GAMMA);
    }

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /// A new generator whose stream does not follow this one's: seeded from this one's next number.
    public Xoshiro256 split() {
        return new Xoshiro256(nextLong());
    }

    /// The four words of state, to be kept in a checkpoint.
    public long[] state() {
        return new long[] {s0, s1, s2, s3};
    }

    /// Puts back what [#state()] gave.
    ///
    /// @throws IllegalArgumentException if there are not four words, or all are zero (a state the generator never
    ///     leaves)
    public void restore(long[] state) {
        if (state.length != 4 || (state[0] | state[1] | state[2] | state[3]) == 0) {
            throw new IllegalArgumentException("a state is four words, not all zero; found " + Arrays.toString(state));
        }
        s0 = state[0];
        s1 = state[1];
        s2 = state[2];
        s3 = state[3];
    }
}
