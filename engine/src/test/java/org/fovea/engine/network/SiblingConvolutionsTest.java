package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Narrow convolutions that read the same, computed as one for inference.
class SiblingConvolutionsTest {
    private static final int[] CHANNELS = {1, 4, 1, 10};
    private static final Geometry ONE = Geometry.of(1);
    private static final Geometry THREE = Geometry.of(3).padding(1);

    /// A network whose last step so far, of 32 channels, is read by heads.
    private static NetworkBuilder body(String name) {
        return Network.builder(name, Shape.of(9, 7, 3))
                .conv2d("body", 32, THREE)
                .relu("features");
    }

    /// Heads as YuNet has them, some without bias, the outermost with a sigmoid.
    private static Network depthwise() {
        NetworkBuilder builder = body("depthwise");
        for (int i = 0; i < CHANNELS.length; i++) {
            builder.from("features")
                    .conv2d("point" + i, CHANNELS[i], i == 1 ? ONE.withoutBias() : ONE)
                    .depthwise("deep" + i, i == 0 ? THREE.withoutBias() : THREE);
        }
        builder.from("deep0").sigmoid("class").from("deep2").sigmoid("object");
        return randomised(builder.outputs("class", "object", "deep1", "deep3"));
    }

    private static Network plain() {
        NetworkBuilder builder = body("plain");
        for (int i = 0; i < CHANNELS.length; i++) {
            builder.from("features").conv2d("head" + i, CHANNELS[i], ONE.withoutBias());
        }
        return randomised(builder.outputs("head0", "head1", "head2", "head3"));
    }

    /// Two families that stand mixed, of 3×3 with strides, what comes behind them folded at times.
    private static Network mixed() {
        Geometry half = THREE.stride(2);
        return randomised(body("mixed")
                .conv2d("a0", 5, THREE)
                .from("features")
                .conv2d("b0", 20, half)
                .relu("relu")
                .from("features")
                .conv2d("a1", 5, THREE)
                .sum("sum", "a1", "a0")
                .from("features")
                .conv2d("b1", 12, half)
                .concatenate("both", "relu", "b1")
                .globalAveragePool("gap")
                .outputs("sum", "gap"));
    }

    /// Two that read one depthwise step more, or an output before it: the depthwise ones stay.
    private static Network readTwice() {
        return randomised(body("read twice")
                .conv2d("a", 4, ONE)
                .depthwise("deep a", THREE)
                .sum("sum", "deep a", "a")
                .from("features")
                .conv2d("b", 4, ONE)
                .depthwise("deep b", THREE)
                .outputs("sum", "deep b"));
    }

    private static Network outputBefore() {
        return randomised(body("output before")
                .conv2d("a", 4, ONE)
                .depthwise("deep a", THREE)
                .from("features")
                .conv2d("b", 4, ONE)
                .depthwise("deep b", THREE)
                .outputs("deep a", "b", "deep b"));
    }

    private static Network otherDepthwise() {
        return randomised(body("other depthwise")
                .conv2d("a", 4, ONE)
                .depthwise("deep a", THREE)
                .from("features")
                .conv2d("b", 4, ONE)
                .depthwise("deep b", THREE.stride(2))
                .outputs("deep a", "deep b"));
    }

    private static Network normBehindDepthwise() {
        return randomised(body("norm behind depthwise")
                .conv2d("a", 4, ONE)
                .depthwise("deep a", THREE)
                .batchNorm("norm")
                .from("features")
                .conv2d("b", 4, ONE)
                .depthwise("deep b", THREE)
                .outputs("norm", "deep b"));
    }

    private static Network nameTaken() {
        return randomised(body("name taken")
                .conv2d("a", 4, ONE)
                .from("features")
                .conv2d("b", 4, ONE)
                .relu("a and siblings")
                .outputs("a", "a and siblings"));
    }

    /// Parameters without zeros, and statistics that are not those of the beginning.
    private static Network randomised(NetworkBuilder builder) {
        Network network = builder.build();
        Xoshiro256 random = new Xoshiro256(5);
        for (Parameter p : network.parameters().values()) {
            float[] value = p.value().data();
            for (int i = 0; i < value.length; i++) {
                value[i] = (float) (p.trained() ? random.nextGaussian() * 0.3 : 0.5 + random.nextDouble());
            }
        }
        return network;
    }

    static Stream<Network> merging() {
        return Stream.of(
                depthwise(),
                plain(),
                mixed(),
                readTwice(),
                outputBefore(),
                otherDepthwise(),
                normBehindDepthwise(),
                nameTaken());
    }

    @ParameterizedTest
    @MethodSource("merging")
    void outputsAreThoseOfATrace(Network network) {
        for (int batch : new int[] {1, 3}) {
            Tensor x = Tensor.zeros(network.input().shape().batch(batch));
            Xoshiro256 random = new Xoshiro256(7);
            for (int i = 0; i < x.size(); i++) {
                x.data()[i] = (float) random.nextGaussian();
            }
            Trace trace = network.trace(batch).forward(x);
            Map<String, Tensor> outputs =
                    network.predictor(batch, Workers.common()).predict(Map.of("input", x));
            assertEquals(network.outputs().stream().map(Node::name).toList(), List.copyOf(outputs.keySet()));
            outputs.forEach((name, y) -> {
                assertEquals(trace.activation(name).shape(), y.shape(), name);
                assertArrayEquals(trace.activation(name).data(), y.data(), 2e-5f, name);
            });
        }
    }

    private static List<String> rewritten(Network network) {
        return network.optimized().nodes().stream()
                .skip(2) // the input and the body
                .map(node -> node.name() + " = " + node.layer().type() + " of " + String.join(", ", node.inputs()))
                .toList();
    }

    @Test
    void headsBecomeOneConvolutionAndOneDepthwise() {
        assertEquals(
                List.of(
                        "point0 and siblings = conv2d of features",
                        "deep0 and siblings = conv2d of point0 and siblings",
                        "deep0 = slice of deep0 and siblings",
                        "deep1 = slice of deep0 and siblings",
                        "deep2 = slice of deep0 and siblings",
                        "deep3 = slice of deep0 and siblings",
                        "class = sigmoid of deep0",
                        "object = sigmoid of deep2"),
                rewritten(depthwise()));
        Network optimized = depthwise().optimized();
        assertEquals(Shape.of(9, 7, 16), optimized.node("point0 and siblings").shape());
        assertEquals(Shape.of(9, 7, 16), optimized.node("deep0 and siblings").shape());
        assertEquals(depthwise().trainedParameters() + 1 + 4, optimized.trainedParameters()); // two biases of zeros
    }

    @Test
    void convolutionsAloneBecomeOne() {
        assertEquals(
                List.of(
                        "head0 and siblings = conv2d of features",
                        "head0 = slice of head0 and siblings",
                        "head1 = slice of head0 and siblings",
                        "head2 = slice of head0 and siblings",
                        "head3 = slice of head0 and siblings"),
                rewritten(plain()));
        assertEquals(
                List.of(
                        "a0 and siblings = conv2d of features",
                        "a0 = slice of a0 and siblings",
                        "b0 and siblings = conv2d of features",
                        "b0 = slice of b0 and siblings",
                        "relu = relu of b0",
                        "a1 = slice of a0 and siblings",
                        "sum = add of a1, a0",
                        "b1 = slice of b0 and siblings",
                        "both = concatenate of relu, b1",
                        "gap = global_average_pool of both"),
                rewritten(mixed()));
        assertEquals(
                List.of(
                        "a and siblings' = conv2d of features",
                        "a = slice of a and siblings'",
                        "b = slice of a and siblings'",
                        "a and siblings = relu of b"),
                rewritten(nameTaken()));
    }

    static Stream<Network> depthwiseApart() {
        return Stream.of(readTwice(), outputBefore(), otherDepthwise(), normBehindDepthwise());
    }

    @ParameterizedTest
    @MethodSource("depthwiseApart")
    void depthwiseOnesStayApartWhereOneCannotBeMerged(Network network) {
        List<String> rewritten = rewritten(network);
        assertEquals(
                List.of(
                        "a and siblings = conv2d of features",
                        "a = slice of a and siblings",
                        "b = slice of a and siblings"),
                rewritten.stream()
                        .filter(node -> node.matches("(a|b|a and .*) = .*"))
                        .toList());
        assertEquals(
                2,
                rewritten.stream()
                        .filter(node -> node.matches(".* = conv2d.* of (a|b)(, a)?"))
                        .count(),
                rewritten::toString);
    }

    @Test
    void whatIsAbsorbedIsNamed() {
        Map<String, String> absorbed = Fusion.forInference(depthwise()).absorbed();
        assertEquals(
                Map.of(
                        "body", "features",
                        "point0", "point0 and siblings",
                        "point1", "point0 and siblings",
                        "point2", "point0 and siblings",
                        "point3", "point0 and siblings"),
                absorbed);
        assertEquals(Map.of("body", "features"), Fusion.forInference(plain()).absorbed());
    }

    private static Network pair(String name, int first, Geometry one, int second, Geometry other) {
        return randomised(body(name)
                .conv2d("a", first, one)
                .from("features")
                .conv2d("b", second, other)
                .outputs("a", "b"));
    }

    static Stream<Network> apart() {
        return Stream.of(
                pair("other strides", 4, ONE, 4, ONE.stride(2)),
                pair("other kernels", 4, ONE, 4, THREE),
                pair("other dilations", 4, THREE.padding(2), 4, THREE.padding(2).dilation(2)),
                pair("groups", 4, ONE.groups(2), 4, ONE.groups(2)),
                pair("whole vectors", 16, ONE, 32, ONE),
                pair("one whole vector", 4, ONE, 16, ONE),
                pair("as many vectors as apart", 10, ONE, 10, ONE),
                randomised(body("several inputs")
                        .conv2d("a", 4, ONE)
                        .from("body")
                        .conv2d("b", 4, ONE)
                        .outputs("a", "b")),
                randomised(body("batch norm")
                        .conv2d("a", 4, ONE)
                        .batchNorm("norm a")
                        .from("features")
                        .conv2d("b", 4, ONE)
                        .outputs("norm a", "b")),
                randomised(Network.builder("too little work", Shape.of(9, 7, 8))
                        .relu("features")
                        .conv2d("a", 4, ONE)
                        .from("features")
                        .conv2d("b", 4, ONE)
                        .outputs("a", "b")));
    }

    @ParameterizedTest
    @MethodSource("apart")
    void othersStayApart(Network network) {
        assertEquals(
                List.of(),
                rewritten(network).stream()
                        .filter(node -> node.contains("slice") || node.contains("siblings"))
                        .toList());
        assertEquals(
                2,
                rewritten(network).stream()
                        .filter(node -> node.contains(" = conv2d"))
                        .filter(node -> !node.startsWith("features"))
                        .count());
    }
}
