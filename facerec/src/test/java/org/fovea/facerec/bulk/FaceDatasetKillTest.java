package org.fovea.facerec.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A run that is killed (`kill -9`), or whose disk is full, loses no part that was done, and what comes of it in the
/// end is what a run that nobody disturbed makes.
@EnabledOnOs({OS.LINUX, OS.MAC})
class FaceDatasetKillTest {
    private static final int SIZE = 4;

    @TempDir
    private Path folder;

    private Path photographs;
    private Path out;
    private Map<String, String> undisturbed;

    @BeforeEach
    void paint() throws IOException {
        photographs = Painted.folder(folder.resolve("photographs"));
        out = folder.resolve("out");
        Painted.embed(photographs, folder.resolve("undisturbed"), SIZE, 2);
        undisturbed = FaceDatasetTest.bytes(folder.resolve("undisturbed"));
    }

    @Test
    void killsLoseNothing() throws Exception {
        var random = new Xoshiro256(1);
        int least = 0;
        int kills = 0;
        while (kills < 3 && least < 9) {
            Process process = EmbedProbe.start("", photographs, out, SIZE);
            while (process.isAlive() && parts().size() < least + 1 + random.nextInt(2)) {
                Thread.sleep(1);
            }
            Thread.sleep(random.nextInt(20)); // at any moment
            process.toHandle().destroyForcibly();
            process.waitFor();
            List<Path> parts = parts();
            for (Path part : parts) {
                PartFile.read(part); // whole
            }
            kills++;
            assertTrue(parts.size() > least, parts.size() + " parts after kill " + kills + ", " + least + " before");
            least = parts.size();
        }
        assertTrue(kills > 1, "done before it was killed twice");
        assertEquals(11 - least, Painted.embed(photographs, out, SIZE, 2));
        assertEquals(undisturbed, FaceDatasetTest.bytes(out));
    }

    /// The results, each in one place or the other.
    private List<Path> parts() throws IOException {
        List<Path> parts = new ArrayList<>();
        for (String place : List.of("tasks", "faces")) {
            if (Files.exists(out.resolve(place))) {
                try (Stream<Path> files = Files.list(out.resolve(place))) {
                    files.filter(file -> file.toString().endsWith(".parquet")).forEach(parts::add);
                }
            }
        }
        return parts;
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        // No file may be larger than so many blocks of 512 bytes (of 1,024 in some shells): the array of all fails.
        Process process = EmbedProbe.start("ulimit -f 14", photographs, out, SIZE);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertTrue(said.contains("failed ") && said.contains("File too large"), said);
        assertFalse(Files.exists(out.resolve("faces/_SUCCESS")));
        assertEquals(11, parts().size());
        Painted.embed(photographs, out, SIZE, 1);
        assertEquals(undisturbed, FaceDatasetTest.bytes(out));
    }
}
