package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.fovea.facerec.data.FaceOptions;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FacesCommandTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAsTheSameFaces() throws Exception {
        Path faces = folder.resolve("faces");
        int exit = Main.commandLine()
                .execute(
                        "faces",
                        "-o",
                        faces.toString(),
                        "--people",
                        "3",
                        "--pictures",
                        "2",
                        "--size",
                        "32",
                        "--seed",
                        "5");
        assertEquals(CommandLine.ExitCode.OK, exit);
        FaceSet read = FaceSet.read(faces, FaceOptions.grey().withSize(32, 32));
        FaceSet drawn = SyntheticFaceSet.of(3, 2, 32, 5);
        assertEquals(List.of("person-1", "person-2", "person-3"), read.names());
        assertArrayEquals(drawn.labels(), read.labels());
        for (int i = 0; i < drawn.size(); i++) { // a PNG holds 256 levels
            assertArrayEquals(drawn.picture(i).data(), read.picture(i).data(), 1f / 255);
        }
    }
}
