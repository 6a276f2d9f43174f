package org.fovea.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.fovea.engine.onnx.OnnxModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "504b0304000008080000000000000000000000000000000000000e00140073746174652f646174612e706b6c"
                        + " | a PyTorch checkpoint; convert it",
                "80028a0a6cfc9c46f9206aa850192e8002 | a PyTorch checkpoint; convert it",
                "504b0304000000000000785f61742e6e7079 | an .npz archive",
                "504b030400000000000000000000 | a zip archive",
                "894844460d0a1a0a0000 | an HDF5 file",
                "934e554d5059010076007b | an .npy array",
                "89504e470d0a1a0a0000 | a picture",
                "080312044369746b | an ONNX file",
                "08083a0000000000 | an ONNX file"
            })
    void aFileOfAnotherFormatIsRefusedByItsName(String hex, String expected) throws IOException {
        Path path = Files.write(folder.resolve("other"), HexFormat.of().parseHex(hex));
        FileFormatException refused = assertThrows(FileFormatException.class, () -> SafeTensors.read(path));
        assertEquals("a safetensors file", refused.expected());
        assertTrue(refused.found().startsWith(expected), refused.found());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "504b0304000008080000000000000000000000000000000000000e00140073746174652f646174612e706b6c"
                        + " | a PyTorch checkpoint",
                "0b000000000000007b2261223a2262227d2020 | a safetensors file",
                "ffd8ffe000104a46 | a picture"
            })
    void aFileGivenForAModelInOnnxIsNamed(String hex, String expected) throws IOException {
        Path path = Files.write(folder.resolve("other.onnx"), HexFormat.of().parseHex(hex));
        FileFormatException refused = assertThrows(FileFormatException.class, () -> OnnxModel.read(path));
        assertEquals(path + ": byte 0: expected an ONNX file, found " + expected, refused.getMessage());
    }

    @Test
    void aModelInOnnxThatIsNotThereIsSaidToBeMissing() {
        Path path = folder.resolve("none.onnx");
        assertEquals(
                path.toString(),
                assertThrows(NoSuchFileException.class, () -> OnnxModel.read(path))
                        .getFile());
    }
}
