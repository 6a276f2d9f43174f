package org.fovea.engine.onnx.operator;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// Which indices along one axis an output has, in its order.
///
/// @param index the index of each, or -1 for one that is not there
record Along(int count, IntUnaryOperator index) {
    /// All of them.
    static Along all(int extent) {
        return new Along(extent, i -> i);
    }

    /// All of them along every axis.
    static Along[] all(int[] extents) {
        return Arrays.stream(extents).mapToObj(Along::all).toArray(Along[]::new);
    }

    static int[] counts(Along[] axes) {
        return Arrays.stream(axes).mapToInt(Along::count).toArray();
    }

    /// The places in an array of `extents` of the elements that are chosen along each axis; -1 where an index is.
    static void fill(int[] places, int[] extents, Along[] axes) {
        if (places.length == 0) {
            return;
        }
        places[0] = 0;
        int filled = 1;
        // From the innermost axis out: what is filled is repeated once for each index along the next axis. The first
        // repetition overwrites what the others are made of, so it comes last.
        int stride = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            Along along = axes[axis];
            for (int i = along.count() - 1; i >= 0; i--) {
                int index = along.index().applyAsInt(i);
                for (int k = 0; k < filled; k++) {
                    boolean there = index >= 0 && places[k] >= 0;
                    places[i * filled + k] = there ? index * stride + places[k] : -1;
                }
            }
            filled *= along.count();
            stride *= extents[axis];
        }
    }
}
