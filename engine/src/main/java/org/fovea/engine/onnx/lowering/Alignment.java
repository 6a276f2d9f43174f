package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.layer.movement.Expand;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// How operands that are broadcast to each other are put for a layer to do it: ONNX aligns their extents, the batch's
/// among them, at the last axes, a layer aligns one example's shapes, whose axes stand in memory's order.
///
/// @param extents of what comes of them
/// @param order its axes in memory's order: that of the largest operand which is not in ONNX's own, so that the least
///     is moved
record Alignment(Site site, List<Operand> operands, int[] extents, int[] order) {
    /// Of all that a node reads, to its first output.
    static Alignment of(Site site) {
        List<Operand> operands = new ArrayList<>();
        for (int i = 0; i < site.inputs(); i++) {
            operands.add(site.operand(i));
        }
        return of(site, operands);
    }

    static Alignment of(Site site, List<Operand> operands) {
        int[] extents = site.outline().extents();
        int[] order = Site.lastAxes(extents.length);
        int largest = 0;
        for (Operand operand : operands) {
            Value x = operand.value();
            if (x != null && !x.layout().isRowMajor() && x.outline().count() > largest) {
                int[] own = x.layout().axes(padded(x.extents(), extents.length));
                largest = own == null ? largest : x.outline().count();
                order = own == null ? order : own;
            }
        }
        return new Alignment(site, operands, extents, order);
    }

    /// Extents with as many of 1 before them as are missing.
    static int[] padded(int[] extents, int rank) {
        int[] padded = new int[rank];
        Arrays.fill(padded, 1);
        System.arraycopy(extents, 0, padded, rank - extents.length, extents.length);
        return padded;
    }

    ValueLayout layout() {
        return ValueLayout.of(extents, order);
    }

    /// The shape at which an operand of such extents, as many as the result's, is broadcast.
    private Shape shape(int[] padded) {
        int[] own = Arrays.stream(order)
                .filter(axis -> axis > 0 || extents[0] != 1)
                .map(axis -> padded[axis])
                .toArray();
        return own.length == 0 ? Shape.of(1) : Shape.of(own);
    }

    /// The operands that are computed, in their order. Where constants are larger, the first is as large as they
    /// are.
    List<Value> values() {
        List<Value> values = new ArrayList<>();
        for (Operand operand : operands) {
            Value x = operand.value();
            if (x != null) {
                values.add(aligned(x));
            }
        }
        List<Shape> shapes = values.stream().map(site::shape).toList();
        Shape whole = shape(extents);
        if (!values.isEmpty() && Axes.broadcast(shapes).size() != whole.size()) {
            Value x = values.getFirst();
            OnnxTensor outline = OnnxTensor.outline(x.type(), extents);
            values.set(0, site.addBefore("_expanded", new Expand(whole), outline, layout(), x));
        }
        return values;
    }

    private Value aligned(Value x) {
        int[] padded = padded(x.extents(), extents.length);
        ValueLayout layout = ValueLayout.of(padded, order);
        Shape shape = shape(padded);
        boolean there = x.layout().equals(layout) && bare(site.shape(x)).equals(bare(shape));
        return there ? x : site.arranged(x, layout, shape);
    }

    /// A shape without extents of 1 before all others, which broadcasting puts there anyway.
    private static Shape bare(Shape shape) {
        int[] extents = shape.toArray();
        int first = 0;
        while (first < extents.length - 1 && extents[first] == 1) {
            first++;
        }
        return Shape.of(Arrays.copyOfRange(extents, first, extents.length));
    }

    /// The operands that are constants, in their order.
    List<OnnxTensor> constants() {
        return operands.stream().map(Operand::constant).filter(Objects::nonNull).toList();
    }

    /// A constant as a layer's parameter.
    Tensor parameter(OnnxTensor constant) {
        int[] padded = padded(constant.extents(), extents.length);
        float[] values = Elements.floats(constant);
        int[] elements = ValueLayout.of(padded, order).elements();
        Tensor parameter = Tensor.zeros(shape(padded));
        for (int place = 0; place < elements.length; place++) {
            parameter.data()[place] = values[elements[place]];
        }
        return parameter;
    }
}
