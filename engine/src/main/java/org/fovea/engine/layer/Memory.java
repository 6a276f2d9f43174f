package org.fovea.engine.layer;

import java.util.Locale;

/// What arrays take, held against what there is, in words for messages.
public final class Memory {
    /// The most elements that one Java array holds on every JVM.
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    private Memory() {}

    /// @param floats how many floats `what` has, all of them at once in one array; a `double`, because products of
    ///     extents overflow a `long`
    /// @throws IllegalArgumentException if no array can hold them, or the heap cannot
    static void check(String what, double floats) {
        if (floats > MOST_ELEMENTS) {
            throw new IllegalArgumentException(what + " has " + String.format(Locale.ROOT, "%,.0f", floats)
                    + " elements (" + bytes(4 * floats) + "), one array holds at most "
                    + String.format(Locale.ROOT, "%,d", MOST_ELEMENTS));
        }
        checkHeap(what, (long) floats);
    }

    /// @param floats how many floats `what` has, all of them at once, in any number of arrays
    /// @throws IllegalArgumentException if the heap cannot hold them, however empty it is
    public static void checkHeap(String what, long floats) {
        long heap = Runtime.getRuntime().maxMemory();
        if (4.0 * floats > heap) {
            throw new IllegalArgumentException(
                    what + " takes " + bytes(4.0 * floats) + ", the heap has " + bytes(heap) + " at most (-Xmx)");
        }
    }

    private static String bytes(double bytes) {
        return bytes < 1e9
                ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
