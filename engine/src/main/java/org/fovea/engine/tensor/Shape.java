package org.fovea.engine.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The extents of an array, outermost first: (N, H, W, C) for a batch of pictures, (N, C) for a batch of vectors.
///
/// The last extent is the one that runs fastest in memory. Every extent is at least 1, and the number of elements
/// fits in an `int`, because one `float[]` holds them all.
public final class Shape {
    private final int[] extents;
    private final int size;

    private Shape(int[] extents) {
        long product = 1;
        for (int i = 0; i < extents.length; i++) {
            if (extents[i] < 1) {
                throw new IllegalArgumentException("extent " + i + " of " + join(extents) + " must be at least 1");
            }
            product *= extents[i];
            if (product > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(
                        "shape " + join(extents) + " holds more elements than one array can (2^31 - 9)");
            }
        }
        this.extents = extents;
        this.size = (int) product;
    }

    /// @throws IllegalArgumentException if an extent is below 1 or the product exceeds what an array can hold
    public static Shape of(int... extents) {
        return new Shape(extents.clone());
    }

    /// The number of extents.
    public int rank() {
        return extents.length;
    }

    /// Extent `axis`; a negative axis counts from the last, so `-1` is the channels.
    public int extent(int axis) {
        int i = axis < 0 ? axis + extents.length : axis;
        if (i < 0 || i >= extents.length) {
            throw new IllegalArgumentException("shape " + this + " has no axis " + axis);
        }
        return extents[i];
    }

    /// The last extent, which runs fastest in memory.
    public int channels() {
        return extent(-1);
    }

    /// The number of elements: the product of the extents.
    public int size() {
        return size;
    }

    /// This shape with `extent` before it: an example's shape becomes a batch's.
    public Shape batch(int extent) {
        int[] all = new int[extents.length + 1];
        all[0] = extent;
        System.arraycopy(extents, 0, all, 1, extents.length);
        return new Shape(all);
    }

    /// This shape without its first extent: a batch's shape becomes an example's.
    public Shape example() {
        if (extents.length == 0) {
            throw new IllegalArgumentException("a shape without extents has no first one to leave out");
        }
        return new Shape(Arrays.copyOfRange(extents, 1, extents.length));
    }

    /// The extents, as a copy.
    public int[] toArray() {
        return extents.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /// As people write it: `8×28×28×32`; `scalar` for no extents.
    @Override
    public String toString() {
        return extents.length == 0 ? "scalar" : join(extents);
    }

    private static String join(int[] extents) {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("×"));
    }
}
