package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldTest {
    private static Network network() {
        return Network.builder("held", Shape.of(2))
                .add("seven", new Held(Tensor.of(Shape.of(1, 2), 7, 8)))
                .product("y", "seven", "input")
                .build();
    }

    private static Trace pass(Network network) {
        return network.forward(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
    }

    @Test
    void itIsTheSameForEveryExampleAndLetsNothingBack() {
        Trace trace = pass(network());
        assertArrayEquals(new float[] {7, 16, 21, 32}, trace.output().data());
        trace.backward(Target.logit(0, 1));
        assertArrayEquals(new float[] {7, 0, 0, 8}, trace.gradient("input").data());
    }

    @Test
    void aModelFileGivesItBack(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("held.safetensors");
        ModelFile.write(file, network());
        Network read = ModelFile.read(file);
        assertEquals(Held.class, read.node("seven").layer().getClass());
        assertArrayEquals(new float[] {7, 16, 21, 32}, pass(read).output().data());
    }
}
