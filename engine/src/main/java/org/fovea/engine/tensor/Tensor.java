package org.fovea.engine.tensor;

import java.util.Arrays;

/// A `float[]` with a shape: row-major, contiguous, channels last. No strides, no views, no broadcasting.
///
/// The array is shared, never copied behind the caller's back: [#data()] is the storage itself.
public final class Tensor {
    private final Shape shape;
    private final float[] data;

    private Tensor(Shape shape, float[] data) {
        this.shape = shape;
        this.data = data;
    }

    /// A tensor of zeros.
    public static Tensor zeros(Shape shape) {
        return new Tensor(shape, new float[shape.size()]);
    }

    /// A tensor of zeros with these extents.
    public static Tensor zeros(int... extents) {
        return zeros(Shape.of(extents));
    }

    /// A tensor over `data`, which is used as it is and not copied.
    ///
    /// @throws IllegalArgumentException if the shape's size is not the array's length
    public static Tensor of(Shape shape, float... data) {
        if (data.length != shape.size()) {
            throw new IllegalArgumentException(
                    "shape " + shape + " holds " + shape.size() + " elements, the array has " + data.length);
        }
        return new Tensor(shape, data);
    }

    /// A tensor over the beginning of `storage`, for arrays that tensors of several sizes use in turn. Its
    /// [#data()] is longer than its [#size()].
    ///
    /// @throws IllegalArgumentException if the array is too short
    public static Tensor within(float[] storage, Shape shape) {
        if (storage.length < shape.size()) {
            throw new IllegalArgumentException(
                    "shape " + shape + " holds " + shape.size() + " elements, the array has " + storage.length);
        }
        return new Tensor(shape, storage);
    }

    public Shape shape() {
        return shape;
    }

    /// The storage itself: writing to it writes to this tensor.
    public float[] data() {
        return data;
    }

    /// The number of elements.
    public int size() {
        return shape.size();
    }

    /// The element at `index`, one number an axis; for reading and for tests, not for loops that must be fast.
    public float get(int... index) {
        return data[offset(index)];
    }

    /// Sets the element at `index`.
    public void set(float value, int... index) {
        data[offset(index)] = value;
    }

    /// The same elements under another shape of the same size; the storage is shared.
    public Tensor reshape(Shape other) {
        if (other.size() != size()) {
            throw new IllegalArgumentException(
                    "shape " + other + " holds " + other.size() + " elements, the array has " + size());
        }
        return new Tensor(other, data);
    }

    /// A copy with storage of its own.
    public Tensor copy() {
        return new Tensor(shape, Arrays.copyOf(data, size()));
    }

    /// A copy of entries `from` (inclusive) to `to` (exclusive) along the first axis.
    public Tensor slice(int from, int to) {
        int n = shape.extent(0);
        if (from < 0 || to > n || from >= to) {
            throw new IllegalArgumentException("entries " + from + " to " + to + " of a tensor of shape " + shape);
        }
        int each = size() / n;
        return of(shape.example().batch(to - from), Arrays.copyOfRange(data, from * each, to * each));
    }

    private int offset(int[] index) {
        if (index.length != shape.rank()) {
            throw new IllegalArgumentException("index " + Arrays.toString(index) + " for a tensor of shape " + shape);
        }
        int offset = 0;
        for (int axis = 0; axis < index.length; axis++) {
            int extent = shape.extent(axis);
            if (index[axis] < 0 || index[axis] >= extent) {
                throw new IndexOutOfBoundsException(
                        "index " + Arrays.toString(index) + " for a tensor of shape " + shape);
            }
            offset = offset * extent + index[axis];
        }
        return offset;
    }

    @Override
    public String toString() {
        return "Tensor " + shape;
    }
}
