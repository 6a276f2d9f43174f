package org.fovea.engine.kernel;

/// A stretch of an array that begins at a cache line where [Scratch#aligned] can have that, for values that stay:
/// filters as kernels read them.
///
/// Only large arrays are placed at a line, so short stretches share one. It is garbage when all of them are.
///
/// @param array shared: nothing but the stretch may be written to
/// @param at the first element of the stretch
public record AlignedArray(float[] array, int at) {
    /// Floats in a cache line.
    private static final int LINE = 16;

    private static float[] shared = {};
    private static int used;

    /// A stretch of `length` elements, at least, which are zero.
    public static synchronized AlignedArray of(int length) {
        int lines = Math.ceilDiv(length, LINE) * LINE;
        if (lines > Scratch.LEAST / 2) {
            return new AlignedArray(new float[Math.max(Scratch.LEAST, Scratch.FIRST + lines)], Scratch.FIRST);
        }
        if (used + lines > shared.length) {
            shared = new float[Scratch.LEAST];
            used = Scratch.FIRST;
        }
        used += lines;
        return new AlignedArray(shared, used - lines);
    }
}
