package org.fovea.engine.onnx.lowering;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MatrixMultiply;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Products of matrices both of which are computed, or stand in stacks, or the first of which is a constant.
final class MatrixRules {
    private MatrixRules() {}

    static List<Value> matMul(Site site) {
        int[] a = site.operand(0).extents();
        int[] b = site.operand(1).extents();
        // A vector is a row on the left and a column on the right.
        int[] left = a.length == 1 ? new int[] {1, a[0]} : a;
        int[] right = b.length == 1 ? new int[] {b[0], 1} : b;
        int rank = Math.max(left.length, right.length);
        left = Alignment.padded(left, rank);
        right = Alignment.padded(right, rank);
        boolean batch = rank > 2 && left[0] == 1 && right[0] == 1;
        Shape as = Shape.of(batch ? Arrays.copyOfRange(left, 1, rank) : left);
        Shape bs = Shape.of(batch ? Arrays.copyOfRange(right, 1, rank) : right);
        ValueLayout layout = ValueLayout.rowMajor(site.outline().count());
        return List.of(site.add(layer(site, as, bs), layout, read(site, as, bs)));
    }

    private static Layer layer(Site site, Shape a, Shape b) {
        int position = site.computed(0) ? 1 : 0;
        OnnxTensor constant = site.constant(position);
        if (constant == null) {
            return new MatrixMultiply();
        }
        return layer(constant, position == 0 ? a : b, position);
    }

    private static Layer layer(OnnxTensor constant, Shape shape, int position) {
        MatrixMultiply layer = new MatrixMultiply(shape, position);
        System.arraycopy(
                constant.floats(), 0, layer.parameters().getFirst().value().data(), 0, constant.count());
        return layer;
    }

    /// The matrices that are computed, in ONNX's order of elements.
    private static Value[] read(Site site, Shape a, Shape b) {
        Shape[] shapes = {a, b};
        Value[] read = new Value[site.computed(0) && site.computed(1) ? 2 : 1];
        for (int i = 0, next = 0; i < 2; i++) {
            if (site.computed(i)) {
                Value x = site.input(i);
                read[next++] = site.arranged(x, ValueLayout.rowMajor(x.outline().count()), shapes[i]);
            }
        }
        return read;
    }

    /// α·A·B + β·C, the matrices turned where that is asked for, step by step.
    static List<Value> gemm(Site site) {
        Operand a = turned(site, 0, site.attributes().flag("transA"));
        Operand b = turned(site, 1, site.attributes().flag("transB"));
        double alpha = site.attributes().real("alpha", 1);
        double beta = site.attributes().real("beta", 1);
        boolean added = site.has(2) && beta != 0;
        ValueLayout layout = ValueLayout.rowMajor(site.outline().count());
        Value y;
        if (a.value() != null && b.value() != null) {
            Value[] both = {matrix(site, a.value()), matrix(site, b.value())};
            y = site.step(alpha == 1 && !added, new MatrixMultiply(), layout, both);
        } else {
            boolean right = b.constant() != null;
            OnnxTensor constant = right ? b.constant() : a.constant();
            Value x = right ? a.value() : b.value();
            if (constant == null || x == null) {
                return List.of();
            }
            Layer layer = layer(constant, Shape.of(constant.extents()), right ? 1 : 0);
            y = site.step(alpha == 1 && !added, layer, layout, matrix(site, x));
        }
        if (alpha != 1) {
            y = site.step(!added, scaled(alpha), layout, y);
        }
        return List.of(added ? plus(site, y, beta) : y);
    }

    private static Layer scaled(double factor) {
        Tensor constant = Tensor.of(Shape.of(1), (float) factor);
        return ElementwiseRules.of(Arithmetic.Function.MULTIPLY, constant, 1, false);
    }

    private static Value plus(Site site, Value y, double beta) {
        Operand c = site.operand(2);
        Alignment alignment = Alignment.of(site, List.of(new Operand(y, null), c));
        if (c.constant() != null) {
            Tensor sum = alignment.parameter(c.constant());
            for (int i = 0; i < sum.size(); i++) {
                sum.data()[i] = (float) (beta * sum.data()[i]);
            }
            Layer layer = ElementwiseRules.of(Arithmetic.Function.ADD, sum, 1);
            return site.add(layer, alignment.layout(), alignment.values().getFirst());
        }
        List<Value> both = alignment.values();
        Value term = both.get(1);
        if (beta != 1) {
            term = site.addBefore("_scaled", scaled(beta), term.outline(), term.layout(), term);
        }
        return site.add(new Arithmetic(Arithmetic.Function.ADD), alignment.layout(), both.get(0), term);
    }

    private static Value matrix(Site site, Value x) {
        return site.arranged(x, ValueLayout.rowMajor(x.outline().count()), Shape.of(x.extents()));
    }

    /// A matrix as it is, or with rows for columns.
    private static Operand turned(Site site, int i, boolean turns) {
        Operand matrix = site.operand(i);
        if (!turns) {
            return matrix;
        }
        int[] extents = matrix.extents();
        int[] other = {extents[1], extents[0]};
        if (matrix.constant() != null) {
            float[] values = matrix.constant().floats();
            float[] moved = new float[values.length];
            for (int k = 0; k < moved.length; k++) {
                moved[k] = values[k % extents[0] * extents[1] + k / extents[0]];
            }
            return new Operand(null, OnnxTensor.of(moved, other));
        }
        Value x = site.arranged(site.input(i), 0, 1);
        ValueLayout layout = x.layout().transposed(extents, new int[] {1, 0});
        if (layout == null) {
            throw new IllegalArgumentException(x + " cannot be turned");
        }
        return new Operand(
                x.seenAs(
                        layout, OnnxTensor.outline(x.type(), other), site.node().name()),
                null);
    }
}
