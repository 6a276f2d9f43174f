package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.Concatenate;
import org.fovea.engine.tensor.Shape;

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
            if (!site.computed(i) || site.input(i).rank() != rank) {
                return List.of();
            }
        }
        if (axis == 0 && site.outline().extent(0) > 1) {
            return List.of(); // examples would be put side by side
        }
        int[] order = order(site, axis);
        Value[] parts = new Value[site.inputs()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = part(site, site.input(i), order, axis);
        }
        return List.of(site.add(new Concatenate(), ValueLayout.of(site.outline().extents(), order), parts));
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
