package org.fovea.facerec.cli;

import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// The multiply-adds of an ONNX node: of convolutions and products, beside which all else is little.
final class OnnxWork {
    private OnnxWork() {}

    /// The multiply-adds of one pass, those with padding's zeros counted too; 0 for operators that are none of
    /// these.
    ///
    /// @param values type and extents of the values, by name
    /// @return -1 where it takes extents that are not known
    static long multiplyAdds(OnnxNode node, Map<String, OnnxTensor> values) {
        return switch (node.operator()) {
            // Each output is a sum over one filter, each transposed input goes into as many outputs.
            case "Conv", "ConvInteger" -> product(output(node, values), eachOf(input(node, 1, values)));
            case "ConvTranspose" -> product(input(node, 0, values), eachOf(input(node, 1, values)));
            case "QLinearConv" -> product(output(node, values), eachOf(input(node, 3, values)));
            case "Gemm" ->
                product(
                        output(node, values),
                        extent(input(node, 0, values), node.attributes().flag("transA") ? 2 : 1));
            case "MatMul", "MatMulInteger", "QLinearMatMul" ->
                product(output(node, values), extent(input(node, 0, values), 1));
            default -> 0;
        };
    }

    private static @Nullable OnnxTensor input(OnnxNode node, int i, Map<String, OnnxTensor> values) {
        return values.get(node.inputs().get(i));
    }

    private static @Nullable OnnxTensor output(OnnxNode node, Map<String, OnnxTensor> values) {
        return values.get(node.outputs().getFirst());
    }

    private static long product(@Nullable OnnxTensor tensor, long each) {
        return tensor == null || each < 0 ? -1 : tensor.count() * each;
    }

    /// The elements at one place of the first axis: a filter's.
    private static long eachOf(@Nullable OnnxTensor filters) {
        if (filters == null) {
            return -1;
        }
        return filters.count() == 0 ? 0 : filters.count() / filters.extent(0);
    }

    /// The extent of an axis, counted from 1 at the end.
    private static long extent(@Nullable OnnxTensor tensor, int fromEnd) {
        return tensor == null ? -1 : tensor.extent(tensor.rank() - fromEnd);
    }
}
