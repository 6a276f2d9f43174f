package org.fovea.engine.onnx.lowering;

import java.util.Arrays;
import org.fovea.engine.layer.Conv2d;
import org.jspecify.annotations.Nullable;

/// The windows of a convolution or pooling as a node's attributes give them, down and across. A value of one axis of
/// space is a picture of height 1 to them.
///
/// @param before padding before the first pixel, of each axis
/// @param after padding behind the last
record Spans(int[] kernel, int[] stride, int[] dilation, int[] before, int[] after) {
    /// @param extents (1, C, space…) of what they move over
    /// @param axes of space, one or two
    /// @param kernel the window, one number for each of two axes; the first is left out where there is one axis
    /// @throws IllegalArgumentException if the attributes say what no layer has
    static Spans of(Site site, int[] extents, int axes, int... kernel) {
        int[] taps = kernel.clone();
        if (axes == 1) {
            taps[0] = 1;
        }
        int[] stride = each(site, "strides", axes, 1);
        int[] dilation = each(site, "dilations", axes, 1);
        int[] before = new int[2];
        int[] after = new int[2];
        long @Nullable [] pads = site.attributes().integers("pads");
        String auto = site.attributes().text("auto_pad", "NOTSET");
        for (int i = 2 - axes, axis = 0; i < 2; i++, axis++) {
            switch (auto) {
                case "NOTSET", "" -> {
                    before[i] = pads == null ? 0 : Math.toIntExact(pads[axis]);
                    after[i] = pads == null ? 0 : Math.toIntExact(pads[axes + axis]);
                }
                case "VALID" -> {}
                default -> {
                    int in = extents[axis + 2];
                    int span = (taps[i] - 1) * dilation[i] + 1;
                    int all = Math.max(0, (Math.ceilDiv(in, stride[i]) - 1) * stride[i] + span - in);
                    before[i] = auto.equals("SAME_LOWER") ? all - all / 2 : all / 2;
                    after[i] = all - before[i];
                }
            }
        }
        return new Spans(taps, stride, dilation, before, after);
    }

    /// The windows of a transposed convolution, whose pads are what is left away of the output.
    ///
    /// @param out the output's extents (1, C, space…), which settle the pads where they are not given
    static Spans transposed(Site site, int[] extents, int[] out, int axes, int... kernel) {
        Spans given = of(site, extents, axes, kernel);
        String auto = site.attributes().text("auto_pad", "NOTSET");
        boolean asked = site.attributes().has("output_shape");
        if (auto.equals("VALID") || !(asked || auto.startsWith("SAME"))) {
            return given;
        }
        int[] before = new int[2];
        int[] after = new int[2];
        for (int i = 2 - axes, axis = 2; i < 2; i++, axis++) {
            int all = Math.max(0, given.full(i, extents[axis]) + more(site, axes)[i] - out[axis]);
            before[i] = auto.equals("SAME_UPPER") ? all / 2 : all - all / 2;
            after[i] = all - before[i];
        }
        return new Spans(given.kernel, given.stride, given.dilation, before, after);
    }

    /// The extent of a transposed convolution's output before anything is left away.
    int full(int i, int in) {
        return Math.toIntExact((in - 1L) * stride[i] + (kernel[i] - 1L) * dilation[i] + 1);
    }

    /// What is added to a transposed convolution's output at its end.
    private static int[] more(Site site, int axes) {
        int[] more = each(site, "output_padding", axes, 0);
        if (axes == 1) {
            more[0] = 0;
        }
        return more;
    }

    private static int[] each(Site site, String name, int axes, int otherwise) {
        long @Nullable [] given = site.attributes().integers(name);
        int[] each = new int[2];
        Arrays.fill(each, 1);
        for (int axis = 0; axis < axes; axis++) {
            each[2 - axes + axis] = given == null ? otherwise : Math.toIntExact(given[axis]);
        }
        return each;
    }

    int kernel(int i) {
        return kernel[i];
    }

    int stride(int i) {
        return stride[i];
    }

    int dilation(int i) {
        return dilation[i];
    }

    int before(int i) {
        return before[i];
    }

    int after(int i) {
        return after[i];
    }

    /// The same as a layer has it.
    Conv2d.Geometry geometry(int groups, boolean bias) {
        return new Conv2d.Geometry(
                kernel[0],
                kernel[1],
                stride[0],
                stride[1],
                before[0],
                before[1],
                after[0],
                after[1],
                dilation[0],
                dilation[1],
                groups,
                bias);
    }
}
