package org.fovea.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.fovea.engine.onnx.graph.OnnxType;

/// What a [RandomGraph] is drawn from: each of these adds one node, or a few that belong together, to what is there.
final class RandomNodes {
    /// The operators that round nothing.
    static final Set<String> EXACT = Set.of(
            ("Abs And ArgMax ArgMin Cast Clip Concat DepthToSpace Equal Expand Flatten Gather GlobalMaxPool Greater"
                            + " GreaterOrEqual Identity IsNaN Less LessOrEqual Max MaxPool Min Neg Not Or Pad ReduceMax"
                            + " ReduceMin Relu Reshape Shape Sign Size Slice SpaceToDepth Split Squeeze Tile TopK"
                            + " Transpose Unsqueeze Where Xor")
                    .split(" "));

    /// The newest opset that ONNX Runtime knows, and the oldest that Fovea does.
    private static final int NEWEST = 25;

    private static final int OLDEST = 7;

    private static final List<Consumer<RandomGraph>> DRAWS = draws();

    private RandomNodes() {}

    private static List<Consumer<RandomGraph>> draws() {
        List<Consumer<RandomGraph>> all = new ArrayList<>();
        all.addAll(WindowNodes.DRAWS);
        all.addAll(MovementNodes.DRAWS);
        all.addAll(NumberNodes.DRAWS);
        all.addAll(AxisNodes.DRAWS);
        all.addAll(BlockNodes.DRAWS);
        all.addAll(WholeNodes.DRAWS);
        return all;
    }

    /// A graph of at least one node and about `most`.
    static RandomGraph draw(RandomGenerator random, int most) {
        int opset = random.nextBoolean() ? 13 + random.nextInt(6) : random.nextInt(OLDEST, NEWEST + 1);
        RandomGraph graph = new RandomGraph(random, opset);
        int rank = graph.once(3) ? graph.between(2, 5) : 4;
        OnnxType type = graph.once(12) ? OnnxType.DOUBLE : OnnxType.FLOAT;
        int[] extents = rank == 4 && graph.once(6) ? large(graph) : extents(graph, rank);
        graph.input(type, extents);
        if (graph.once(3)) {
            graph.input(type, graph.once(2) ? extents : others(graph, extents));
        }
        int nodes = graph.between(1, most);
        for (int tries = 0; graph.size() < nodes && tries < 200 && !graph.isRefused(); tries++) {
            try {
                DRAWS.get(random.nextInt(DRAWS.size())).accept(graph);
            } catch (RandomGraph.Refused e) {
                continue; // another will do
            }
        }
        return graph;
    }

    /// Enough channels and places for the kernels of whole vectors.
    private static int[] large(RandomGraph graph) {
        return new int[] {graph.between(1, 2), graph.oneOf(16, 24, 32, 33), graph.between(6, 16), graph.between(6, 16)};
    }

    private static int[] extents(RandomGraph graph, int rank) {
        int[] extents = new int[rank];
        for (int i = 0; i < rank; i++) {
            extents[i] = i == 0
                    ? graph.between(1, 3)
                    : i == 1 ? graph.oneOf(1, 2, 3, 4, 4, 6, 8, 8, 9, 16) : graph.between(1, 9);
        }
        return extents;
    }

    /// Extents that can be broadcast to others, with the same batch.
    private static int[] others(RandomGraph graph, int[] extents) {
        int[] some = broadcastable(graph, extents);
        some[0] = extents[0];
        return some;
    }

    /// Extents that can be broadcast to others.
    static int[] broadcastable(RandomGraph graph, int[] extents) {
        int[] some = extents.clone();
        for (int i = 0; i < some.length; i++) {
            some[i] = i == 0 || graph.once(3) ? 1 : some[i];
        }
        return some;
    }

    /// Attributes from pairs of a name and a value; a value of null is left out.
    static Map<String, Object> attributes(Object... pairs) {
        Map<String, Object> attributes = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                attributes.put(
                        (String) pairs[i],
                        pairs[i + 1] instanceof Integer whole
                                ? whole.longValue()
                                : pairs[i + 1] instanceof Double real ? (Object) real.floatValue() : pairs[i + 1]);
            }
        }
        return attributes;
    }

    /// An axis as it may be written: from the front or from the end.
    static long axis(RandomGraph graph, int axis, int rank) {
        return graph.opset >= 11 && graph.once(2) ? axis - rank : axis;
    }

    /// Some of the axes, each once, in any order.
    static long[] axes(RandomGraph graph, int rank, int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            all.add(i);
        }
        java.util.Collections.shuffle(all, java.util.Random.from(graph.random));
        return all.stream().limit(count).mapToLong(a -> axis(graph, a, rank)).toArray();
    }

    static long[] longs(int[] numbers) {
        return Arrays.stream(numbers).asLongStream().toArray();
    }
}
