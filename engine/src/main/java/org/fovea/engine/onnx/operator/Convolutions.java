package org.fovea.engine.onnx.operator;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// Convolutions over up to three axes of space, forward and transposed, of real and whole numbers.
final class Convolutions {
    private static final String[] ATTRIBUTES = {"auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"};

    static final List<Operator> OPERATORS = List.of(
            Operator.of("Conv", 2, 3, Convolutions::conv, ATTRIBUTES).heavy(),
            Operator.of("ConvInteger", 2, 4, Convolutions::convInteger, ATTRIBUTES)
                    .since(10)
                    .heavy(),
            Operator.of(
                            "ConvTranspose",
                            2,
                            3,
                            Convolutions::convTranspose,
                            "auto_pad",
                            "dilations",
                            "group",
                            "kernel_shape",
                            "output_padding",
                            "output_shape",
                            "pads",
                            "strides")
                    .heavy(),
            Operator.of("QLinearConv", 8, 9, Convolutions::qLinearConv, ATTRIBUTES)
                    .since(10)
                    .heavy());

    private Convolutions() {}

    /// The taps along each axis of space, which the filters' extents give and an attribute may repeat.
    private static int[] kernel(Call call, OnnxTensor w) {
        if (w.rank() < 3) {
            throw call.refused("filters of " + w);
        }
        int[] kernel = Arrays.copyOfRange(w.extents(), 2, w.rank());
        long[] said = call.attributes().integers("kernel_shape");
        if (said != null
                && !Arrays.equals(said, Arrays.stream(kernel).asLongStream().toArray())) {
            throw call.refused("a kernel of " + Arrays.toString(said) + " and filters of " + w);
        }
        if (OnnxTensor.count(kernel) == 0) {
            throw call.refused("filters of " + w);
        }
        return kernel;
    }

    private static int groups(Call call) {
        int groups = call.count(call.attributes().integer("group", 1));
        if (groups == 0) {
            throw call.refused("0 groups");
        }
        return groups;
    }

    private static Window[] windows(Call call, OnnxTensor x, OnnxTensor w, int groups) {
        Window[] windows = Window.of(call, x, kernel(call, w), false);
        if (x.extent(1) != w.extent(1) * groups || w.extent(0) % groups != 0) {
            throw call.refused(x + " under filters of " + w + " in " + groups + " groups");
        }
        return windows;
    }

    private static OnnxTensor conv(Call call) {
        OnnxTensor x = call.real(0);
        OnnxTensor w = call.real(1);
        call.sameTypes(x, w);
        int groups = groups(call);
        Window[] windows = windows(call, x, w, groups);
        OnnxTensor bias = bias(call, 2, w.extent(0));
        return call.reals(x.type(), Window.extents(x, w.extent(0), windows), y -> {
            start(y, bias, w.extent(0), Window.outs(windows));
            convolve(x.doubles(), w.doubles(), y, x.extent(0), groups, x.extent(1), w.extent(0), windows);
        });
    }

    private static @Nullable OnnxTensor bias(Call call, int input, int channels) {
        OnnxTensor bias = call.optional(input);
        if (bias != null && bias.count() != channels) {
            throw call.refused("a bias of " + bias + " for " + channels + " channels");
        }
        return bias;
    }

    /// Fills each channel of `outs` outputs with its bias.
    private static void start(double[] y, @Nullable OnnxTensor bias, int channels, int outs) {
        if (bias != null) {
            double[] b = bias.doubles();
            for (int at = 0, channel = 0; at < y.length; at += outs, channel = (channel + 1) % channels) {
                Arrays.fill(y, at, at + outs, b[channel]);
            }
        }
    }

    private static OnnxTensor convInteger(Call call) {
        OnnxTensor x = call.input(0);
        OnnxTensor w = call.input(1);
        int groups = groups(call);
        Window[] windows = windows(call, x, w, groups);
        return call.wholes(OnnxType.INT32, Window.extents(x, w.extent(0), windows), y -> {
            double[] sums = new double[y.length];
            convolveWholes(call, x, call.optional(2), w, call.optional(3), sums, groups, windows);
            Arrays.setAll(y, i -> (long) sums[i]);
        });
    }

    /// Of quantised inputs to a quantised output; the bias is in units of both scales.
    private static OnnxTensor qLinearConv(Call call) {
        OnnxTensor x = call.input(0);
        OnnxTensor w = call.input(3);
        OnnxTensor zero = call.input(7);
        int groups = groups(call);
        Window[] windows = windows(call, x, w, groups);
        int filters = w.extent(0);
        OnnxTensor bias = bias(call, 8, filters);
        return call.wholes(zero.type(), Window.extents(x, filters, windows), y -> {
            double[] sums = new double[y.length];
            int outs = Window.outs(windows);
            start(sums, bias, filters, outs);
            convolveWholes(call, x, call.input(2), w, call.input(5), sums, groups, windows);
            double[] scales = Quantization.spread(call, call.input(4).doubles(), filters);
            double scale = call.scalar(1, 1) / call.scalar(6, 1);
            for (int i = 0; i < y.length; i++) {
                double value = sums[i] * (scales[i / outs % filters] * scale);
                y[i] = Quantization.quantized(zero.type(), (float) value, (long) call.scalar(7, 0));
            }
        });
    }

    /// Of whole numbers less their zero points, exactly: sums of products of bytes are far below 2⁵³.
    private static void convolveWholes(
            Call call,
            OnnxTensor x,
            @Nullable OnnxTensor xZero,
            OnnxTensor w,
            @Nullable OnnxTensor wZero,
            double[] sums,
            int groups,
            Window[] windows) {
        int filters = w.extent(0);
        double[] shiftedX = x.doubles().clone();
        double[] shiftedW = w.doubles().clone();
        if (xZero != null) {
            double[] zero = Quantization.spread(call, xZero.doubles(), 1);
            Arrays.setAll(shiftedX, i -> shiftedX[i] - zero[0]);
        }
        if (wZero != null) {
            double[] zeros = Quantization.spread(call, wZero.doubles(), filters);
            int each = shiftedW.length / filters;
            Arrays.setAll(shiftedW, i -> shiftedW[i] - zeros[i / each]);
        }
        convolve(shiftedX, shiftedW, sums, x.extent(0), groups, x.extent(1), filters, windows);
    }

    /// y += x ∗ w.
    private static void convolve(
            double[] x, double[] w, double[] y, int batch, int groups, int channels, int filters, Window[] windows) {
        Window[] flat = flattened(windows);
        int ins = Window.ins(windows);
        int outs = Window.outs(windows);
        int taps = windows[0].kernel() * windows[1].kernel() * windows[2].kernel();
        int groupChannels = channels / groups;
        int groupFilters = filters / groups;
        for (int n = 0; n < batch; n++) {
            for (int f = 0; f < filters; f++) {
                int firstChannel = n * channels + f / groupFilters * groupChannels;
                plane(
                        x,
                        w,
                        y,
                        firstChannel,
                        groupChannels,
                        ins,
                        f * groupChannels * taps,
                        (n * filters + f) * outs,
                        flat);
            }
        }
    }

    /// One filter's outputs for one picture, row by row: each row stays in the first-level cache while all channels
    /// and taps are added to it.
    private static void plane(
            double[] x,
            double[] w,
            double[] y,
            int firstChannel,
            int channels,
            int ins,
            int wAt,
            int yAt,
            Window[] windows) {
        Window deep = windows[0];
        Window high = windows[1];
        Window wide = windows[2];
        for (int od = 0; od < deep.out(); od++) {
            for (int oh = 0; oh < high.out(); oh++) {
                int row = yAt + (od * high.out() + oh) * wide.out();
                for (int c = 0; c < channels; c++) {
                    for (int kd = deep.firstTap(od); kd < deep.endTap(od); kd++) {
                        for (int kh = high.firstTap(oh); kh < high.endTap(oh); kh++) {
                            int from = (firstChannel + c) * ins
                                    + (deep.input(od, kd) * high.in() + high.input(oh, kh)) * wide.in();
                            int tap = wAt + ((c * deep.kernel() + kd) * high.kernel() + kh) * wide.kernel();
                            for (int kw = 0; kw < wide.kernel(); kw++) {
                                addRow(x, from, w[tap + kw], y, row, kw, wide);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void addRow(double[] x, int from, double weight, double[] y, int row, int tap, Window wide) {
        int end = wide.end(tap);
        int first = wide.first(tap);
        int at = from + wide.input(0, tap);
        if (wide.stride() == 1) {
            for (int o = first; o < end; o++) {
                y[row + o] += weight * x[at + o];
            }
        } else {
            for (int o = first; o < end; o++) {
                y[row + o] += weight * x[at + o * wide.stride()];
            }
        }
    }

    /// A 1×1 convolution's whole plane is one row, which is quicker than many short ones.
    private static Window[] flattened(Window[] windows) {
        for (Window window : windows) {
            if (!window.trivial()) {
                return windows;
            }
        }
        int all = Window.outs(windows);
        return new Window[] {Window.NONE, Window.NONE, new Window(1, 1, 1, 0, 0, all, all)};
    }

    /// The gradient of a convolution with respect to its input: inputs and outputs change places.
    private static OnnxTensor convTranspose(Call call) {
        OnnxTensor x = call.real(0);
        OnnxTensor w = call.real(1);
        call.sameTypes(x, w);
        int groups = groups(call);
        if (x.rank() < 3 || x.extent(1) != w.extent(0) || w.extent(0) % groups != 0) {
            throw call.refused(x + " under filters of " + w + " in " + groups + " groups");
        }
        int filters = call.count((long) w.extent(1) * groups);
        Window[] windows = transposed(call, x, w);
        int[] extents = x.extents();
        extents[1] = filters;
        for (int i = 2; i < extents.length; i++) {
            extents[i] = windows[Window.MOST - extents.length + i].in();
        }
        OnnxTensor bias = bias(call, 2, filters);
        return call.reals(x.type(), extents, y -> {
            start(y, bias, filters, Window.ins(windows));
            spread(x.doubles(), w.doubles(), y, x.extent(0), groups, x.extent(1), filters, windows);
        });
    }

    /// The windows of the convolution that this is the transpose of: its inputs are the outputs here.
    private static Window[] transposed(Call call, OnnxTensor x, OnnxTensor w) {
        int[] kernel = kernel(call, w);
        int axes = kernel.length;
        if (axes > Window.MOST || x.rank() != axes + 2) {
            throw call.refused(x + " under filters of " + w);
        }
        int[] strides = Window.each(call, "strides", axes, 1);
        int[] dilations = Window.each(call, "dilations", axes, 1);
        int[] pads = Window.each(call, "pads", 2 * axes, 0);
        int[] more = Window.each(call, "output_padding", axes, 0);
        long[] wanted = call.attributes().integers("output_shape");
        String auto = call.attributes().text("auto_pad", "NOTSET");
        if (wanted != null && wanted.length != axes) {
            throw call.refused("an output_shape of " + Arrays.toString(wanted));
        }
        Window[] windows = {Window.NONE, Window.NONE, Window.NONE};
        for (int i = 0; i < axes; i++) {
            int own = x.extent(i + 2);
            long full = (own - 1L) * strides[i] + (kernel[i] - 1L) * dilations[i] + 1 + more[i];
            long before = pads[i];
            long out = full - pads[i] - pads[axes + i];
            boolean same = auto.startsWith("SAME");
            if (wanted != null || same) {
                out = wanted != null ? wanted[i] : (long) own * strides[i];
                long total = Math.max(0, full - out);
                before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
            } else if (auto.equals("VALID")) {
                before = 0;
                out = full;
            }
            if (out < 1) {
                throw call.refused("an output of " + out + " along axis " + (i + 2) + " of " + x + " under filters of "
                        + w + " with pads of " + pads[i] + " and " + pads[axes + i]);
            }
            windows[Window.MOST - axes + i] =
                    new Window(kernel[i], strides[i], dilations[i], call.count(before), 0, call.count(out), own);
        }
        return windows;
    }

    /// Each input adds its multiple of the filter to the outputs around it.
    private static void spread(
            double[] x, double[] w, double[] y, int batch, int groups, int channels, int filters, Window[] windows) {
        int ins = Window.outs(windows);
        int outs = Window.ins(windows);
        int taps = windows[0].kernel() * windows[1].kernel() * windows[2].kernel();
        int groupChannels = channels / groups;
        int groupFilters = filters / groups;
        for (int n = 0; n < batch; n++) {
            for (int c = 0; c < channels; c++) {
                for (int f = 0; f < groupFilters; f++) {
                    int filter = c / groupChannels * groupFilters + f;
                    int wAt = (c * groupFilters + f) * taps;
                    spreadPlane(x, (n * channels + c) * ins, w, wAt, y, (n * filters + filter) * outs, windows);
                }
            }
        }
    }

    private static void spreadPlane(double[] x, int xAt, double[] w, int wAt, double[] y, int yAt, Window[] windows) {
        Window deep = windows[0];
        Window high = windows[1];
        Window wide = windows[2];
        for (int kd = 0; kd < deep.kernel(); kd++) {
            for (int kh = 0; kh < high.kernel(); kh++) {
                for (int kw = 0; kw < wide.kernel(); kw++) {
                    double weight = w[wAt + (kd * high.kernel() + kh) * wide.kernel() + kw];
                    for (int d = deep.first(kd); d < deep.end(kd); d++) {
                        for (int h = high.first(kh); h < high.end(kh); h++) {
                            int from = xAt + (d * high.out() + h) * wide.out();
                            int to = yAt + (deep.input(d, kd) * high.in() + high.input(h, kh)) * wide.in();
                            for (int v = wide.first(kw); v < wide.end(kw); v++) {
                                y[to + wide.input(v, kw)] += weight * x[from + v];
                            }
                        }
                    }
                }
            }
        }
    }
}
