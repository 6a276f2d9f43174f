package org.fovea.engine.onnx.operator;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// Real numbers as whole ones with a scale and a zero point, and back.
final class Quantization {
    static final List<Operator> OPERATORS = List.of(
            Operator.of("DequantizeLinear", 2, 3, Quantization::dequantize, "axis", "block_size", "output_dtype")
                    .since(10),
            Operator.ofMany("DynamicQuantizeLinear", 1, 1, Quantization::dynamic)
                    .since(11),
            Operator.of(
                            "QuantizeLinear",
                            2,
                            3,
                            Quantization::quantize,
                            "axis",
                            "block_size",
                            "output_dtype",
                            "precision",
                            "saturate")
                    .since(10));

    private Quantization() {}

    /// One value for all or one for each: always one for each.
    static double[] spread(Call call, double[] values, int count) {
        if (values.length == count) {
            return values;
        }
        if (values.length != 1) {
            throw call.refused(values.length + " scales or zero points for " + count);
        }
        double[] all = new double[count];
        Arrays.fill(all, values[0]);
        return all;
    }

    /// The scales along an axis of `x`: one for each index, or one for each block of `block_size` indices.
    ///
    /// @param count along the axis
    /// @param block 0 where each index has its own
    private record Scales(int axis, int count, int block) {
        /// One for all.
        static final Scales ONE = new Scales(-1, 1, 0);

        static Scales of(Call call, OnnxTensor x, OnnxTensor scale) {
            if (scale.count() == 1 && scale.rank() < 2) {
                return ONE;
            }
            int axis = call.axis(call.attributes().integer("axis", 1), x.rank());
            int block = call.count(call.attributes().integer("block_size", 0));
            int extent = x.extent(axis);
            int count = block == 0 ? extent : scale.rank() == x.rank() ? scale.extent(axis) : -1;
            int[] expected = x.extents();
            expected[axis] = count;
            boolean fits = block == 0
                    ? scale.rank() == 1 && scale.count() == extent
                    : count == Math.ceilDiv(extent, block) && Arrays.equals(scale.extents(), expected);
            if (!fits) {
                throw call.refused(scale + " for axis " + axis + " of " + x + " in blocks of " + block);
            }
            return new Scales(axis, count, block);
        }

        /// For each element of `x` the place of its scale.
        int[] places(OnnxTensor x) {
            int[] places = new int[x.count()];
            if (axis < 0) {
                return places;
            }
            int inner = Shapes.product(x.extents(), axis + 1, x.rank());
            int extent = x.extent(axis);
            for (int i = 0; i < places.length; i++) {
                int along = i / inner % extent;
                places[i] = block == 0 ? along : (i / inner / extent * count + along / block) * inner + i % inner;
            }
            return places;
        }
    }

    /// Rounded to the nearest, ties to even, and held within the type.
    static long quantized(OnnxType type, double value, long zero) {
        double rounded = Math.rint(value) + zero;
        return (long) Math.clamp(rounded, type.least(), (double) type.greatest());
    }

    private static OnnxTensor quantize(Call call) {
        OnnxTensor x = call.input(0);
        OnnxTensor scale = call.input(1);
        long code = call.attributes().integer("output_dtype", 0);
        OnnxTensor zero = call.optional(2);
        OnnxType said = code == 0 ? OnnxType.UINT8 : OnnxType.of(code);
        OnnxType type = zero == null ? said : zero.type();
        if (type == null || type.real() || (zero != null && zero.count() != scale.count())) {
            throw call.refused("quantising to " + OnnxType.nameOf(code) + " with " + scale + " and " + zero);
        }
        Scales along = Scales.of(call, x, scale);
        return call.wholes(type, x.extents(), y -> {
            int[] at = along.places(x);
            double[] values = x.doubles();
            double[] scales = scale.doubles();
            long[] zeros = zero == null ? new long[scales.length] : zero.longs();
            OnnxType precision = scale.type();
            for (int i = 0; i < y.length; i++) {
                // The quotient is rounded to the scale's type first, and ties are those of that type.
                y[i] = quantized(type, precision.round(values[i] / scales[at[i]]), zeros[at[i]]);
            }
        });
    }

    private static OnnxTensor dequantize(Call call) {
        OnnxTensor x = call.input(0);
        OnnxTensor scale = call.input(1);
        OnnxTensor zero = call.optional(2);
        long code = call.attributes().integer("output_dtype", 0);
        OnnxType type = code == 0 ? scale.type() : OnnxType.of(code);
        if (type == null || !type.real() || x.type().real()) {
            throw call.refused("dequantising " + x + " to " + OnnxType.nameOf(code));
        }
        if (zero != null) {
            call.sameTypes(x, zero);
            if (zero.count() != scale.count()) {
                throw call.refused("a zero point of " + zero + " beside a scale of " + scale);
            }
        }
        Scales along = Scales.of(call, x, scale);
        return call.reals(type, x.extents(), y -> {
            int[] at = along.places(x);
            double[] values = x.doubles();
            double[] scales = scale.doubles();
            double[] zeros = zero == null ? new double[scales.length] : zero.doubles();
            for (int i = 0; i < y.length; i++) {
                y[i] = (values[i] - zeros[at[i]]) * scales[at[i]];
            }
        });
    }

    /// To UINT8, with the scale and zero point by which the range of `x` and 0 just fits.
    private static List<OnnxTensor> dynamic(Call call) {
        OnnxTensor x = call.real(0);
        if (x.isOutline()) {
            return List.of(
                    OnnxTensor.outline(OnnxType.UINT8, x.extents()),
                    OnnxTensor.outline(OnnxType.FLOAT),
                    OnnxTensor.outline(OnnxType.UINT8));
        }
        double[] values = x.doubles();
        float least = (float) Arrays.stream(values).reduce(0, Math::min);
        float greatest = (float) Arrays.stream(values).reduce(0, Math::max);
        float scale = (greatest - least) / 255;
        long zero = scale == 0 ? 0 : quantized(OnnxType.UINT8, 0 - least / scale, 0);
        OnnxTensor y = call.wholes(OnnxType.UINT8, x.extents(), q -> {
            for (int i = 0; i < q.length; i++) {
                q[i] = quantized(OnnxType.UINT8, scale == 0 ? 0 : (float) (values[i] / scale), zero);
            }
        });
        return List.of(y, OnnxTensor.of(new float[] {scale}), OnnxTensor.ofWholes(OnnxType.UINT8, new long[] {zero}));
    }
}
