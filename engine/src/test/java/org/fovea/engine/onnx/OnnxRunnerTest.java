package org.fovea.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;

/// Runs one after the other: outputs where the caller has them, pictures where they lie.
class OnnxRunnerTest {
    private static final Workers ALONE = new Workers(1);

    private static OnnxTensor values(long seed, int... extents) {
        float[] values = new float[OnnxTensor.count(extents)];
        Xoshiro256 random = new Xoshiro256(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return OnnxTensor.of(values, extents);
    }

    /// From the network, from a layer behind it that turns the axes back, and what is computed node by node.
    private static OnnxModel several() throws Exception {
        return WrittenGraph.of(
                "Conv x [5,3,3,3] c; Relu c y; ReduceMean c axes=2,3 m; ArgMax m axis=1 i", OnnxType.FLOAT, "m", "i");
    }

    private static float[] floats(Map<String, OnnxTensor> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name)).floats();
    }

    @Test
    void pinnedOutputsHoldWhatACallWithoutThemGives() throws Exception {
        OnnxRunner runner = several().runner(ALONE);
        OnnxRunner other = several().runner(ALONE);
        Map<String, OnnxTensor> first = runner.run(Map.of("x", values(1, 1, 3, 6, 7)));
        for (long seed = 2; seed < 4; seed++) {
            Map<String, OnnxTensor> inputs = Map.of("x", values(seed, 1, 3, 6, 7));
            Map<String, OnnxTensor> pinned = runner.run(inputs, first);
            Map<String, OnnxTensor> expected = other.run(inputs);
            assertEquals(List.copyOf(expected.keySet()), List.copyOf(pinned.keySet()));
            for (String name : expected.keySet()) {
                assertSame(first.get(name), pinned.get(name), name);
                assertNotSame(expected.get(name), pinned.get(name), name);
            }
            assertArrayEquals(floats(expected, "y"), floats(pinned, "y"));
            assertArrayEquals(floats(expected, "m"), floats(pinned, "m"));
            assertArrayEquals(
                    Objects.requireNonNull(expected.get("i")).longs(),
                    Objects.requireNonNull(pinned.get("i")).longs());
        }
    }

    @Test
    void someOutputsMayBePinned() throws Exception {
        float[] mine = new float[5];
        OnnxTensor mean = OnnxTensor.of(mine, 1, 5, 1, 1);
        Map<String, OnnxTensor> inputs = Map.of("x", values(1, 1, 3, 6, 7));
        Map<String, OnnxTensor> outputs = several().runner(ALONE).run(inputs, Map.of("m", mean));
        assertSame(mean, outputs.get("m"));
        assertArrayEquals(floats(several().run(inputs), "m"), mine, 1e-6f);
    }

    @Test
    void whatDoesNotFitIsRefused() throws Exception {
        OnnxRunner runner = several().runner(ALONE);
        Map<String, OnnxTensor> inputs = Map.of("x", values(1, 1, 3, 6, 7));
        Map<String, OnnxTensor> unknown = Map.of("z", values(1, 1));
        String message = assertThrows(IllegalArgumentException.class, () -> runner.run(inputs, unknown))
                .getMessage();
        assertTrue(message.startsWith("no output is called \"z\": they are "), message);
        Map<String, OnnxTensor> small = Map.of("y", values(1, 1, 5, 4, 4));
        message = assertThrows(IllegalArgumentException.class, () -> runner.run(inputs, small))
                .getMessage();
        assertEquals("FLOAT 1×5×4×5 cannot be written into FLOAT 1×5×4×4", message);
        Map<String, OnnxTensor> whole = Map.of("y", OnnxTensor.of(new long[100], 1, 5, 4, 5));
        message = assertThrows(IllegalArgumentException.class, () -> runner.run(inputs, whole))
                .getMessage();
        assertEquals("FLOAT 1×5×4×5 cannot be written into INT64 1×5×4×5", message);
    }

    /// A first convolution that the vector kernels let read the planes, with a picture that is another array each
    /// time.
    @Test
    void pictures() throws Exception {
        OnnxModel model = WrittenGraph.of("Conv x [16,3,3,3] strides=2,2 pads=1,1,1,1 c; Relu c y", OnnxType.FLOAT);
        OnnxRunner runner = model.runner(ALONE);
        for (int examples = 1; examples <= 2; examples++) {
            for (long seed = 1; seed < 4; seed++) {
                Map<String, OnnxTensor> inputs = Map.of("x", values(seed, examples, 3, 9, 14));
                assertArrayEquals(floats(model.run(inputs), "y"), floats(runner.run(inputs), "y"), 1e-5f);
            }
        }
    }
}
