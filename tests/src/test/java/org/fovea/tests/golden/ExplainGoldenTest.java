package org.fovea.tests.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.Npy;
import org.fovea.engine.tensor.Tensor;
import org.fovea.tests.Fovea;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same through the door that others come in by: a network in a file, a batch (N, C, H, W) in an array, and
/// `fovea explain` writing the maps that pytorch-grad-cam made of them.
class ExplainGoldenTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "plain, grad-cam, gradcam",
        "plain, hirescam, hirescam",
        "plain, grad-cam++, gradcam_plusplus",
        "residual, grad-cam, gradcam",
        "residual, xgrad-cam, xgradcam",
        "mobile, grad-cam, gradcam",
        "mobile, layercam, layercam"
    })
    void mapsFromFilesArePytorchGradCams(String name, String method, String key) throws Exception {
        GoldenCase golden = GoldenCase.read(name);
        Path model = folder.resolve("net.safetensors");
        Path input = folder.resolve("x.npy");
        Path map = folder.resolve("map.npy");
        ModelFile.write(model, golden.network());
        Npy.write(input, golden.array("input"));
        Fovea run = Fovea.run(
                "explain",
                model.toString(),
                input.toString(),
                "--layer",
                golden.layer(),
                "--method",
                method,
                "--convention",
                "pytorch-grad-cam",
                "--map",
                map.toString());
        assertEquals(0, run.exit(), run.err());
        Tensor expected = golden.array("cam/" + key);
        Tensor found = Npy.read(map).tensor();
        assertEquals(expected.shape(), found.shape());
        assertArrayEquals(expected.data(), found.data(), 1e-4f);
    }
}
