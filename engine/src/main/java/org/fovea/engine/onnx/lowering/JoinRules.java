package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.Concatenate;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.layer.movement.Pad;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Values side by side.
final class JoinRules {
    static final Map<String, Rule> RULES = Map.of("Concat", JoinRules::concat);

    private JoinRules() {}

    /// Along any axis: what stands behind it in memory is taken for channels with it, what stands before it for
    /// rows.
    private static List<Value> concat(Site site) {
        int rank = site.outline().rank();
        int axis = Site.axis(site.attributes().integer("axis", 1), rank);
        for (int i = 0; i < site.inputs(); i++) {
            if (!site.computed(i)) {
                return constants(site, axis);
            }
        }
        int[] order = order(site, axis);
        Value[] parts = new Value[site.inputs()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = part(site, site.input(i), order, axis);
        }
        return List.of(site.add(new Concatenate(), ValueLayout.of(site.outline().extents(), order), parts));
    }

    /// With constants among the parts: each value stands alone in zeros, and all of these are added to the
    /// constants, which stand in zeros as well.
    private static List<Value> constants(Site site, int axis) {
        OnnxTensor outline = site.outline();
        if (!outline.type().real()) {
            return List.of();
        }
        int[] extents = outline.extents();
        int inner = OnnxTensor.count(Arrays.copyOfRange(extents, axis + 1, extents.length));
        float[] known = new float[outline.count()];
        List<Operand> padded = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < site.inputs(); i++) {
            OnnxTensor constant = site.constant(i);
            int length = site.operand(i).extents()[axis];
            if (constant == null) {
                padded.add(new Operand(alone(site, site.input(i), axis, at), null));
            } else {
                float[] values = Elements.floats(constant);
                int run = length * inner;
                for (int from = 0, to = at * inner; from < values.length; from += run, to += extents[axis] * inner) {
                    System.arraycopy(values, from, known, to, run);
                }
            }
            at += length;
        }
        Alignment alignment = Alignment.of(site, padded);
        Value[] values = alignment.values().toArray(Value[]::new);
        Value sum = values.length == 1
                ? values[0]
                : site.addBefore(
                        "_values", new Arithmetic(Arithmetic.Function.ADD), outline, alignment.layout(), values);
        Tensor parameter = alignment.parameter(OnnxTensor.of(known, extents));
        return List.of(
                site.add(ElementwiseRules.of(Arithmetic.Function.ADD, parameter, 1, false), alignment.layout(), sum));
    }

    private static Value alone(Site site, Value x, int axis, int at) {
        Grid grid = Grid.of(site, x, axis == 0);
        int[] extents = site.outline().extents();
        int[] before = new int[grid.axes().length];
        int[] after = new int[before.length];
        int place = grid.place(axis);
        before[place] = at;
        after[place] = extents[axis] - at - x.extents()[axis];
        Pad layer = new Pad(Pad.Mode.CONSTANT, before, after, 0);
        return site.addBefore("_part", layer, site.outline(), grid.layout(extents), grid.value());
    }

    private static Value part(Site site, Value x, int[] order, int axis) {
        int[] extents = x.extents();
        int rows = 1;
        for (int i = 0; order[i] != axis; i++) {
            rows *= extents[order[i]];
        }
        ValueLayout layout = ValueLayout.of(extents, order);
        int own = x.outline().count() / rows;
        Shape there = site.shape(x);
        if (x.layout().equals(layout) && there.channels() == own && there.rank() == 3) {
            return x; // pictures stay pictures
        }
        return site.arranged(x, layout, rows == 1 ? Shape.of(own) : Shape.of(rows, own));
    }

    /// The order of axes in memory: that of the largest part which has one, so that the least is moved.
    private static int[] order(Site site, int axis) {
        int largest = 0;
        int[] order = Site.lastAxes(site.outline().rank());
        for (int i = 0; i < site.inputs(); i++) {
            Value x = site.input(i);
            int[] own = x.layout().axes(x.extents());
            if (own != null && x.outline().count() > largest) {
                largest = x.outline().count();
                boolean free = x.layout().isRowMajor() && x.extents()[axis] == 1 && axis != 0;
                order = free && axis == 1 ? Site.lastAxes(own.length, 1) : own;
            }
        }
        return order;
    }
}
