package org.fovea.engine.kernel;

import java.util.Arrays;

/// Memory that a computation needs only while it runs: one growing array a thread and slot, so that the steady state
/// allocates nothing. Contents are whatever was left there last.
///
/// A piece of work takes arrays of the thread that runs it, so that pieces share nothing. What all pieces of a call
/// share, such as filters in panels, is taken by the calling thread before it hands out the pieces. So layers that
/// follow each other use the same memory, which is still in the cache.
public final class Scratch {
    /// What an array is for. One slot has one use at a time: a piece takes none that a call holds.
    public enum Slot {
        /// Of a piece: a register tile that is cut off.
        TILE,
        /// Of a piece: sums of a block of rows.
        BLOCK,
        /// Of a piece: rows of the source with their margins, or a panel of B.
        ROWS,
        /// Of a piece: values between the two sides of a transform.
        BETWEEN,
        /// Of a piece: pixels of tiles that are cut off.
        MARGIN,
        /// Of a piece: arguments of an exponential that are not in whole vectors.
        ARGUMENTS,
        /// Of a piece: exponentials.
        EXPONENTIALS,
        /// Of a piece or a call: the source as products read it, transformed or padded.
        SOURCE,
        /// Of a piece or a call: what products yield before it is transformed back, or the target's gradient as
        /// they read it.
        TARGET,
        /// Of a call: filters, or another B, in panels.
        FILTERS,
        /// Of a call: a transposed operand.
        TRANSPOSED,
        /// Of a piece or a call: the gradient of transformed filters.
        FILTER_GRADIENT
    }

    /// The first element in use of an [#aligned] array: it lies 16 bytes of header and twelve elements after the
    /// array's beginning, at a multiple of 64 bytes.
    public static final int FIRST = 12;

    /// Floats of an aligned array, at least: more than half of a region of G1's with heaps up to 8 GB.
    static final int LEAST = (1 << 19) + FIRST;

    private static final int SLOTS = Slot.values().length;
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final float[][] arrays = new float[SLOTS][0];

    private Scratch() {}

    /// An array of at least `length` values for this thread; the same one as at the last call with this slot,
    /// unless it was too short.
    public static float[] floats(Slot slot, int length) {
        float[][] arrays = OF_THREAD.get().arrays;
        int i = slot.ordinal();
        if (arrays[i].length < length) {
            arrays[i] = new float[length];
        }
        return arrays[i];
    }

    /// An array of at least `length` values from [#FIRST] on, whose vectors lie in one cache line each where the
    /// machine allows it.
    ///
    /// Java places an array at any multiple of 8 bytes, but G1 gives one that is larger than half of its regions a
    /// region of its own, which it begins. So the array is made large enough for that. On a machine with AVX-512,
    /// where a vector is a whole line and else lies across two, the convolutions that work in such arrays were 5 to
    /// 10 % faster. With another collector, or larger regions, nothing is gained and nothing lost but memory.
    public static float[] aligned(Slot slot, int length) {
        return floats(slot, Math.max(LEAST, FIRST + length));
    }

    /// As [#floats], with the first `length` values set to zero.
    public static float[] zeros(Slot slot, int length) {
        float[] array = floats(slot, length);
        Arrays.fill(array, 0, length, 0f);
        return array;
    }
}
