package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Dropout;
import org.fovea.engine.layer.Input;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Reshape;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// How networks are built, what they say of themselves, and what is refused when one is built.
class NetworkBuilderTest {
    private static NetworkBuilder pictures() {
        return Network.builder("net", Shape.of(8, 8, 3));
    }

    private static Network residual() {
        return Network.builder("small", Shape.of(8, 8, 3))
                .conv2d("conv", 16, Geometry.of(3).padding(1).withoutBias())
                .batchNorm("bn")
                .relu("relu")
                .depthwise("dw", Geometry.of(3).padding(1))
                .sum("sum", "dw", "relu")
                .globalAveragePool("gap")
                .dense("logits", 10)
                .build();
    }

    @Test
    void nodesAndShapesAreThoseThatWereAsked() {
        Network network = residual();
        assertEquals(
                List.of("input", "conv", "bn", "relu", "dw", "sum", "gap", "logits"),
                network.nodes().stream().map(Node::name).toList());
        assertEquals(Shape.of(8, 8, 3), network.input().shape());
        assertEquals(Shape.of(8, 8, 16), network.node("sum").shape());
        assertEquals(List.of("dw", "relu"), network.node("sum").inputs());
        assertEquals(Shape.of(16), network.node("gap").shape());
        assertEquals("logits", network.output().name());
        assertEquals(Shape.of(10), network.output().shape());
        assertEquals("small (8 nodes, 8×8×3 to 10)", network.toString());
        assertEquals(
                "[conv.weight, bn.weight, bn.bias, bn.running_mean, bn.running_var, dw.weight, dw.bias, "
                        + "logits.weight, logits.bias]",
                network.parameters().keySet().toString());
        assertEquals(432 + 32 + 160 + 170, network.trainedParameters());
    }

    @Test
    void theSummaryHasEveryNodeAndTheSums() {
        // 3·3·3·16 weights at 64 places; 3·3 a channel at 64 places; 16·10.
        assertEquals("""
            node    layer                reads     output  parameters  multiply-adds
            input   input                          8×8×3
            conv    conv2d               input     8×8×16         432         27,648
            bn      batch_norm           conv      8×8×16          32
            relu    relu                 bn        8×8×16
            dw      conv2d               relu      8×8×16         160          9,216
            sum     add                  dw, relu  8×8×16
            gap     global_average_pool  sum       16
            logits  dense                gap       10             170            160
            total                                                 794         37,024
            """, residual().summary());
    }

    @Test
    void fromBranchesOff() {
        NetworkBuilder builder = pictures().relu("a").from("input");
        assertEquals("input", builder.last());
        builder.silu("b");
        assertEquals("b", builder.last());
        assertEquals(Shape.of(8, 8, 3), builder.shape());
        assertEquals(List.of("input"), builder.build().node("b").inputs());
    }

    @Test
    void buildersGoOnWithoutChangingWhatTheyBuilt() {
        NetworkBuilder builder = pictures().relu("a");
        Network first = builder.build();
        builder.flatten("b");
        assertEquals(2, first.nodes().size());
        assertEquals(3, builder.build().nodes().size());
    }

    private static void refused(String message, Consumer<NetworkBuilder> wrong) {
        NetworkBuilder builder = pictures().conv2d("conv1", 6, Geometry.of(3)).globalAveragePool("gap");
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> wrong.accept(builder), message);
        assertEquals(message, refused.getMessage());
        assertEquals(
                List.of("input", "conv1", "gap"),
                builder.build().nodes().stream().map(Node::name).toList());
    }

    @Test
    void shapesThatDoNotFitAreRefusedByName() {
        refused(
                "conv2 (reads conv1): expects 8 input channels, but the input has 6 (6×6×6)",
                b -> b.add("conv2", new Conv2d(8, 4, Geometry.of(3)), "conv1"));
        refused(
                "conv2 (reads conv1): a kernel spanning 7×7 does not fit into the padded input of 6×6",
                b -> b.from("conv1").conv2d("conv2", 4, Geometry.of(7)));
        refused(
                "conv2 (reads conv1): a kernel spanning 9×9 does not fit into the padded input of 8×8",
                b -> b.from("conv1")
                        .conv2d("conv2", 4, Geometry.of(3).dilation(4).padding(1)));
        refused("conv2 (reads gap): expects a picture (H×W×C), found 6", b -> b.conv2d("conv2", 4, Geometry.of(1)));
        refused(
                "fc (reads conv1): expects a vector, found 6×6×6 (flatten it first)",
                b -> b.from("conv1").dense("fc", 4));
        refused("fc (reads gap): expects 5 inputs, found 6", b -> b.add("fc", new Dense(5, 2, true)));
        refused("bn (reads gap): expects 7 channels, found 6", b -> b.add("bn", new BatchNorm(7)));
        refused(
                "sum (reads conv1, input): expects inputs of one shape, found [6×6×6, 8×8×3]",
                b -> b.sum("sum", "conv1", "input"));
        refused("sum (reads gap): expects two inputs or more, found 1", b -> b.sum("sum", "gap"));
        refused(
                "product (reads conv1, input): expects inputs of one shape, found [6×6×6, 8×8×3]",
                b -> b.product("product", "conv1", "input"));
        refused(
                "both (reads conv1, input): expects inputs that differ in channels alone, found [6×6×6, 8×8×3]",
                b -> b.concatenate("both", "conv1", "input"));
        refused(
                "pool (reads conv1): a window of 7×7 does not fit into the padded input of 6×6",
                b -> b.from("conv1").maxPool("pool", 7));
        refused("pool (reads gap): expects a picture (H×W×C), found 6", b -> b.globalAveragePool("pool"));
        refused(
                "unit (reads conv1): expects a vector, found 6×6×6",
                b -> b.from("conv1").l2Normalize("unit"));
        refused("r (reads gap): 6 has 6 values, 2×2 has 4", b -> b.add("r", new Reshape(Shape.of(2, 2))));
        refused(
                "relu (reads gap, gap): expects one input, found 2",
                b -> b.add("relu", org.fovea.engine.layer.ActivationLayer.relu(), "gap", "gap"));
        refused("in (reads gap): an input reads no other node, found 1", b -> b.add("in", new Input(Shape.of(6))));
    }

    @Test
    void settingsThatCannotBeAreRefusedByName() {
        refused(
                "conv2 (reads conv1): 6 input and 5 output channels do not divide into 2 groups",
                b -> b.from("conv1").conv2d("conv2", 5, Geometry.of(3).groups(2)));
        refused("drop (reads gap): a dropout probability is in [0, 1), found 1.0", b -> b.dropout("drop", 1));
        refused("fc (reads gap): extent 1 of 6×0 must be at least 1", b -> b.dense("fc", 0));
        refused(
                "pool (reads gap): kernel and stride must be at least 1 and padding at least 0",
                b -> b.maxPool("pool", 0));
        assertThrows(IllegalArgumentException.class, () -> new Dropout(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new MaxPool(3, 3, 1, 2, false));
        assertThrows(IllegalArgumentException.class, () -> Geometry.of(3).stride(0));
        assertThrows(IllegalArgumentException.class, () -> Geometry.of(3).padding(-1));
    }

    @Test
    void namesAreUniqueAndKnown() {
        refused("a node needs a name of its own, found \"conv1\"", b -> b.relu("conv1"));
        refused("a node needs a name of its own, found \"input\"", b -> b.relu("input"));
        refused("a node needs a name of its own, found \" \"", b -> b.relu(" "));
        refused(
                "sum: reads \"conv9\", which is not among the nodes before it: input, conv1, gap",
                b -> b.add("sum", new Add(), "gap", "conv9"));
        refused("no node \"conv9\" yet; there are input, conv1, gap", b -> b.from("conv9"));
        assertEquals(
                "no node \"conv9\" in small; it has input, conv, bn, relu, dw, sum, gap, logits",
                assertThrows(IllegalArgumentException.class, () -> residual().node("conv9"))
                        .getMessage());
    }

    @Test
    void theSameSeedDrawsTheSameParameters() {
        Network first = residual().initialize(new Xoshiro256(3));
        Network same = residual().initialize(new Xoshiro256(3));
        Network other = residual().initialize(new Xoshiro256(4));
        first.parameters()
                .forEach((name, p) -> assertArrayEquals(
                        p.value().data(), same.parameters().get(name).value().data(), name));
        assertFalse(Arrays.equals(
                first.parameters().get("conv.weight").value().data(),
                other.parameters().get("conv.weight").value().data()));
        first.parameters().get("bn.running_mean").value().data()[0] = 5;
        first.initialize(new Xoshiro256(3));
        assertEquals(0, first.parameters().get("bn.running_mean").value().data()[0], "all of it begins anew");
    }

    @Test
    void initialWeightsHaveTheSpreadOfTheirLayer() {
        Network network = Network.builder("wide", Shape.of(4, 4, 32))
                .conv2d("conv", 64, Geometry.of(3))
                .flatten("flat")
                .dense("dense", 300)
                .build(new Xoshiro256(1));
        float[] conv = network.parameters().get("conv.weight").value().data();
        double squares = 0;
        for (float w : conv) {
            squares += (double) w * w;
        }
        assertEquals(2.0 / (9 * 32), squares / conv.length, 0.1 * 2 / (9 * 32), "variance 2 / inputs");
        float[] dense = network.parameters().get("dense.weight").value().data();
        double bound = Math.sqrt(6.0 / (256 + 300));
        float largest = 0;
        for (float w : dense) {
            largest = Math.max(largest, Math.abs(w));
        }
        assertTrue(largest <= bound && largest > 0.99 * bound, largest + " within " + bound);
    }

    @Test
    void aCopySharesNothing() {
        Network network = residual().initialize(new Xoshiro256(3));
        Network copy = network.copy();
        assertEquals(network.summary(), copy.summary());
        network.parameters().forEach((name, p) -> {
            Tensor theirs = copy.parameters().get(name).value();
            assertArrayEquals(p.value().data(), theirs.data(), name);
            assertNotSame(p.value().data(), theirs.data());
        });
        Network renamed =
                Network.builder("n", Shape.of(2), "face").dense("fc", 1).build().copy();
        assertEquals("face", renamed.input().name());
    }

    @Test
    void parametersAreCopiedBetweenNetworksOfTheSameShapesOnly() {
        Network from = residual().initialize(new Xoshiro256(3));
        Network into = residual();
        into.copyParametersFrom(from);
        assertArrayEquals(
                from.parameters().get("dw.weight").value().data(),
                into.parameters().get("dw.weight").value().data());

        Network wide = Network.builder("wide", Shape.of(6)).dense("fc", 4).build(new Xoshiro256(1));
        Network tall = Network.builder("tall", Shape.of(4)).dense("fc", 6).build(new Xoshiro256(2));
        float[] before = tall.parameters().get("fc.weight").value().data().clone();
        assertEquals(
                "fc.weight has shape 4×6 here and 6×4 there",
                assertThrows(IllegalArgumentException.class, () -> tall.copyParametersFrom(wide))
                        .getMessage());
        assertArrayEquals(before, tall.parameters().get("fc.weight").value().data());
        IllegalArgumentException names =
                assertThrows(IllegalArgumentException.class, () -> tall.copyParametersFrom(from));
        assertTrue(names.getMessage().startsWith("tall has parameters [fc.weight, fc.bias], small has"));
    }

    @Test
    void everyLayerCanBeAddedByAMethodOfItsOwn() {
        Network network = pictures()
                .conv2d("conv", 4, Geometry.of(3))
                .batchNorm("bn", 1e-3, 0.2)
                .relu("relu")
                .leakyRelu("leaky", 0.1)
                .clip("clip", -1, 1)
                .sigmoid("sigmoid")
                .tanh("tanh")
                .silu("silu")
                .prelu("prelu")
                .maxPool("max", 3, 2, 1)
                .averagePool("average", 2, 1, 1, false)
                .sum("sum", "average", "average")
                .product("product", "sum", "sum")
                .concatenate("both", "sum", "product")
                .reshape("reshape", Shape.of(2, 8, 8))
                .from("both")
                .globalAveragePool("gap")
                .dropout("drop", 0.5)
                .dense("dense", 6, false)
                .flatten("flat")
                .l2Normalize("unit")
                .cosine("cosine", 5)
                .softmax("softmax")
                .build();
        Set<String> types = new TreeSet<>();
        network.nodes().forEach(node -> types.add(node.layer().type()));
        assertEquals(
                "[add, average_pool, batch_norm, clip, concatenate, conv2d, cosine, dense, dropout, flatten, "
                        + "global_average_pool, input, l2_normalize, leaky_relu, max_pool, multiply, prelu, relu, "
                        + "reshape, sigmoid, silu, softmax, tanh]",
                types.toString());
        assertEquals(Shape.of(3, 3, 4), network.node("max").shape());
        assertEquals(1e-3, ((BatchNorm) network.node("bn").layer()).epsilon());
    }
}
