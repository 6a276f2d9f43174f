package org.fovea.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.layer.normalization.Standardize;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What exporters wrote as several nodes: the one layer that it becomes, its numbers, its gradients, and what is nearly
/// the same and stays as it is.
class PatternsTest {
    private static final int[] EXTENTS = {1, 3, 4, 5};

    /// Chains from `x`, and the layers that they become.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Sigmoid x s; Mul s x y                                                               | silu
        Add x 3 a; Clip a 0 6 b; Mul x b c; Div c 6 y                                        | HARD_SWISH
        Add 3 x a; Clip a 0 6 b; Div b 6 c; Mul c x y                                        | HARD_SWISH
        Add x 3 a; Relu a b; Min b 6 c; Mul c 0.16666667 d; Mul x d y                        | HARD_SWISH
        Add x 3 a; Max 0 a b; Min 6 b c; Mul x 0.16666667 d; Mul d c y                       | HARD_SWISH
        HardSigmoid x alpha=0.16666667 h; Mul x h y                                          | HARD_SWISH
        Add x 3 a; Clip a 0 6 b; Div b 6 y                                                   | HARD_SIGMOID
        Softplus x s; Tanh s t; Mul x t y                                                    | MISH
        Exp x e; Add e 1 s; Log s l; Tanh l t; Mul t x y                                     | MISH
        Div x 1.41421354 d; Erf d e; Add e 1 f; Mul x f g; Mul g 0.5 y                       | gelu
        Mul x 0.5 h; Mul x 0.70710678 d; Erf d e; Add 1 e f; Mul h f y                       | gelu
        Mul x x p; Mul x p q; Mul 0.044715 q r; Add x r s; Mul 0.7978846 s u; Tanh u t; Add t 1 v; \
            Mul x v w; Mul 0.5 w y                                                           | GELU_TANH
        Pow x 3 q; Mul q 0.044715 r; Add x r s; Mul s 0.7978846 u; Tanh u t; Add t 1 v; \
            Mul x 0.5 h; Mul h v y                                                           | GELU_TANH
        Mul x 0.044715 p; Mul p x q; Add q 1 r; Mul x 0.7978846 z; Mul z r u; Tanh u t; Add 1 t v; \
            Mul v 0.5 w; Mul x w y                                                           | GELU_TANH
        ReduceMean x axes=-1 m; Sub x m d; Pow d 2 p; ReduceMean p axes=-1 v; Add v 0.001 e; Sqrt e s; \
            Div d s n; Mul n [5] z; Add z [5] y                                              | standardize
        ReduceMean x axes=2,3 m; Sub x m d; Mul d d p; ReduceMean p axes=3,2 v; Add 0.001 v e; Sqrt e s; \
            Reciprocal s i; Mul d i n; Mul [4,5] n z; Add [4,5] z y                          | standardize
        ReduceMean x axes=-1 m; Sub x m d; Sub x m c; Pow c 2 p; ReduceMean p axes=-1 v; Add v 0.001 e; \
            Sqrt e s; Div d s n; Mul n [5] y                                                 | standardize
        ReduceL2 x axes=1 n; Div x n y                                                       | lp_normalize
        ReduceL2 x axes=-1 n; Expand n :1,3,4,5 e; Div x e y                                 | lp_normalize
        """)
    void severalNodesBecomeOneLayer(String text, String layer) throws IOException {
        assertEquals(List.of("input", layer), layers(check(text, EXTENTS)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ReduceL2 x axes=1 n; Clip n 1e-12 c; Expand c :1,6 e; Div x e y",
                "ReduceL2 x axes=-1 n; Max n 1e-12 c; Reciprocal c i; Mul i x y"
            })
    void anEmbeddingOfLengthOneIsOneLayer(String text) throws IOException {
        assertEquals(List.of("input", "l2_normalize"), layers(check(text, 1, 6)));
    }

    @Test
    void lengthsOfManyRowsThatAreNotApartStayAsTheyAre() throws IOException {
        String text = "ReduceL2 x axes=1 n; Clip n 1e-12 c; Div x c d; ReduceMean d axes=0 m; Mul d m y";
        assertEquals(
                List.of("input", "NORM", "AT_LEAST", "DIVIDE", "global_average_pool", "MULTIPLY"),
                layers(check(text, 3, 6)));
    }

    /// Another constant, other axes, another order of what is taken away.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Sigmoid x s; Mul s s y                                               | sigmoid, multiply
        Add x 3 a; Clip a 0 6 b; Mul x b c; Div c 6.01 y                     | ADD, clip, multiply, DIVIDE
        Add x 3.001 a; Clip a 0 6 b; Mul x b c; Div c 6 y                    | ADD, clip, multiply, DIVIDE
        Add x 3 a; Clip a 0 5 b; Mul x b c; Div c 6 y                        | ADD, clip, multiply, DIVIDE
        Sub 3 x a; Clip a 0 6 b; Mul x b c; Div c 6 y                        | SUBTRACT, clip, multiply, DIVIDE
        HardSigmoid x h; Mul x h y                                           | HARD_SIGMOID, multiply
        Softplus x s; Tanh s t; Mul s t y                                    | SOFTPLUS, tanh, multiply
        Div x 1.4142 d; Erf d e; Add e 1 f; Mul x f g; Mul g 0.5 y           \
            | DIVIDE, ERF, ADD, multiply, MULTIPLY
        ReduceMean x axes=1 m; Sub x m d; Pow d 2 p; ReduceMean p axes=1 v; Add v 0.001 e; Sqrt e s; \
            Div d s n; Mul n [3,1,1] z; Add z [3,1,1] y                      \
            | global_average_pool, SUBTRACT, POWER, global_average_pool, ADD, SQUARE_ROOT, DIVIDE, MULTIPLY, ADD
        ReduceMean x axes=-1 m; Sub x m d; Pow d 2 p; ReduceMean p axes=-2 v; Add v 0.001 e; Sqrt e s; \
            Div d s n; Mul n [5] z; Add z [5] y                              \
            | MEAN, SUBTRACT, POWER, MEAN, ADD, SQUARE_ROOT, DIVIDE, MULTIPLY, ADD
        ReduceMean x axes=-1 m; Sub m x d; Mul d d p; ReduceMean p axes=-1 v; Add v 0.001 e; Sqrt e s; \
            Div d s n; Mul n [5] y                                           \
            | MEAN, SUBTRACT, multiply, MEAN, ADD, SQUARE_ROOT, DIVIDE, MULTIPLY
        ReduceL2 x axes=1 n; Clip n 0.1 c; Div x c y                         | NORM, AT_LEAST, DIVIDE
        ReduceL2 x axes=1,2 n; Div x n y                                     | NORM, DIVIDE
        ReduceL2 x axes=1 n; Div n x y                                       | NORM, DIVIDE
        """)
    void whatIsNearlyTheSameStaysAsItIs(String text, String layers) throws IOException {
        assertEquals(names(layers), layers(check(text, EXTENTS)));
    }

    /// The same chains as above: what stands between them is an output as well, or read by another node.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Add x 3 a; Clip a 0 6 b; Mul x b c; Div c 6 y    | a | ADD, clip, multiply, DIVIDE
        Add x 3 a; Clip a 0 6 b; Mul x b c; Div c 6 y    | b | ADD, clip, multiply, DIVIDE
        Softplus x s; Tanh s t; Mul x t y                | s | SOFTPLUS, tanh, multiply
        Softplus x s; Tanh s t; Mul x t y; Neg t z       | z | SOFTPLUS, tanh, multiply, NEGATE
        ReduceMean x axes=-1 m; Sub x m d; Pow d 2 p; ReduceMean p axes=-1 v; Add v 0.001 e; Sqrt e s; \
            Div d s n; Mul n [5] z; Add z [5] y          | m | MEAN, SUBTRACT, POWER, MEAN, ADD, \
            SQUARE_ROOT, DIVIDE, MULTIPLY, ADD
        ReduceL2 x axes=1 n; Div x n y                   | n | NORM, DIVIDE
        """)
    void whatIsReadOtherwiseTooStaysAsItIs(String text, String output, String layers) throws IOException {
        assertEquals(names(layers), layers(check(text, EXTENTS, output)));
    }

    @Test
    void aNormFollowedByAnotherSumIsFound() throws IOException {
        String text = "ReduceMean x axes=-1 m; Sub x m d; Pow d 2 p; ReduceMean p axes=-1 v; Add v 0.001 e; Sqrt e s;"
                + "Div d s n; Mul n [5] z; Add z [5] w; Add w x y";
        Network network = check(text, EXTENTS);
        assertEquals(List.of("input", "standardize", "add"), layers(network));
        Layer norm = network.node("w").layer();
        assertEquals(0.001f, norm.options().number("epsilon"));
        assertEquals(Standardize.class, norm.getClass());
    }

    private static Network check(String text, int... extents) throws IOException {
        return check(text, extents, new String[0]);
    }

    /// Holds the runner against the definitions, the gradients against the definitions' differences, and gives the
    /// network.
    private static Network check(String text, int[] extents, String... outputs) throws IOException {
        OnnxModel model = WrittenGraph.of(text, OnnxType.FLOAT, outputs);
        double[] values = new double[OnnxTensor.count(extents)];
        Xoshiro256 random = new Xoshiro256(9);
        Arrays.setAll(values, i -> (float) (2.3 * random.nextGaussian()));
        Map<String, OnnxTensor> inputs = Map.of("x", OnnxTensor.ofReals(OnnxType.FLOAT, values, extents));
        Map<String, OnnxTensor> found = model.runner(Workers.common()).run(inputs);
        model.run(inputs).forEach((name, expected) -> assertNear(expected.doubles(), found.get(name), name));
        LoweredModel lowered = model.lowered(Map.of("x", extents));
        assertEquals(List.of(), lowered.byDefinition());
        OperatorGradientsTest.check(
                lowered, WrittenGraph.of(text, OnnxType.DOUBLE, outputs), Map.of("x", values), Map.of("x", extents));
        return lowered.network();
    }

    private static void assertNear(double[] expected, OnnxTensor found, String name) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double[] values = found.doubles();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], values[i], 1e-5 * largest, name + "[" + i + "]");
        }
    }

    private static List<String> names(String layers) {
        return List.of(("input, " + layers).split(",\\s*"));
    }

    /// Types of layers, of the general ones what they compute; without those that only give another shape.
    private static List<String> layers(Network network) {
        return network.nodes().stream()
                .map(Node::layer)
                .filter(layer -> !layer.type().equals("reshape"))
                .map(layer -> switch (layer.type()) {
                    case "elementwise" -> ((Elementwise) layer).function().name();
                    case "arithmetic" -> String.valueOf(layer.options().asMap().get("function"));
                    case "reduce" -> String.valueOf(layer.options().asMap().get("kind"));
                    default -> layer.type();
                })
                .collect(Collectors.toList());
    }
}
