package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers that a file may hold and no machine can: a network with them runs, or is refused when it is built.
@Tag("kernels")
class HugeNetworkTest {
    private static final Shape PICTURE = Shape.of(6, 5, 2);

    /// A stride beyond the picture leaves one window, whose place it does not change.
    @ParameterizedTest
    @ValueSource(ints = {100, 10_000_000, Integer.MAX_VALUE})
    void aStrideBeyondThePictureLeavesOneWindow(int stride) {
        Tensor picture = Tensor.zeros(PICTURE.batch(1));
        for (int i = 0; i < picture.size(); i++) {
            picture.data()[i] = i % 7 - 3;
        }
        Trace expected = trace(6, picture);
        Trace found = trace(stride, picture);
        for (String node : new String[] {"conv", "same", "input"}) {
            assertArrayEquals(
                    expected.gradient(node).data(), found.gradient(node).data(), node);
        }
        assertArrayEquals(expected.output().data(), found.output().data());
    }

    private static Trace trace(int stride, Tensor picture) {
        Network network = Network.builder("n", PICTURE)
                .conv2d("same", 3, Geometry.of(3).padding(1))
                .conv2d("conv", 4, Geometry.of(3).padding(1).stride(stride))
                .add("max", new MaxPool(1, 1, stride, 0, true))
                .add("mean", new AveragePool(1, 1, stride, 0, true, true))
                .flatten("flat")
                .dense("logits", 2)
                .build(new Xoshiro256(3));
        Trace trace = network.copy().trace(1).forward(picture);
        trace.backward(Target.logit(1));
        return trace;
    }

    private static void assertRefused(NetworkBuilder builder, Consumer<NetworkBuilder> wrong, String... parts) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> wrong.accept(builder));
        for (String part : parts) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    @Test
    void windowsAndPaddingBeyondNumbersAreRefusedByName() {
        NetworkBuilder builder = Network.builder("n", PICTURE);
        int most = Integer.MAX_VALUE;
        IllegalArgumentException window =
                assertThrows(IllegalArgumentException.class, () -> new MaxPool(most, 2, 1, 1, false));
        assertEquals(
                "a window of 2147483647×2 has 4294967294 pixels, at most 2^31 − 1 can be averaged",
                window.getMessage());
        assertRefused(
                builder,
                b -> b.conv2d("c", 1, Geometry.of(3).padding(50_000).stride(50_000)),
                "c (reads input): a padded input of 100006×100005×2 has 20,002,200,060 elements (80.0 GB)",
                "one array holds at most 2,147,483,639");
    }

    @Test
    void whatTheHeapCannotHoldIsRefusedWithWhatItNeeds() {
        long heap = Runtime.getRuntime().maxMemory();
        int side = (int) Math.min(Math.sqrt(heap / 4.0) + 1, 46_000);
        Assumptions.assumeTrue(8.0 * side * side > heap, "skipped: a heap of " + heap + " bytes holds every array");
        assertRefused(
                Network.builder("n", Shape.of(side, side, 1)),
                b -> b.relu("relu"),
                "relu (reads input): one example",
                side + "×" + side + "×1",
                "GB, the heap has",
                "-Xmx");
    }

    @Test
    void aBatchThatCannotBeIsRefusedWithTheNodesName() {
        Network network = Network.builder("n", Shape.of(100, 100, 1))
                .conv2d("conv", 64, Geometry.of(1))
                .build();
        IllegalArgumentException array = assertThrows(IllegalArgumentException.class, () -> network.trace(100_000));
        assertEquals(
                "n, node \"conv\": 100000 of 100×100×64 are more elements than one array holds (2^31 − 9)",
                array.getMessage());
    }
}
