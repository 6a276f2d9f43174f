package org.fovea.engine.onnx.lowering;

import static org.fovea.engine.onnx.lowering.Term.clip;
import static org.fovea.engine.onnx.lowering.Term.inverse;
import static org.fovea.engine.onnx.lowering.Term.node;
import static org.fovea.engine.onnx.lowering.Term.number;
import static org.fovea.engine.onnx.lowering.Term.product;
import static org.fovea.engine.onnx.lowering.Term.reduction;
import static org.fovea.engine.onnx.lowering.Term.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.fovea.engine.layer.L2Normalize;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// What exporters write as several nodes for want of an operator, put together again into the one that ONNX has by now,
/// where a layer computes that at once. The one has the name of the last of them.
///
/// @param graph with the nodes put together
/// @param asWritten what each of these stands for, in the graph's order
record Patterns(OnnxGraph graph, Map<OnnxNode, List<OnnxNode>> asWritten) {
    /// The domain of operators that ONNX does not have.
    static final String OWN = "org.fovea";

    /// x / max(‖x‖, 10⁻¹²) of each row, of [#OWN].
    static final String L2_NORMALIZE = "L2Normalize";

    private static final Term.Variable X = new Term.Variable("x");
    private static final Term.Constant MATRIX = new Term.Constant("matrix");
    private static final Term.Constant SCALE = new Term.Constant("scale");
    private static final Term.Constant BIAS = new Term.Constant("bias");
    private static final Term.Open EPSILON = new Term.Open("epsilon");

    /// x + 3 between 0 and 6.
    private static final Term RAMP = clip(sum(number(3), X), 0, 6);

    private static final Term HARD_SIGMOID = new Term.Node(
            "HardSigmoid",
            given -> Match.near(given.real("alpha", 0.2f), 1 / 6.0) && Match.near(given.real("beta", 0.5), 0.5),
            List.of(X));

    private static final double ROOT = Math.sqrt(2 / Math.PI);
    private static final double BEND = 0.044715;

    /// √(2/π)·(x + 0.044715·x³), as it stands or with x taken out.
    private static final Term BENT = product(number(ROOT), sum(X, product(number(BEND), X, X, X)));

    private static final Term BENT_FACTORS = product(number(ROOT), X, sum(number(1), product(number(BEND), X, X)));

    private static final Term LESS_MEAN = node("Sub", X, reduction("ReduceMean", X));
    private static final Term VARIANCE = reduction("ReduceMean", product(LESS_MEAN, LESS_MEAN));
    private static final Term SCALED = product(LESS_MEAN, inverse(node("Sqrt", sum(EPSILON, VARIANCE))), SCALE);

    private static final Term LENGTH = reduction("ReduceL2", X);

    private static final List<Pattern> ALL = List.of(
            each("Swish", 24, product(X, node("Sigmoid", X))),
            each("HardSwish", 14, product(number(1 / 6.0), X, RAMP)),
            each("HardSwish", 14, product(X, HARD_SIGMOID)),
            each("HardSigmoid", 6, product(number(1 / 6.0), RAMP), Map.of("alpha", (float) (1 / 6.0))),
            each("Mish", 18, product(X, node("Tanh", node("Softplus", X)))),
            each("Mish", 18, product(X, node("Tanh", node("Log", sum(number(1), node("Exp", X)))))),
            each("Gelu", 20, gelu(node("Erf", product(number(1 / Math.sqrt(2)), X)))),
            each("Gelu", 20, gelu(node("Tanh", BENT)), Map.of("approximate", "tanh")),
            each("Gelu", 20, gelu(node("Tanh", BENT_FACTORS)), Map.of("approximate", "tanh")),
            new Pattern(sum(SCALED, BIAS), Patterns::layerNorm),
            new Pattern(SCALED, Patterns::layerNorm),
            new Pattern(product(X, inverse(LENGTH)), Patterns::lengthOne),
            new Pattern(
                    product(X, inverse(clip(LENGTH, L2Normalize.EPSILON, Double.POSITIVE_INFINITY))), Patterns::rows),
            new Pattern(sum(node("MatMul", X, MATRIX), BIAS), Patterns::gemm));

    /// A formula and the one node that computes it.
    ///
    /// @param maker gives null where there is no such node for what was found
    private record Pattern(Term formula, Maker maker) {}

    @FunctionalInterface
    private interface Maker {
        @Nullable
        OnnxNode make(Match match, OnnxNode end);
    }

    /// A node and those that it computes at once.
    private record Joined(OnnxNode one, Set<OnnxNode> several) {}

    /// ½·x·(1 + bend).
    private static Term gelu(Term bend) {
        return product(number(0.5), X, sum(number(1), bend));
    }

    static Patterns joined(OnnxGraph graph, Map<String, OnnxTensor> outlines) {
        GraphIndex index = new GraphIndex(graph, outlines);
        Map<OnnxNode, Integer> places = new HashMap<>();
        graph.nodes().forEach(node -> places.put(node, places.size()));
        Map<OnnxNode, List<OnnxNode>> asWritten = new HashMap<>();
        Set<OnnxNode> gone = new HashSet<>();
        List<OnnxNode> nodes = new ArrayList<>();
        // From the outputs up: the last node of a pattern leads to the others.
        for (OnnxNode node : graph.nodes().reversed()) {
            if (gone.contains(node)) {
                continue;
            }
            Joined joined = joined(index, node);
            if (joined == null) {
                nodes.addFirst(node);
                continue;
            }
            nodes.addFirst(joined.one);
            gone.addAll(joined.several);
            asWritten.put(
                    joined.one,
                    joined.several.stream()
                            .sorted(Comparator.comparing(places::get))
                            .toList());
        }
        OnnxGraph whole = new OnnxGraph(graph.name(), graph.inputs(), graph.outputs(), nodes, graph.constants());
        return new Patterns(whole, asWritten);
    }

    /// The first pattern that ends in a node; null where none does.
    private static @Nullable Joined joined(GraphIndex index, OnnxNode end) {
        for (Pattern pattern : ALL) {
            Match match = match(index, pattern.formula, end);
            OnnxNode one = match == null ? null : pattern.maker.make(match, end);
            if (match != null && one != null) {
                return new Joined(one, match.nodes());
            }
        }
        return null;
    }

    private static @Nullable Match match(GraphIndex index, Term formula, OnnxNode end) {
        if (end.outputs().size() != 1 || !end.domain().isEmpty()) {
            return null;
        }
        Match match = Match.of(index, formula, end.outputs().getFirst());
        return match != null && match.isClosed(end) ? match : null;
    }

    private static Pattern each(String operator, int opset, Term formula) {
        return each(operator, opset, formula, Map.of());
    }

    /// An operator that computes each element from the one in its place.
    private static Pattern each(String operator, int opset, Term formula, Map<String, Object> attributes) {
        return new Pattern(
                formula,
                (match, end) -> keepsExtents(match, end)
                        ? made(end, operator, opset, List.of(match.name(X)), attributes)
                        : null);
    }

    /// Over the last axes.
    private static @Nullable OnnxNode layerNorm(Match match, OnnxNode end) {
        int rank = rank(match);
        int axes = match.axes() == null ? 0 : match.axes().length;
        if (!keepsExtents(match, end) || !match.isAlongLast(rank)) {
            return null;
        }
        List<String> reads = new ArrayList<>(List.of(match.name(X), match.name(SCALE)));
        if (match.names().containsKey(BIAS.name())) {
            reads.add(match.name(BIAS));
        }
        Map<String, Object> attributes = Map.of("axis", (long) (rank - axes), "epsilon", (float) match.number(EPSILON));
        return made(end, "LayerNormalization", 17, reads, attributes);
    }

    private static @Nullable OnnxNode lengthOne(Match match, OnnxNode end) {
        int[] axes = Objects.requireNonNull(match.axes());
        return axes.length == 1 && keepsExtents(match, end)
                ? made(end, "LpNormalization", 1, List.of(match.name(X)), Map.of("axis", (long) axes[0]))
                : null;
    }

    private static @Nullable OnnxNode rows(Match match, OnnxNode end) {
        return rank(match) == 2 && match.isAlongLast(2) && keepsExtents(match, end)
                ? new OnnxNode(
                        end.name(),
                        OWN,
                        L2_NORMALIZE,
                        1,
                        List.of(match.name(X)),
                        end.outputs(),
                        OnnxAttributes.NONE,
                        end.offset())
                : null;
    }

    /// A matrix's product and a bias for each column.
    private static @Nullable OnnxNode gemm(Match match, OnnxNode end) {
        OnnxTensor matrix = match.graph().constant(match.name(MATRIX));
        OnnxTensor bias = match.graph().constant(match.name(BIAS));
        OnnxTensor y = match.graph().outline(end.outputs().getFirst());
        if (matrix == null || bias == null || y == null || y.rank() != 2 || matrix.rank() != 2 || rank(match) != 2) {
            return null;
        }
        boolean row = bias.rank() > 0
                && bias.rank() < 3
                && bias.count() == y.extent(1)
                && bias.extent(bias.rank() - 1) == y.extent(1);
        return row
                ? made(end, "Gemm", 13, List.of(match.name(X), match.name(MATRIX), match.name(BIAS)), Map.of())
                : null;
    }

    private static int rank(Match match) {
        OnnxTensor x = match.graph().outline(match.name(X));
        return x == null ? -1 : x.rank();
    }

    /// Whether no constant is broadcast beyond what goes in.
    private static boolean keepsExtents(Match match, OnnxNode end) {
        OnnxTensor x = match.graph().outline(match.name(X));
        OnnxTensor y = match.graph().outline(end.outputs().getFirst());
        return x != null && y != null && x.type() == y.type() && Arrays.equals(x.extents(), y.extents());
    }

    private static OnnxNode made(
            OnnxNode end, String operator, int opset, List<String> reads, Map<String, Object> attributes) {
        return new OnnxNode(
                end.name(), "", operator, opset, reads, end.outputs(), new OnnxAttributes(attributes), end.offset());
    }
}
