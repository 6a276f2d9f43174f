package org.fovea.facerec.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        while (kills < 6 && !Files.exists(out.resolve("faces/_SUCCESS"))) {
            Process process = EmbedProbe.start("", photographs, out, SIZE);
            process.getInputStream().read(); // it has begun
            Thread.sleep(30 + random.nextInt(120));
            process.toHandle().destroyForcibly();
            process.waitFor();
            kills++;
            int done = results();
            assertTrue(done >= least, done + " parts after kill " + kills + ", " + least + " before");
            least = done;
        }
        assertTrue(kills > 1 && least > 0, kills + " kills left " + least + " parts");
        int missing = Painted.embed(photographs, out, SIZE, 2);
        assertEquals(11 - least, missing);
        assertEquals(undisturbed, FaceDatasetTest.bytes(out));
    }

    /// How many results there are, each in one place.
    private int results() throws IOException {
        int results = 0;
        for (String place : List.of("tasks", "faces")) {
            if (Files.exists(out.resolve(place))) {
                try (Stream<Path> files = Files.list(out.resolve(place))) {
                    List<Path> parts = files.filter(file -> file.toString().endsWith(".parquet"))
                            .toList();
                    for (Path part : parts) {
                        PartFile.read(part); // whole
                        results++;
                    }
                }
            }
        }
        return results;
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        // No file may be larger than so many blocks of 512 bytes (of 1,024 in some shells): the array of all fails.
        Process process = EmbedProbe.start("ulimit -f 14", photographs, out, SIZE);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertTrue(said.contains("failed ") && said.contains("File too large"), said);
        assertFalse(Files.exists(out.resolve("faces/_SUCCESS")));
        assertEquals(11, results());
        Painted.embed(photographs, out, SIZE, 1);
        assertEquals(undisturbed, FaceDatasetTest.bytes(out));
    }
}
