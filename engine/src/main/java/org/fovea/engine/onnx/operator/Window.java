package org.fovea.engine.onnx.operator;

import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// A window that moves along one axis: for each output o and tap k it looks at input o·stride − before + k·dilation.
///
/// @param before how far the first window begins before the first input
/// @param after how far behind the last input windows may reach
/// @param in the inputs along the axis
/// @param out the outputs
record Window(int kernel, int stride, int dilation, int before, int after, int in, int out) {
    /// One tap, one input, one output.
    static final Window NONE = new Window(1, 1, 1, 0, 0, 1, 1);

    /// The most axes of space that windows move along.
    static final int MOST = 3;

    /// The input that an output's tap looks at; it may be none, before the first or behind the last.
    int input(int output, int tap) {
        return output * stride - before + tap * dilation;
    }

    /// The first output whose tap looks at an input.
    int first(int tap) {
        return Math.clamp(Math.ceilDiv(before - (long) tap * dilation, stride), 0, out);
    }

    /// Behind the last output whose tap looks at an input.
    int end(int tap) {
        return Math.clamp(Math.floorDiv(in - 1L + before - (long) tap * dilation, stride) + 1, 0, out);
    }

    /// The first tap of an output that looks at an input.
    int firstTap(int output) {
        return Math.clamp(Math.ceilDiv(before - (long) output * stride, dilation), 0, kernel);
    }

    /// Behind the last tap of an output that looks at an input.
    int endTap(int output) {
        return Math.clamp(Math.floorDiv(in - 1L + before - (long) output * stride, dilation) + 1, 0, kernel);
    }

    /// Whether the window is one input wide and takes each in turn.
    boolean trivial() {
        return kernel == 1 && stride == 1 && before == 0 && after == 0;
    }

    /// The windows of a convolution or a pooling along the axes of space, as its attributes say.
    ///
    /// @param x what they move over: (N, C, space…)
    /// @param kernel the taps along each axis of space
    /// @param ceil whether a last window may reach behind the padding
    /// @return always [#MOST], those that are missing in front
    static Window[] of(Call call, OnnxTensor x, int[] kernel, boolean ceil) {
        int axes = kernel.length;
        if (axes < 1 || axes > MOST || x.rank() != axes + 2) {
            throw call.refused(
                    x + " under windows of " + OnnxTensor.text(kernel) + ", at most " + MOST + " axes of space");
        }
        OnnxAttributes attributes = call.attributes();
        int[] strides = each(call, "strides", axes, 1);
        int[] dilations = each(call, "dilations", axes, 1);
        int[] pads = each(call, "pads", 2 * axes, 0);
        String auto = attributes.text("auto_pad", "NOTSET");
        Window[] windows = {NONE, NONE, NONE};
        for (int i = 0; i < axes; i++) {
            Window given = new Window(kernel[i], strides[i], dilations[i], pads[i], pads[axes + i], x.extent(i + 2), 0);
            windows[MOST - axes + i] = given.placed(call, auto, ceil);
        }
        return windows;
    }

    /// A list that an attribute gives for each axis.
    static int[] each(Call call, String name, int count, int otherwise) {
        long[] values = call.attributes().integers(name);
        int[] each = new int[count];
        if (values != null && values.length != count) {
            throw call.refused(values.length + " " + name + ", not " + count);
        }
        for (int i = 0; i < count; i++) {
            each[i] = values == null ? otherwise : call.count(values[i]);
            if (each[i] < (name.equals("pads") || name.equals("output_padding") ? 0 : 1)) {
                throw call.refused(name + " of " + each[i]);
            }
        }
        return each;
    }

    /// The inputs that a window spans.
    long span() {
        return (kernel - 1L) * dilation + 1;
    }

    private Window placed(Call call, String auto, boolean ceil) {
        return switch (auto) {
            case "NOTSET", "" -> counted(call, before, after, ceil);
            case "VALID" -> counted(call, 0, 0, ceil);
            case "SAME_UPPER", "SAME_LOWER" -> {
                int outputs = Math.ceilDiv(in, stride);
                long pads = Math.max(0, (outputs - 1L) * stride + span() - in);
                int less = call.count(pads / 2);
                int more = call.count(pads - less);
                boolean upper = auto.equals("SAME_UPPER");
                yield new Window(kernel, stride, dilation, upper ? less : more, upper ? more : less, in, outputs);
            }
            default -> throw call.refused("auto_pad is " + auto);
        };
    }

    private Window counted(Call call, int before, int after, boolean ceil) {
        long room = (long) in + before + after - span();
        // A last window that may reach behind the padding may be the only one.
        long outputs = (ceil ? Math.ceilDiv(room, stride) : Math.floorDiv(room, stride)) + 1;
        if (outputs < 1) {
            throw call.refused("a window of " + kernel + " (dilation " + dilation + ") over " + in
                    + " inputs padded by " + before + " and " + after);
        }
        // A window that begins behind the inputs and the padding before them would see nothing.
        if (ceil && (outputs - 1) * stride >= (long) in + before) {
            outputs--;
        }
        return new Window(kernel, stride, dilation, before, after, in, call.count(outputs));
    }

    /// The extents of an output: (N, channels, space…).
    static int[] extents(OnnxTensor x, int channels, Window[] windows) {
        int[] extents = x.extents();
        extents[1] = channels;
        for (int i = 2; i < extents.length; i++) {
            extents[i] = windows[MOST - extents.length + i].out;
        }
        return extents;
    }

    /// The inputs of one channel.
    static int ins(Window[] windows) {
        return OnnxTensor.count(windows[0].in, windows[1].in, windows[2].in);
    }

    /// The outputs of one channel.
    static int outs(Window[] windows) {
        return OnnxTensor.count(windows[0].out, windows[1].out, windows[2].out);
    }
}
