package org.fovea.tests.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of safetensors' reference implementation, read whole: what they say of themselves holds.
class GoldenFilesTest {
    private static final int CLASSES = 10;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "residual", "mobile"})
    void filesOfTheReferenceImplementationAreRead(String name) throws IOException {
        SafeTensors file = GoldenCase.read(name).file();
        assertEquals(name, file.metadata().get("case"));
        Tensor logits = file.tensor("logits");
        assertEquals(Shape.of(4, CLASSES), logits.shape());
        long[] target = file.longs("target");
        long[] other = file.longs("other_target");
        for (int n = 0; n < 4; n++) {
            // target is the largest logit, other_target the second.
            for (int k = 0; k < CLASSES; k++) {
                assertTrue(logits.get(n, k) <= logits.get(n, (int) target[n]));
                assertTrue(k == target[n] || logits.get(n, k) <= logits.get(n, (int) other[n]));
            }
        }
        long bytes = 0;
        for (String array : file.names()) {
            bytes += (long) file.dtype(array).bytes()
                    * Arrays.stream(file.extents(array)).reduce(1, (a, b) -> a * b);
            if (file.dtype(array).floating()) {
                assertEquals(file.shape(array).size(), file.doubles(array).length);
            }
        }
        assertTrue(bytes > 0.9 * Files.size(file.path()) && bytes < Files.size(file.path()));
    }
}
