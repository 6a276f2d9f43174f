package org.fovea.engine.onnx.lowering;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// The layout in which an input enters the network: the one that its first reader with a preference wants, so that it
/// is brought there on the way in and no node has to. A wrong guess costs a reordering and nothing else.
final class Entry {
    /// Operators whose second axis is channels.
    private static final Set<String> CHANNELS = Set.of(
            "Conv",
            "ConvTranspose",
            "ConvInteger",
            "QLinearConv",
            "MaxPool",
            "AveragePool",
            "LpPool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "GlobalLpPool",
            "BatchNormalization",
            "InstanceNormalization",
            "GroupNormalization",
            "LRN",
            "PRelu",
            "Resize",
            "Upsample",
            "DepthToSpace",
            "SpaceToDepth");

    private Entry() {}

    /// The input's axes in the order in which they stand in memory.
    static int[] axes(OnnxGraph graph, Map<String, OnnxTensor> outlines, String input) {
        OnnxTensor outline = outlines.get(input);
        int rank = outline == null ? 0 : outline.rank();
        int[] rowMajor = Site.lastAxes(rank);
        if (outline == null || rank < 3 || outline.extent(0) != 1) {
            return rowMajor;
        }
        Deque<String> values = new ArrayDeque<>(Set.of(input));
        Set<String> seen = new HashSet<>(values);
        while (!values.isEmpty()) {
            String value = values.remove();
            for (OnnxNode node : graph.nodes()) {
                if (!node.inputs().contains(value)) {
                    continue;
                }
                if (CHANNELS.contains(node.operator())) {
                    return Site.lastAxes(rank, 1);
                }
                if (node.operator().equals("Transpose")) {
                    // It says itself which axis becomes the channels; only what it makes them is last already.
                    long[] permutation = node.attributes().integers("perm");
                    boolean last = permutation == null || permutation.length < 2 || permutation[1] == rank - 1;
                    return last ? rowMajor : Site.lastAxes(rank, 1);
                }
                for (String output : node.outputs()) {
                    OnnxTensor y = outlines.get(output);
                    if (y != null && Arrays.equals(y.extents(), outline.extents()) && seen.add(output)) {
                        values.add(output);
                    }
                }
            }
        }
        return rowMajor;
    }
}
