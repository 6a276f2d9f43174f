package org.fovea.engine.onnx.operator;

import java.util.Arrays;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// Arithmetic on extents and on the places of elements.
final class Shapes {
    private Shapes() {}

    /// The extents that both become: each axis the same in both, or 1 in one of them; the shorter lacks leading
    /// axes.
    static int[] broadcast(int[] a, int[] b) {
        int[] both = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= both.length; i++) {
            int extentA = i <= a.length ? a[a.length - i] : 1;
            int extentB = i <= b.length ? b[b.length - i] : 1;
            if (extentA != extentB && extentA != 1 && extentB != 1) {
                throw new IllegalArgumentException(
                        OnnxTensor.text(a) + " and " + OnnxTensor.text(b) + " cannot be broadcast to each other");
            }
            both[both.length - i] = extentA == 1 ? extentB : extentA;
        }
        return both;
    }

    /// How far apart neighbours along each axis stand.
    static int[] strides(int[] extents) {
        int[] strides = new int[extents.length];
        int stride = 1;
        for (int i = extents.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= extents[i];
        }
        return strides;
    }

    /// For each element of `to` the place of its element in an array of `from` that is broadcast; null where the
    /// two are the same.
    static int @Nullable [] broadcastPlaces(int[] from, int[] to) {
        if (Arrays.equals(from, to)) {
            return null;
        }
        int[] own = strides(from);
        int[] strides = new int[to.length];
        for (int i = 1; i <= from.length; i++) {
            strides[to.length - i] = from[from.length - i] == 1 ? 0 : own[from.length - i];
        }
        int[] places = new int[OnnxTensor.count(to)];
        fill(places, to, strides, 0);
        return places;
    }

    /// The place of each element of an array of `extents`, row by row, where a step along axis i moves by
    /// `strides[i]`.
    static void fill(int[] places, int[] extents, int[] strides, int first) {
        if (places.length == 0) {
            return;
        }
        if (extents.length == 0) {
            places[0] = first;
            return;
        }
        int last = extents.length - 1;
        int[] index = new int[extents.length];
        int row = first;
        for (int at = 0; at < places.length; at += extents[last]) {
            for (int i = 0; i < extents[last]; i++) {
                places[at + i] = row + i * strides[last];
            }
            for (int axis = last - 1; axis >= 0; axis--) {
                row += strides[axis];
                if (++index[axis] < extents[axis]) {
                    break;
                }
                row -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
    }

    /// The indices 0, 1, … along an axis.
    static int[] all(int extent) {
        int[] all = new int[extent];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /// The product of the extents from one axis to before another.
    static int product(int[] extents, int from, int to) {
        return OnnxTensor.count(Arrays.copyOfRange(extents, from, to));
    }
}
