package org.fovea.engine.onnx.operator;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// Padding around a tensor, or cutting where a pad is negative.
final class Pads {
    static final List<Operator> OPERATORS = List.of(Operator.of("Pad", 1, 4, Pads::pad, "mode", "pads", "value"));

    private Pads() {}

    /// Pads and value are attributes before opset 11 and inputs from then on; from 18 on for some axes alone.
    private static OnnxTensor pad(Call call) {
        OnnxTensor x = call.input(0);
        boolean inputs = call.opset() >= 11;
        if (inputs != call.inputs() > 1) {
            throw call.refused("pads are an input from opset 11 on and an attribute before");
        }
        long[] pads = call.wholes("pads", 1);
        long[] given = call.has(3) ? call.wholes(3) : null;
        int[] axes = given == null ? Shapes.all(x.rank()) : call.axes(given, x.rank());
        if (pads == null || pads.length != 2 * axes.length) {
            throw call.refused(
                    (pads == null ? "no" : Integer.toString(pads.length)) + " pads for " + axes.length + " axes");
        }
        String mode = call.attributes().text("mode", "constant");
        Along[] chosen = Along.all(x.extents());
        for (int i = 0; i < axes.length; i++) {
            chosen[axes[i]] = padded(call, mode, x.extent(axes[i]), pads[i], pads[axes.length + i]);
        }
        return Movements.choose(call, x, mode.equals("constant") ? filler(call, x) : null, chosen);
    }

    private static @Nullable OnnxTensor filler(Call call, OnnxTensor x) {
        if (call.opset() < 11) {
            return OnnxTensor.ofReals(x.type(), new double[] {call.attributes().real("value", 0)});
        }
        OnnxTensor value = call.optional(2);
        if (value == null) {
            return null;
        }
        call.sameTypes(x, value);
        if (value.count() != 1) {
            throw call.refused("a value of " + value + ", not one number");
        }
        return value;
    }

    /// The indices along an axis of `extent` with `before` more in front and `after` more behind.
    private static Along padded(Call call, String mode, int extent, long before, long after) {
        if (Math.abs((double) before) > OnnxTensor.MOST || Math.abs((double) after) > OnnxTensor.MOST) {
            throw call.refused("pads of " + before + " and " + after);
        }
        IntUnaryOperator inside = switch (mode) {
            case "constant" -> i -> i < 0 || i >= extent ? -1 : i;
            case "edge" -> i -> Math.clamp(i, 0, extent - 1);
            case "wrap" -> i -> Math.floorMod(i, extent);
            case "reflect" -> i -> reflected(i, extent);
            default -> throw call.refused("mode is " + mode);
        };
        int count = call.count(extent + before + after);
        if (extent == 0 && count > 0 && !mode.equals("constant")) {
            throw call.refused("mode " + mode + " of an axis without elements");
        }
        return new Along(count, i -> inside.applyAsInt(i - (int) before));
    }

    /// To and fro, the elements at the ends once at each turn.
    private static int reflected(int i, int extent) {
        if (extent == 1) {
            return 0;
        }
        int period = 2 * (extent - 1);
        int within = Math.floorMod(i, period);
        return within < extent ? within : period - within;
    }
}
