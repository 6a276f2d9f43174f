package org.fovea.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

class ReferenceNetworkTest {
    /// Counted from the definition: filters and biases, batch norm's gamma and beta, the dense layer.
    @Test
    void cnn64HasThePyTorchModulesParameters() {
        int filters = 9 * (1 * 32 + 32 * 64 + 64 * 128 + 128 * 128);
        int channels = 32 + 64 + 128 + 128;
        Network network = ReferenceNetwork.of("cnn64").build();
        assertEquals(filters + 3 * channels + 128 * 40 + 40, network.trainedParameters());
        assertEquals(Shape.of(8, 8, 128), network.node("relu4").shape());
    }

    @Test
    void resnet112HasThePyTorchModulesParameters() {
        int w = 32;
        long expected = 9 * w + 2 * w; // the stem
        int[][] stages = {{w, w, 2}, {w, 2 * w, 2}, {2 * w, 4 * w, 2}, {4 * w, 8 * w, 2}};
        for (int[] stage : stages) {
            int in = stage[0];
            int out = stage[1];
            expected += 9L * in * out + in * out + 3 * 9L * out * out + 5 * 2 * out;
        }
        expected += 8 * w * 40 + 40;
        Network network = ReferenceNetwork.of("resnet112").build();
        assertEquals(expected, network.trainedParameters());
        assertEquals(Shape.of(7, 7, 256), network.node("block8.relu2").shape());
    }

    @Test
    void everyBuildIsTheSame() {
        ReferenceNetwork reference = ReferenceNetwork.of("cnn64");
        float[] first = reference.build().forward(reference.inputs(2)).output().data();
        float[] second = reference.build().forward(reference.inputs(2)).output().data();
        assertArrayEquals(first, second);
    }

    @Test
    void refusesANetworkThatThereIsNot() {
        assertThrows(IllegalArgumentException.class, () -> ReferenceNetwork.of("vgg"));
    }
}
