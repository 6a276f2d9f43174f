package org.fovea.engine.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// Operators that put elements elsewhere and change none: they are told by where each element of the output comes from.
final class Movements {
    static final List<Operator> OPERATORS = List.of(
            Operator.of("Concat", 1, Integer.MAX_VALUE, Movements::concat, "axis"),
            Operator.of("DepthToSpace", 1, 1, Movements::depthToSpace, "blocksize", "mode"),
            Operator.of("Expand", 2, 2, Movements::expand).since(8),
            Operator.of("Gather", 2, 2, Movements::gather, "axis"),
            Operator.of("Slice", 1, 5, Movements::slice, "starts", "ends", "axes"),
            Operator.of("SpaceToDepth", 1, 1, Movements::spaceToDepth, "blocksize"),
            Operator.ofMany("Split", 1, 2, Movements::split, "axis", "split", "num_outputs"),
            Operator.of("Tile", 2, 2, Movements::tile),
            Operator.of("Transpose", 1, 1, Movements::transpose, "perm"));

    private Movements() {}

    /// The elements of several inputs one after the other; an outline where one of them is.
    static OnnxTensor join(Call call, List<OnnxTensor> tensors) {
        long count = tensors.stream().mapToLong(OnnxTensor::count).sum();
        if (tensors.stream().anyMatch(OnnxTensor::isOutline)) {
            return OnnxTensor.outline(tensors.getFirst().type(), call.count(count));
        }
        call.count(count);
        return OnnxTensor.join(tensors);
    }

    private static OnnxTensor concat(Call call) {
        OnnxTensor first = call.input(0);
        int[] extents = first.extents();
        int axis = call.axis(call.attributes().integer("axis", 0), extents.length);
        List<OnnxTensor> parts = new ArrayList<>();
        long along = 0;
        for (int k = 0; k < call.inputs(); k++) {
            OnnxTensor part = call.input(k);
            call.sameTypes(first, part);
            int[] own = part.extents();
            if (own.length != extents.length) {
                throw call.refused(part + " joined to " + first);
            }
            along += own[axis];
            own[axis] = extents[axis];
            if (!Arrays.equals(own, extents)) {
                throw call.refused(part + " joined to " + first + " along axis " + axis);
            }
            parts.add(part);
        }
        extents[axis] = call.count(along);
        int outer = Shapes.product(extents, 0, axis);
        int inner = Shapes.product(extents, axis + 1, extents.length);
        return call.select(join(call, parts), null, extents, source -> {
            int at = 0;
            for (int o = 0; o < outer; o++) {
                int before = 0;
                for (OnnxTensor part : parts) {
                    int run = part.extent(axis) * inner;
                    for (int i = 0; i < run; i++) {
                        source[at++] = before + o * run + i;
                    }
                    before += part.count();
                }
            }
        });
    }

    private static OnnxTensor expand(Call call) {
        OnnxTensor x = call.input(0);
        int[] wanted = Arrays.stream(call.wholes(1)).mapToInt(call::count).toArray();
        return expand(call, x, Shapes.broadcast(x.extents(), wanted));
    }

    private static OnnxTensor expand(Call call, OnnxTensor x, int[] extents) {
        return call.select(x, null, extents, source -> {
            int @Nullable [] places = Shapes.broadcastPlaces(x.extents(), extents);
            System.arraycopy(places == null ? Shapes.all(source.length) : places, 0, source, 0, source.length);
        });
    }

    /// Along one axis the elements that indices name; the indices' own axes stand in that axis' place.
    private static OnnxTensor gather(Call call) {
        OnnxTensor x = call.input(0);
        OnnxTensor indices = call.input(1);
        int axis = call.axis(call.attributes().integer("axis", 0), x.rank());
        int[] own = x.extents();
        int[] extents = new int[own.length - 1 + indices.rank()];
        System.arraycopy(own, 0, extents, 0, axis);
        System.arraycopy(indices.extents(), 0, extents, axis, indices.rank());
        System.arraycopy(own, axis + 1, extents, axis + indices.rank(), own.length - 1 - axis);
        return call.select(x, null, extents, source -> {
            long[] wanted = indices.longs();
            Along[] chosen = Along.all(own);
            chosen[axis] = new Along(wanted.length, i -> call.axis(wanted[i], own[axis]));
            Along.fill(source, own, chosen);
        });
    }

    /// Elements of `x` by their indices along each axis, -1 for the filler.
    static OnnxTensor choose(Call call, OnnxTensor x, @Nullable OnnxTensor filler, Along[] chosen) {
        return call.select(x, filler, Along.counts(chosen), source -> Along.fill(source, x.extents(), chosen));
    }

    private static OnnxTensor slice(Call call) {
        OnnxTensor x = call.input(0);
        boolean inputs = call.opset() >= 10;
        if (inputs != call.inputs() > 1) {
            throw call.refused("starts and ends are inputs from opset 10 on and attributes before");
        }
        long[] starts = call.wholes("starts", 1);
        long[] ends = call.wholes("ends", 2);
        long[] given = call.wholes("axes", 3);
        if (starts == null || ends == null || starts.length != ends.length) {
            throw call.refused("starts and ends that do not go together");
        }
        int[] axes = given == null ? Shapes.all(starts.length) : call.axes(given, x.rank());
        long[] steps = call.has(4) ? call.wholes(4) : new long[axes.length];
        if (!call.has(4)) {
            Arrays.fill(steps, 1);
        }
        if (axes.length != starts.length || steps.length != starts.length || axes.length > x.rank()) {
            throw call.refused(starts.length + " starts, " + axes.length + " axes and " + steps.length + " steps of "
                    + x.rank() + " axes");
        }
        Along[] chosen = Along.all(x.extents());
        for (int i = 0; i < axes.length; i++) {
            chosen[axes[i]] = sliced(call, starts[i], ends[i], steps[i], x.extent(axes[i]));
        }
        return choose(call, x, null, chosen);
    }

    /// The indices from `start` to before `end`; negative ones count from the end, those outside are cut.
    private static Along sliced(Call call, long start, long end, long step, int extent) {
        if (step == 0) {
            throw call.refused("a step of 0");
        }
        long from = Math.clamp(start < 0 ? start + extent : start, step > 0 ? 0 : -1, step > 0 ? extent : extent - 1L);
        long to = Math.clamp(end < 0 ? end + extent : end, step > 0 ? 0 : -1, step > 0 ? extent : extent - 1L);
        long span = step > 0 ? to - from : from - to;
        // The greatest steps have no absolute value, and no two indices within them.
        long stride = Math.min(step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step), Integer.MAX_VALUE);
        int count = span <= 0 ? 0 : (int) ((span + stride - 1) / stride);
        return new Along(count, i -> (int) (step > 0 ? from + i * stride : from - i * stride));
    }

    /// The parts' lengths: an attribute before opset 13, an input from then on; without either, parts of one
    /// length, the last shorter.
    private static List<OnnxTensor> split(Call call) {
        OnnxTensor x = call.input(0);
        int axis = call.axis(call.attributes().integer("axis", 0), x.rank());
        int extent = x.extent(axis);
        int parts = call.outputs();
        long[] lengths = call.wholes("split", 1);
        if (lengths == null) {
            int length = (extent + parts - 1) / parts;
            if (call.opset() < 18 && extent % parts != 0) {
                throw call.refused("axis " + axis + " of " + x + " in " + parts + " equal parts");
            }
            lengths = new long[parts];
            for (int i = 0; i < parts; i++) {
                lengths[i] = Math.clamp(extent - (long) i * length, 0, length);
            }
        }
        if (lengths.length != parts || Arrays.stream(lengths).map(call::count).sum() != extent) {
            throw call.refused("axis " + axis + " of " + x + " in " + parts + " parts of " + Arrays.toString(lengths));
        }
        List<OnnxTensor> outputs = new ArrayList<>();
        int from = 0;
        for (long length : lengths) {
            int first = from;
            Along[] chosen = Along.all(x.extents());
            chosen[axis] = new Along((int) length, i -> first + i);
            outputs.add(choose(call, x, null, chosen));
            from += (int) length;
        }
        return outputs;
    }

    private static OnnxTensor tile(Call call) {
        OnnxTensor x = call.input(0);
        long[] repeats = call.wholes(1);
        if (repeats.length != x.rank()) {
            throw call.refused(repeats.length + " repeats of " + x);
        }
        Along[] chosen = new Along[repeats.length];
        for (int i = 0; i < chosen.length; i++) {
            int extent = x.extent(i);
            chosen[i] = new Along(call.count((long) call.count(repeats[i]) * extent), k -> k % extent);
        }
        return choose(call, x, null, chosen);
    }

    private static OnnxTensor transpose(Call call) {
        OnnxTensor x = call.input(0);
        long[] given = call.attributes().integers("perm");
        if (given == null) {
            given = new long[x.rank()];
            for (int i = 0; i < given.length; i++) {
                given[i] = given.length - 1L - i;
            }
        }
        if (given.length != x.rank()) {
            throw call.refused("an order of " + given.length + " axes for " + x);
        }
        return permuted(call, x, call.axes(given, x.rank()));
    }

    private static OnnxTensor permuted(Call call, OnnxTensor x, int[] order) {
        int[] own = x.extents();
        int[] strides = Shapes.strides(own);
        int[] extents = Arrays.stream(order).map(axis -> own[axis]).toArray();
        int[] moved = Arrays.stream(order).map(axis -> strides[axis]).toArray();
        return call.select(x, null, extents, source -> Shapes.fill(source, extents, moved, 0));
    }

    private static int blockSize(Call call, OnnxTensor x) {
        long block = call.attributes().integer("blocksize", 0);
        if (x.rank() != 4 || block < 1 || block > 1 << 15) {
            throw call.refused("blocks of " + block + " in " + x);
        }
        return (int) block;
    }

    /// (N, C, H, W) to (N, C/b², bH, bW): the channels of a place become a block of b×b places.
    private static OnnxTensor depthToSpace(Call call) {
        OnnxTensor x = call.input(0);
        int b = blockSize(call, x);
        int[] own = x.extents();
        if (own[1] % (b * b) != 0) {
            throw call.refused(own[1] + " channels in blocks of " + b + "×" + b);
        }
        int channels = own[1] / (b * b);
        boolean blocksFirst = switch (call.attributes().text("mode", "DCR")) {
            case "DCR" -> true;
            case "CRD" -> false;
            default -> throw call.refused("mode is " + call.attributes().text("mode", ""));
        };
        OnnxTensor split = call.reshaped(
                x,
                blocksFirst
                        ? new int[] {own[0], b, b, channels, own[2], own[3]}
                        : new int[] {own[0], channels, b, b, own[2], own[3]});
        int[] order = blocksFirst ? new int[] {0, 3, 4, 1, 5, 2} : new int[] {0, 1, 4, 2, 5, 3};
        return call.reshaped(permuted(call, split, order), new int[] {own[0], channels, own[2] * b, own[3] * b});
    }

    /// The inverse, with the block's places outermost among the channels.
    private static OnnxTensor spaceToDepth(Call call) {
        OnnxTensor x = call.input(0);
        int b = blockSize(call, x);
        int[] own = x.extents();
        if (own[2] % b != 0 || own[3] % b != 0) {
            throw call.refused(x + " in blocks of " + b + "×" + b);
        }
        OnnxTensor split = call.reshaped(x, new int[] {own[0], own[1], own[2] / b, b, own[3] / b, b});
        OnnxTensor moved = permuted(call, split, new int[] {0, 3, 5, 1, 2, 4});
        return call.reshaped(moved, new int[] {own[0], own[1] * b * b, own[2] / b, own[3] / b});
    }
}
