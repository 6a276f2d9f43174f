package org.fovea.engine.kernel;

import java.util.Arrays;

/// Memory that a piece of work needs while it runs: one growing array a thread and slot, so that pieces share nothing
/// and the steady state allocates nothing. Contents are whatever the last piece left.
public final class Scratch {
    private static final int SLOTS = 8;
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final float[][] arrays = new float[SLOTS][0];

    private Scratch() {}

    /// An array of at least `length` values for this thread; the same one as at the last call with this slot,
    /// unless it was too short.
    public static float[] floats(int slot, int length) {
        float[][] arrays = OF_THREAD.get().arrays;
        if (arrays[slot].length < length) {
            arrays[slot] = new float[length];
        }
        return arrays[slot];
    }

    /// As [#floats(int, int)], with the first `length` values set to zero.
    public static float[] zeros(int slot, int length) {
        float[] array = floats(slot, length);
        Arrays.fill(array, 0, length, 0f);
        return array;
    }
}
