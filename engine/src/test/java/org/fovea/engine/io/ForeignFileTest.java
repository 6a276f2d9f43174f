package org.fovea.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
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
                "89504e470d0a1a0a0000 | a picture"
            })
    void aFileOfAnotherFormatIsRefusedByItsName(String hex, String expected) throws IOException {
        Path path = Files.write(folder.resolve("other"), HexFormat.of().parseHex(hex));
        FileFormatException refused = assertThrows(FileFormatException.class, () -> SafeTensors.read(path));
        assertEquals("a safetensors file", refused.expected());
        assertTrue(refused.found().startsWith(expected), refused.found());
    }
}
