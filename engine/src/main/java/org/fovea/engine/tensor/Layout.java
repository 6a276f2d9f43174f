package org.fovea.engine.tensor;

import java.util.Arrays;

/// Conversions between the engine's layouts, channels last, and those of other tools, channels first.
///
/// Everything here copies; it is meant for the door, where files and arrays come in, and for nothing else.
public final class Layout {
    private Layout() {}

    /// (N, C, H, W), as PyTorch and ONNX have it, to (N, H, W, C).
    public static Tensor nchwToNhwc(Tensor t) {
        return permute(t, 0, 2, 3, 1);
    }

    /// (N, H, W, C) to (N, C, H, W).
    public static Tensor nhwcToNchw(Tensor t) {
        return permute(t, 0, 3, 1, 2);
    }

    /// Filters (O, I, KH, KW), as PyTorch and ONNX have them, to (KH, KW, I, O).
    public static Tensor oihwToHwio(Tensor t) {
        return permute(t, 2, 3, 1, 0);
    }

    /// Filters (KH, KW, I, O) to (O, I, KH, KW).
    public static Tensor hwioToOihw(Tensor t) {
        return permute(t, 3, 2, 0, 1);
    }

    /// The tensor with its axes reordered: axis `i` of the result is axis `axes[i]` of `t`.
    ///
    /// @throws IllegalArgumentException if `axes` does not name every axis once
    public static Tensor permute(Tensor t, int... axes) {
        int rank = t.shape().rank();
        int[] extents = new int[rank];
        int[] steps = new int[rank];
        checkPermutation(axes, t.shape());
        int[] sourceSteps = new int[rank];
        for (int axis = rank - 1, step = 1; axis >= 0; axis--) {
            sourceSteps[axis] = step;
            step *= t.shape().extent(axis);
        }
        for (int i = 0; i < rank; i++) {
            extents[i] = t.shape().extent(axes[i]);
            steps[i] = sourceSteps[axes[i]];
        }
        Tensor result = Tensor.zeros(extents);
        float[] from = t.data();
        float[] to = result.data();
        int[] index = new int[rank];
        int source = 0;
        for (int i = 0; i < to.length; i++) {
            to[i] = from[source];
            for (int axis = rank - 1; axis >= 0; axis--) {
                source += steps[axis];
                if (++index[axis] < extents[axis]) {
                    break;
                }
                source -= steps[axis] * extents[axis];
                index[axis] = 0;
            }
        }
        return result;
    }

    private static void checkPermutation(int[] axes, Shape shape) {
        boolean[] named = new boolean[shape.rank()];
        boolean ok = axes.length == shape.rank();
        for (int i = 0; ok && i < axes.length; i++) {
            ok = axes[i] >= 0 && axes[i] < named.length && !named[axes[i]];
            if (ok) {
                named[axes[i]] = true;
            }
        }
        if (!ok) {
            throw new IllegalArgumentException(
                    Arrays.toString(axes) + " does not name every axis of " + shape + " once");
        }
    }
}
