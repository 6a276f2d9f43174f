package org.fovea.engine.onnx.operator;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// Products of matrices.
final class Products {
    static final List<Operator> OPERATORS = List.of(
            Operator.of("Gemm", 2, 3, Products::gemm, "alpha", "beta", "transA", "transB")
                    .heavy(),
            Operator.of("MatMul", 2, 2, Products::matMul).heavy(),
            Operator.of("MatMulInteger", 2, 4, Products::matMulInteger)
                    .since(10)
                    .heavy(),
            Operator.of("QLinearMatMul", 8, 8, Products::qLinearMatMul)
                    .since(10)
                    .heavy());

    private Products() {}

    /// α·A′·B′ + β·C, where A′ is A or its transpose and C is broadcast.
    private static OnnxTensor gemm(Call call) {
        OnnxTensor a = call.input(0);
        OnnxTensor b = call.input(1);
        call.sameTypes(a, b);
        boolean turnA = call.attributes().flag("transA");
        boolean turnB = call.attributes().flag("transB");
        if (a.rank() != 2 || b.rank() != 2 || a.extent(turnA ? 0 : 1) != b.extent(turnB ? 1 : 0)) {
            throw call.refused(a + (turnA ? " transposed" : "") + " times " + b + (turnB ? " transposed" : ""));
        }
        int rows = a.extent(turnA ? 1 : 0);
        int inner = a.extent(turnA ? 0 : 1);
        int columns = b.extent(turnB ? 0 : 1);
        int[] extents = {rows, columns};
        OnnxTensor c = call.optional(2);
        if (c != null && !Arrays.equals(Shapes.broadcast(c.extents(), extents), extents)) {
            throw call.refused(c + " added to " + OnnxTensor.text(extents));
        }
        double alpha = call.attributes().real("alpha", 1);
        double beta = call.attributes().real("beta", 1);
        if (!a.type().real()) {
            return call.wholes(a.type(), extents, y -> {
                double[] sums = new double[y.length];
                gemm(a, b, c, sums, new int[] {rows, inner, columns}, turnA, turnB, alpha, beta);
                Arrays.setAll(y, i -> (long) sums[i]);
            });
        }
        return call.reals(
                a.type(), extents, y -> gemm(a, b, c, y, new int[] {rows, inner, columns}, turnA, turnB, alpha, beta));
    }

    private static void gemm(
            OnnxTensor a,
            OnnxTensor b,
            @Nullable OnnxTensor c,
            double[] y,
            int[] sizes,
            boolean turnA,
            boolean turnB,
            double alpha,
            double beta) {
        int[] extents = {sizes[0], sizes[2]};
        double[] left = turnA ? turned(a.doubles(), sizes[1], sizes[0]) : a.doubles();
        double[] right = turnB ? turned(b.doubles(), sizes[2], sizes[1]) : b.doubles();
        multiply(left, 0, right, 0, y, 0, sizes[0], sizes[1], sizes[2]);
        double[] added = c == null ? new double[0] : c.doubles();
        int @Nullable [] at = c == null ? null : Shapes.broadcastPlaces(c.extents(), extents);
        for (int i = 0; i < y.length; i++) {
            y[i] = alpha * y[i] + (c == null ? 0 : beta * added[at == null ? i : at[i]]);
        }
    }

    private static double[] turned(double[] x, int rows, int columns) {
        double[] turned = new double[x.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                turned[c * rows + r] = x[r * columns + c];
            }
        }
        return turned;
    }

    /// y += a·b of `rows`×`inner` and `inner`×`columns`, each from its own place on.
    private static void multiply(
            double[] a, int aAt, double[] b, int bAt, double[] y, int yAt, int rows, int inner, int columns) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < inner; i++) {
                double factor = a[aAt + r * inner + i];
                int from = bAt + i * columns;
                int to = yAt + r * columns;
                for (int c = 0; c < columns; c++) {
                    y[to + c] += factor * b[from + c];
                }
            }
        }
    }

    /// The places and sizes of a product of stacks of matrices.
    ///
    /// @param extents of the output
    /// @param aAt which of the left matrices each product has, null for each its own
    private record Stack(
            int rows, int inner, int columns, int[] extents, int count, int @Nullable [] aAt, int @Nullable [] bAt) {
        static Stack of(Call call, OnnxTensor a, OnnxTensor b) {
            if (a.rank() == 0 || b.rank() == 0) {
                throw call.refused("a product of " + a + " and " + b);
            }
            // A vector is a row on the left and a column on the right; its axis of 1 is dropped from the output.
            int[] left = a.rank() == 1 ? new int[] {1, a.extent(0)} : a.extents();
            int[] right = b.rank() == 1 ? new int[] {b.extent(0), 1} : b.extents();
            int rows = left[left.length - 2];
            int inner = left[left.length - 1];
            int columns = right[right.length - 1];
            if (right[right.length - 2] != inner) {
                throw call.refused("a product of " + a + " and " + b);
            }
            int[] leftStack = Arrays.copyOf(left, left.length - 2);
            int[] rightStack = Arrays.copyOf(right, right.length - 2);
            int[] stack = Shapes.broadcast(leftStack, rightStack);
            int[] extents = Arrays.copyOf(stack, stack.length + 2 - (a.rank() == 1 ? 1 : 0) - (b.rank() == 1 ? 1 : 0));
            int at = stack.length;
            if (a.rank() > 1) {
                extents[at++] = rows;
            }
            if (b.rank() > 1) {
                extents[at] = columns;
            }
            return new Stack(
                    rows,
                    inner,
                    columns,
                    extents,
                    OnnxTensor.count(stack),
                    Shapes.broadcastPlaces(leftStack, stack),
                    Shapes.broadcastPlaces(rightStack, stack));
        }

        void multiplyAll(double[] a, double[] b, double[] y) {
            for (int i = 0; i < count; i++) {
                int left = (aAt == null ? i : aAt[i]) * rows * inner;
                int right = (bAt == null ? i : bAt[i]) * inner * columns;
                multiply(a, left, b, right, y, i * rows * columns, rows, inner, columns);
            }
        }
    }

    private static OnnxTensor matMul(Call call) {
        OnnxTensor a = call.input(0);
        OnnxTensor b = call.input(1);
        call.sameTypes(a, b);
        Stack stack = Stack.of(call, a, b);
        if (a.type().real()) {
            return call.reals(a.type(), stack.extents, y -> stack.multiplyAll(a.doubles(), b.doubles(), y));
        }
        return call.wholes(a.type(), stack.extents, y -> {
            double[] sums = new double[y.length];
            stack.multiplyAll(a.doubles(), b.doubles(), sums);
            Arrays.setAll(y, i -> (long) sums[i]);
        });
    }

    private static OnnxTensor matMulInteger(Call call) {
        OnnxTensor a = call.input(0);
        OnnxTensor b = call.input(1);
        Stack stack = Stack.of(call, a, b);
        return call.wholes(OnnxType.INT32, stack.extents, y -> {
            double[] sums = wholes(call, stack, a, call.optional(2), b, call.optional(3));
            Arrays.setAll(y, i -> (long) sums[i]);
        });
    }

    /// Of quantised inputs to a quantised output, with a scale for each row or column or one for all.
    private static OnnxTensor qLinearMatMul(Call call) {
        OnnxTensor a = call.input(0);
        OnnxTensor b = call.input(3);
        OnnxTensor zero = call.input(7);
        Stack stack = Stack.of(call, a, b);
        return call.wholes(zero.type(), stack.extents, y -> {
            double[] sums = wholes(call, stack, a, call.input(2), b, call.input(5));
            double[] rows = Quantization.spread(call, call.input(1).doubles(), stack.rows);
            double[] columns = Quantization.spread(call, call.input(4).doubles(), stack.columns);
            double scale = call.scalar(6, 1);
            for (int i = 0; i < y.length; i++) {
                double unit = rows[i / stack.columns % stack.rows] * columns[i % stack.columns] / scale;
                y[i] = Quantization.quantized(zero.type(), (float) (sums[i] * unit), (long) call.scalar(7, 0));
            }
        });
    }

    /// The product of whole numbers less their zero points: one for all, or one for each row on the left and each
    /// column on the right. Exact: sums of products of bytes are far below 2⁵³.
    private static double[] wholes(
            Call call,
            Stack stack,
            OnnxTensor a,
            @Nullable OnnxTensor aZero,
            OnnxTensor b,
            @Nullable OnnxTensor bZero) {
        double[] left = a.doubles().clone();
        double[] right = b.doubles().clone();
        if (aZero != null) {
            double[] zeros = Quantization.spread(call, aZero.doubles(), left.length / stack.inner);
            Arrays.setAll(left, i -> left[i] - zeros[i / stack.inner]);
        }
        if (bZero != null) {
            int matrix = stack.inner * stack.columns;
            double[] zeros = Quantization.spread(call, bZero.doubles(), right.length / matrix * stack.columns);
            Arrays.setAll(right, i -> right[i] - zeros[i / matrix * stack.columns + i % stack.columns]);
        }
        double[] sums = new double[OnnxTensor.count(stack.extents)];
        stack.multiplyAll(left, right, sums);
        return sums;
    }
}
