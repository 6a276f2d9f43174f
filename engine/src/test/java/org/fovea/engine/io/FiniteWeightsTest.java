package org.fovea.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteWeightsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aWeightThatIsNotFiniteIsRefusedWithItsPlace(float wrong) throws IOException {
        Network network = Network.builder("n", Shape.of(4, 4, 2))
                .conv2d("conv", 3, Geometry.of(3))
                .batchNorm("bn")
                .build(new Xoshiro256(1));
        for (String name : List.of("conv.weight", "bn.running_var")) {
            Network damaged = network.copy();
            Tensor value = damaged.parameters().get(name).value();
            value.data()[value.size() - 1] = wrong;
            Path path = folder.resolve("damaged.safetensors");
            ModelFile.write(path, damaged);
            FileFormatException refused = assertThrows(FileFormatException.class, () -> ModelFile.read(path));
            assertEquals("finite numbers in array \"" + name + "\"", refused.expected());
            String index = name.equals("conv.weight") ? "[2, 2, 1, 2]" : "[2]";
            assertEquals(wrong + " at index " + index, refused.found());
            assertTrue(refused.getMessage().contains("damaged.safetensors"), refused.getMessage());
        }
    }
}
