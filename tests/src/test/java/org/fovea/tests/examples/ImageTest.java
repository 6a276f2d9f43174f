package org.fovea.tests.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What `fovea image` makes, run where no program is on the path.
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script is run")
class ImageTest {
    private static final long MOST_BYTES = 90_000_000;

    @TempDir
    private Path folder;

    @Test
    void runsWithoutAJdk() throws Exception {
        Path image = folder.resolve("an image");
        Program made = fovea("image", image.toString());
        assertEquals(0, made.exit(), made.out());
        assertTrue(size(image) < MOST_BYTES, "bytes: " + size(image));
        Path moved = Files.move(image, folder.resolve("moved"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path docs = Repository.root().resolve("docs/how-grad-cam-works");
        Map<String, String> bare = Map.of("PATH", empty.toString(), "HOME", folder.toString());
        String program = Files.createSymbolicLink(folder.resolve("link"), moved.resolve("fovea"))
                .toString();
        Program info =
                Program.run(folder, bare, true, List.of(moved.resolve("fovea").toString(), "info"));
        assertEquals(0, info.exit(), info.out());
        assertTrue(info.out().contains("kernels    vector"), info.out());
        Program explained = Program.run(
                folder,
                bare,
                true,
                List.of(
                        moved.resolve("fovea").toString(),
                        "explain",
                        docs.resolve("model.safetensors").toString(),
                        docs.resolve("face.png").toString(),
                        "-o",
                        "out é"));
        assertEquals(0, explained.exit(), explained.out());
        assertTrue(explained.out().contains("sees person-3"), explained.out());
        assertTrue(Files.size(folder.resolve("out é/explain.html")) > 100_000);
        Program linked = Program.run(folder, Map.of(), false, List.of(program, "--version"));
        assertTrue(linked.out().contains("fovea 0.1.0"), linked.out());
        Program again = fovea("image", moved.toString());
        assertEquals(1, again.exit());
        assertTrue(again.out().contains("is not empty"), again.out());
    }

    private Program fovea(String... arguments) throws IOException, InterruptedException {
        List<String> start =
                List.of(Program.java(), "-p", Jars.modulePath(), "-m", "org.fovea.facerec/org.fovea.facerec.cli.Main");
        return Program.run(
                folder,
                Map.of(),
                false,
                Stream.concat(start.stream(), Stream.of(arguments)).toList());
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
