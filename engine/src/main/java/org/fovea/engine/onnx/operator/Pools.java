package org.fovea.engine.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntPredicate;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// Pooling under windows and over whole channels.
final class Pools {
    static final List<Operator> OPERATORS = List.of(
            Operator.of(
                            "AveragePool",
                            1,
                            1,
                            Pools::averagePool,
                            "auto_pad",
                            "ceil_mode",
                            "count_include_pad",
                            "dilations",
                            "kernel_shape",
                            "pads",
                            "strides")
                    .heavy(),
            Operator.of("GlobalAveragePool", 1, 1, call -> global(call, 0, Double::sum, true))
                    .since(1),
            Operator.of("GlobalLpPool", 1, 1, Pools::globalLpPool, "p"),
            Operator.of("GlobalMaxPool", 1, 1, call -> global(call, Double.NEGATIVE_INFINITY, Math::max, false))
                    .since(1),
            Operator.of(
                            "LpPool",
                            1,
                            1,
                            Pools::lpPool,
                            "auto_pad",
                            "ceil_mode",
                            "dilations",
                            "kernel_shape",
                            "p",
                            "pads",
                            "strides")
                    .heavy(),
            Operator.ofMany(
                            "MaxPool",
                            1,
                            1,
                            Pools::maxPool,
                            "auto_pad",
                            "ceil_mode",
                            "dilations",
                            "kernel_shape",
                            "pads",
                            "storage_order",
                            "strides")
                    .heavy());

    private Pools() {}

    private static Window[] windows(Call call, OnnxTensor x) {
        long[] kernel = call.attributes().integers("kernel_shape");
        if (kernel == null
                || kernel.length != x.rank() - 2
                || Arrays.stream(kernel).anyMatch(k -> k < 1)) {
            throw call.refused("a kernel of " + Arrays.toString(kernel) + " over " + x);
        }
        int[] taps = Arrays.stream(kernel).mapToInt(call::count).toArray();
        return Window.of(call, x, taps, call.attributes().flag("ceil_mode"));
    }

    /// What is done with one output: its number, and the numbers of its windows along each axis.
    @FunctionalInterface
    private interface Place {
        void at(int output, int firstInput, int d, int h, int w);
    }

    /// Every output, channel after channel.
    private static void each(OnnxTensor x, Window[] windows, Place place) {
        int planes = x.extent(0) * x.extent(1);
        int ins = Window.ins(windows);
        int output = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int d = 0; d < windows[0].out(); d++) {
                for (int h = 0; h < windows[1].out(); h++) {
                    for (int w = 0; w < windows[2].out(); w++) {
                        place.at(output++, plane * ins, d, h, w);
                    }
                }
            }
        }
    }

    /// Every input that one output's window looks at, until `stop` holds of one.
    private static void look(Window[] windows, int firstInput, int d, int h, int w, IntPredicate stop) {
        Window deep = windows[0];
        Window high = windows[1];
        Window wide = windows[2];
        for (int kd = deep.firstTap(d); kd < deep.endTap(d); kd++) {
            for (int kh = high.firstTap(h); kh < high.endTap(h); kh++) {
                int row = firstInput + (deep.input(d, kd) * high.in() + high.input(h, kh)) * wide.in();
                for (int kw = wide.firstTap(w); kw < wide.endTap(w); kw++) {
                    if (stop.test(row + wide.input(w, kw))) {
                        return;
                    }
                }
            }
        }
    }

    /// The greatest element under each window, and on request where it stood.
    private static List<OnnxTensor> maxPool(Call call) {
        OnnxTensor x = call.input(0);
        Window[] windows = windows(call, x);
        int[] extents = Window.extents(x, x.extent(1), windows);
        List<OnnxTensor> outputs = new ArrayList<>();
        outputs.add(call.select(x, null, extents, source -> greatest(x, windows, source)));
        if (call.outputs() > 1) {
            boolean columns = call.attributes().flag("storage_order");
            outputs.add(call.wholes(OnnxType.INT64, extents, y -> {
                int[] source = new int[y.length];
                greatest(x, windows, source);
                Arrays.setAll(y, i -> columns ? byColumns(source[i], windows) : source[i]);
            }));
        }
        return outputs;
    }

    private static void greatest(OnnxTensor x, Window[] windows, int[] source) {
        double[] values = x.doubles();
        each(x, windows, (output, firstInput, d, h, w) -> {
            source[output] = -1;
            look(windows, firstInput, d, h, w, i -> {
                if (source[output] < 0 || values[i] > values[source[output]]) {
                    source[output] = i;
                }
                return Double.isNaN(values[source[output]]);
            });
        });
    }

    /// The place of an element if each channel were stored with its first axis of space running fastest.
    private static long byColumns(int place, Window[] windows) {
        int deep = windows[0].in();
        int high = windows[1].in();
        int wide = windows[2].in();
        int within = place % (deep * high * wide);
        int d = within / (high * wide);
        int h = within / wide % high;
        int w = within % wide;
        return place - within + ((long) w * high + h) * deep + d;
    }

    /// The mean of what each window looks at; with `count_include_pad` of the zeros around it too.
    private static OnnxTensor averagePool(Call call) {
        OnnxTensor x = call.real(0);
        Window[] windows = windows(call, x);
        boolean padded = call.attributes().flag("count_include_pad");
        return call.reals(x.type(), Window.extents(x, x.extent(1), windows), y -> {
            double[] values = x.doubles();
            each(x, windows, (output, firstInput, d, h, w) -> {
                look(windows, firstInput, d, h, w, i -> {
                    y[output] += values[i];
                    return false;
                });
                y[output] /= (double) taps(windows[0], d, padded)
                        * taps(windows[1], h, padded)
                        * taps(windows[2], w, padded);
            });
        });
    }

    /// The taps that count: on inputs, or on inputs and padding. What `ceil_mode` adds behind the padding never
    /// counts.
    private static int taps(Window window, int output, boolean padded) {
        if (!padded) {
            return window.endTap(output) - window.firstTap(output);
        }
        long last = window.in() + window.after() - 1L + window.before() - (long) output * window.stride();
        return (int) Math.min(window.kernel(), Math.floorDiv(last, window.dilation()) + 1);
    }

    private static OnnxTensor lpPool(Call call) {
        OnnxTensor x = call.real(0);
        Window[] windows = windows(call, x);
        double p = call.attributes().integer("p", 2);
        return call.reals(x.type(), Window.extents(x, x.extent(1), windows), y -> {
            double[] values = x.doubles();
            each(x, windows, (output, firstInput, d, h, w) -> {
                look(windows, firstInput, d, h, w, i -> {
                    y[output] += Math.pow(Math.abs(values[i]), p);
                    return false;
                });
                y[output] = Math.pow(y[output], 1 / p);
            });
        });
    }

    private static OnnxTensor globalLpPool(Call call) {
        double p = call.attributes().integer("p", 2);
        OnnxTensor sums = global(call, 0, (sum, value) -> sum + Math.pow(Math.abs(value), p), false);
        return call.reals(sums.type(), sums.extents(), y -> {
            double[] values = sums.doubles();
            Arrays.setAll(y, i -> Math.pow(values[i], 1 / p));
        });
    }

    private static OnnxTensor global(Call call, double start, DoubleBinaryOperator join, boolean mean) {
        OnnxTensor x = call.real(0);
        if (x.rank() < 2) {
            throw call.refused("channels of " + x);
        }
        int[] extents = x.extents();
        int inner = Shapes.product(extents, 2, extents.length);
        Arrays.fill(extents, 2, extents.length, 1);
        return call.reals(x.type(), extents, y -> {
            double[] values = x.doubles();
            for (int i = 0; i < y.length; i++) {
                double all = start;
                for (int k = i * inner; k < (i + 1) * inner; k++) {
                    all = join.applyAsDouble(all, values[k]);
                }
                y[i] = mean ? all / inner : all;
            }
        });
    }
}
