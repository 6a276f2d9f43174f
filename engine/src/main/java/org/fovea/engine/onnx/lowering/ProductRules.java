package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Products with constant matrices: dense layers, or convolutions of 1×1 where there are several rows.
final class ProductRules {
    static final Map<String, Rule> RULES = Map.of("Gemm", ProductRules::gemm, "MatMul", ProductRules::matMul);

    private ProductRules() {}

    /// A matrix of the file: element (i, o) is `values[i·stepIn + o·stepOut]`, times `scale`.
    private record Matrix(float[] values, int in, int out, int stepIn, int stepOut, double scale) {
        float at(int i, int o) {
            return (float) (scale * values[i * stepIn + o * stepOut]);
        }
    }

    private static List<Value> gemm(Site site) {
        OnnxTensor b = site.constant(1);
        if (!site.computed(0)
                || b == null
                || site.computed(2)
                || site.attributes().flag("transA")) {
            return MatrixRules.gemm(site);
        }
        boolean turned = site.attributes().flag("transB");
        int in = b.extent(turned ? 1 : 0);
        int out = b.extent(turned ? 0 : 1);
        double alpha = site.attributes().real("alpha", 1);
        Matrix matrix = new Matrix(b.floats(), in, out, turned ? 1 : out, turned ? in : 1, alpha);
        OnnxTensor c = site.constant(2);
        boolean shared = c == null || c.count() == 1 || (c.count() == out && c.extent(c.rank() - 1) == out);
        return shared ? product(site, matrix, c, site.attributes().real("beta", 1)) : MatrixRules.gemm(site);
    }

    private static List<Value> matMul(Site site) {
        OnnxTensor b = site.constant(1);
        if (!site.computed(0) || b == null || b.rank() != 2) {
            return MatrixRules.matMul(site);
        }
        int out = b.extent(1);
        return product(site, new Matrix(b.floats(), b.extent(0), out, out, 1, 1), null, 0);
    }

    /// Rows of the value times the matrix.
    private static List<Value> product(Site site, Matrix matrix, @Nullable OnnxTensor bias, double beta) {
        Value x = site.input(0);
        ValueLayout rowMajor = ValueLayout.rowMajor(site.outline().count());
        if (x.outline().count() == matrix.in) {
            // A flattened picture is not turned round: the matrix's rows are put in the order in which it lies.
            Value vector = site.shaped(x, Shape.of(matrix.in));
            Dense dense = new Dense(matrix.in, matrix.out, bias != null);
            fill(dense.weight(), matrix, x.layout().elements());
            fill(dense.bias(), bias, beta);
            return List.of(site.add(dense, rowMajor, vector));
        }
        if (x.extents()[x.rank() - 1] != matrix.in) {
            return List.of();
        }
        int rows = x.outline().count() / matrix.in;
        Value picture = site.arranged(x, ValueLayout.rowMajor(x.outline().count()), Shape.of(rows, 1, matrix.in));
        Conv2d.Geometry geometry = Conv2d.Geometry.of(1);
        Conv2d conv = new Conv2d(matrix.in, matrix.out, bias == null ? geometry.withoutBias() : geometry);
        fill(conv.weight(), matrix, ValueLayout.rowMajor(matrix.in).elements());
        fill(conv.bias(), bias, beta);
        return List.of(site.add(conv, rowMajor, picture));
    }

    private static void fill(Parameter weight, Matrix matrix, int[] elements) {
        float[] w = weight.value().data();
        for (int i = 0; i < matrix.in; i++) {
            for (int o = 0; o < matrix.out; o++) {
                w[i * matrix.out + o] = matrix.at(elements[i], o);
            }
        }
    }

    private static void fill(@Nullable Parameter parameter, @Nullable OnnxTensor bias, double beta) {
        if (parameter == null || bias == null) {
            return;
        }
        float[] values = bias.floats();
        float[] to = parameter.value().data();
        for (int o = 0; o < to.length; o++) {
            to[o] = (float) (beta * values[values.length == 1 ? 0 : o]);
        }
    }
}
