package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fovea.facerec.data.FaceOptions;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.synthetic.FacePart;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    @Test
    void peopleWhoDifferInTheMouthAreDrawnSo() throws Exception {
        Path faces = folder.resolve("class");
        int exit = execute("--differ", "Mouth", "-o", faces.toString());
        assertEquals(CommandLine.ExitCode.OK, exit);
        FaceSet read = FaceSet.read(faces, FaceOptions.grey().withSize(32, 32));
        FaceSet drawn =
                SyntheticFaceSet.differingIn(FacePart.MOUTH, 2, 2, 32, 5).faces();
        for (int i = 0; i < drawn.size(); i++) {
            assertArrayEquals(drawn.picture(i).data(), read.picture(i).data(), 1f / 255);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ears", "background", ""})
    void partsThatNobodyDiffersInAreRefusedWithThoseThereAre(String part) {
        StringWriter said = new StringWriter();
        int exit = Main.commandLine()
                .setErr(new PrintWriter(said, true))
                .execute("faces", "--differ", part, "-o", folder.resolve("none").toString());
        assertEquals(CommandLine.ExitCode.USAGE, exit);
        assertTrue(
                said.toString()
                        .contains("--differ: people cannot differ in \"" + part
                                + "\"; the parts of a face are skin, hair, eye, brow, nose, mouth"),
                said.toString());
        assertTrue(Files.notExists(folder.resolve("none")));
    }

    private static int execute(String... options) {
        List<String> words = new ArrayList<>(List.of("faces", "--people", "2", "--pictures", "2", "--size", "32"));
        words.addAll(List.of("--seed", "5"));
        words.addAll(List.of(options));
        return Main.commandLine().execute(words.toArray(String[]::new));
    }
}
