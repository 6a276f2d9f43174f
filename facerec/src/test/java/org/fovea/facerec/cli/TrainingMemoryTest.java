package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.network.FaceNetworks;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {
    private final TrainingSettings settings = TrainingSettings.standard().withFilters(4);

    @Test
    void countsTheArraysThatASweepAllocates() {
        Shape input = Shape.of(24, 32, 1);
        Network network = FaceNetworks.small(input, 5, 4);
        int examples = TrainingMemory.SWEEP;
        Trace trace = network.trace(examples).forward(Tensor.zeros(input.batch(examples)));
        long values = 0;
        for (Node node : network.nodes()) {
            values += trace.activation(node.name()).size();
        }
        long expected = 4 * (2 * values + 4 * network.trainedParameters());
        assertEquals(expected, TrainingMemory.pass(input, 5, settings, 1_000));
    }

    @Test
    void fewPicturesNeedLess() {
        Shape input = Shape.of(32, 32, 1);
        long few = TrainingMemory.pass(input, 5, settings, 8);
        assertTrue(few < TrainingMemory.pass(input, 5, settings, 32) / 3);
    }

    @Test
    void theLargestSizeNeedsMoreThanAnArrayCanCount() {
        long most = TrainingMemory.pass(Shape.of(512, 512, 3), 40, TrainingSettings.standard(), 200);
        assertTrue(most > 10L << 30 && most < 20L << 30, most + " bytes");
    }
}
