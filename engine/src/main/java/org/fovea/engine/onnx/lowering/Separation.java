package org.fovea.engine.onnx.lowering;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// Whether a graph does to a batch of examples what it does to each of them by itself, side by side: then the network
/// of one example, at a batch of all, computes the same.
///
/// It is asked node by node, of the graph for the whole batch: what is computed has the batch first, and no node mixes
/// along that axis. An operator that is not known to keep it is taken to mix, and the graph runs as one whole.
public final class Separation {
    /// Each element, channel or pixel by itself: only the first input is computed.
    private static final Set<String> ONE_INPUT =
            Set.of(("Abs AveragePool Cast Ceil Celu Clip Conv ConvTranspose Cos DepthToSpace"
                            + " Dropout Elu Erf Exp Floor Gelu GlobalAveragePool GlobalLpPool"
                            + " GlobalMaxPool GroupNormalization HardSigmoid HardSwish Identity InstanceNormalization"
                            + " IsNaN LRN LeakyRelu Log LpPool MaxPool Mish Neg Not Reciprocal Relu"
                            + " Round Selu Sigmoid Sign Sin Softplus Softsign SpaceToDepth Sqrt Swish Tanh"
                            + " ThresholdedRelu Upsample")
                    .split(" "));

    /// Inputs broadcast against each other.
    private static final Set<String> BROADCAST = Set.of(
            ("Add And Div Equal Greater GreaterOrEqual Less LessOrEqual Max Mean Min Mod Mul Or PRelu Pow Sub Sum Where"
                            + " Xor")
                    .split(" "));

    private final OnnxGraph graph;
    private final Map<String, OnnxTensor> outlines;
    private final int batch;

    private Separation(OnnxGraph graph, Map<String, OnnxTensor> outlines, int batch) {
        this.graph = graph;
        this.outlines = outlines;
        this.batch = batch;
    }

    /// @param graph for the whole batch
    /// @param outlines its values'
    /// @param one the same graph for one example
    public static boolean holds(OnnxGraph graph, Map<String, OnnxTensor> outlines, OnnxGraph one, int batch) {
        Separation separation = new Separation(graph, outlines, batch);
        return graph.nodes().size() == one.nodes().size()
                && graph.inputs().stream().allMatch(input -> separation.batched(input.name()))
                && graph.outputs().stream().allMatch(output -> separation.batched(output.name()))
                && graph.nodes().stream().allMatch(separation::separates)
                && separation.sameConstants(one);
    }

    /// Whether a value is computed and has the batch first.
    private boolean batched(String name) {
        OnnxTensor outline = outlines.get(name);
        return outline != null && outline.rank() > 0 && outline.extent(0) == batch;
    }

    private @Nullable OnnxTensor constant(OnnxNode node, int i) {
        return i < node.inputs().size() ? graph.constants().get(node.inputs().get(i)) : null;
    }

    /// What was folded may hold the batch, as a shape does, and only there.
    private boolean sameConstants(OnnxGraph one) {
        Set<String> shapes = new HashSet<>();
        for (OnnxNode node : graph.nodes()) {
            if (Set.of("Reshape", "Expand", "Resize").contains(node.operator())) {
                shapes.addAll(node.inputs().subList(1, node.inputs().size()));
            }
        }
        for (Map.Entry<String, OnnxTensor> entry : graph.constants().entrySet()) {
            OnnxTensor other = one.constants().get(entry.getKey());
            OnnxTensor own = entry.getValue();
            boolean same = other == own
                    || (other != null
                            && Arrays.equals(own.extents(), other.extents())
                            && Arrays.equals(own.doubles(), other.doubles()));
            if (!same && !(shapes.contains(entry.getKey()) && !own.type().real())) {
                return false;
            }
        }
        return true;
    }

    private boolean separates(OnnxNode node) {
        List<String> computed = node.inputs().stream()
                .filter(name -> !name.isEmpty() && !graph.constants().containsKey(name))
                .toList();
        boolean around = node.outputs().stream().allMatch(name -> name.isEmpty() || batched(name))
                && computed.stream().allMatch(this::batched);
        if (!around || !node.domain().isEmpty() || computed.isEmpty()) {
            return false;
        }
        boolean first =
                computed.size() == 1 && computed.getFirst().equals(node.inputs().getFirst());
        String operator = node.operator();
        if (ONE_INPUT.contains(operator)) {
            return first;
        }
        if (BROADCAST.contains(operator)) {
            return broadcasts(node);
        }
        int rank = Objects.requireNonNull(outlines.get(computed.getFirst())).rank();
        return switch (operator) {
            // Row-major on both sides, and the batch first on both: each example's elements stay its own.
            case "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> first;
            case "Transpose" -> {
                long[] permutation = node.attributes().integers("perm");
                yield permutation != null && permutation[0] == 0;
            }
            case "Concat" ->
                away(node.attributes().integer("axis", 1), rank)
                        && computed.size() == node.inputs().size();
            case "Softmax", "LogSoftmax" -> away(node.attributes().integer("axis", node.opset() < 13 ? 1 : -1), rank);
            // In training the statistics are the batch's.
            case "BatchNormalization" -> first && !node.attributes().flag("training_mode");
            case "LpNormalization" -> first && away(node.attributes().integer("axis", -1), rank);
            case "LayerNormalization" ->
                first
                        && away(node.attributes().integer("axis", -1), rank)
                        && oneRow(constant(node, 1), rank)
                        && oneRow(constant(node, 2), rank);
            case "QuantizeLinear", "DequantizeLinear" -> first && quantizes(node, rank);
            case "Split", "ArgMax", "ArgMin" -> first && away(node.attributes().integer("axis", 0), rank);
            case "Gather" -> first && away(node.attributes().integer("axis", 0), rank);
            case "TopK" -> first && away(node.attributes().integer("axis", -1), rank);
            case "Gemm" -> first && !node.attributes().flag("transA") && oneRow(constant(node, 2), 2);
            case "MatMul" ->
                rank > 1 && (first ? isMatrix(node) || oneRow(constant(node, 1), rank) : rank > 2 && broadcasts(node));
            case "Resize" -> first;
            case "Pad" -> first && pads(node, rank);
            case "Slice" -> first && slices(node, rank);
            case "Expand" -> first && outputRank(node) == rank;
            case "Tile" -> first && tiles(node);
            default -> operator.startsWith("Reduce") && first && reduces(node, rank);
        };
    }

    private static boolean away(long axis, int rank) {
        return Site.axis(axis, rank) != 0;
    }

    /// Whether a constant, broadcast to so many axes, is the same for all examples.
    private static boolean oneRow(@Nullable OnnxTensor constant, int rank) {
        return constant == null || constant.rank() < rank || constant.extent(0) == 1;
    }

    /// Whether scales are one for all, or of another axis than the first.
    private boolean quantizes(OnnxNode node, int rank) {
        OnnxTensor scale = constant(node, 1);
        boolean one = scale != null && scale.count() == 1;
        return one || (away(node.attributes().integer("axis", 1), rank) && oneRow(scale, rank));
    }

    private boolean isMatrix(OnnxNode node) {
        OnnxTensor constant = constant(node, 1);
        return constant != null && constant.rank() <= 2;
    }

    private int outputRank(OnnxNode node) {
        return Objects.requireNonNull(outlines.get(node.outputs().getFirst())).rank();
    }

    private boolean broadcasts(OnnxNode node) {
        int rank = outputRank(node);
        for (String name : node.inputs()) {
            OnnxTensor constant = graph.constants().get(name);
            OnnxTensor computed = outlines.get(name);
            if (constant != null ? !oneRow(constant, rank) : computed == null || computed.rank() != rank) {
                return false;
            }
        }
        return true;
    }

    private boolean tiles(OnnxNode node) {
        OnnxTensor repeats = constant(node, 1);
        return repeats != null && repeats.count() > 0 && repeats.longs()[0] == 1;
    }

    private boolean slices(OnnxNode node, int rank) {
        OnnxTensor input = constant(node, 3);
        long[] axes = input == null ? node.attributes().integers("axes") : input.longs();
        return axes != null && Arrays.stream(axes).allMatch(axis -> away(axis, rank));
    }

    private boolean pads(OnnxNode node, int rank) {
        OnnxTensor input = constant(node, 1);
        long[] pads = input == null ? node.attributes().integers("pads") : input.longs();
        return pads != null && pads.length == 2 * rank && pads[0] == 0 && pads[rank] == 0;
    }

    private boolean reduces(OnnxNode node, int rank) {
        OnnxTensor input = constant(node, 1);
        long[] axes = input == null ? node.attributes().integers("axes") : input.longs();
        return axes != null && axes.length > 0 && Arrays.stream(axes).allMatch(axis -> away(axis, rank));
    }
}
