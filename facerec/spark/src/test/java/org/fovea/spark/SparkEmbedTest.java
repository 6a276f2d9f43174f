package org.fovea.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Photographs embedded on a cluster of two workers: every file is that of one machine, byte for byte, also where a
/// worker is killed midway and a photograph is broken. `-Dfovea.photographs=N` says how many of LFW's are taken.
@Tag("slow")
class SparkEmbedTest {
    private static final int PHOTOGRAPHS = Integer.getInteger("fovea.photographs", 120);
    private static final int PART = Math.max(20, PHOTOGRAPHS / 40);

    @TempDir
    private Path folder;

    @Test
    void photographsAreEmbeddedAsOnOneMachine() throws Exception {
        Path photographs = photographs(PHOTOGRAPHS);
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        try (LoopbackCluster cluster = new LoopbackCluster(folder.resolve("cluster"))) {
            end(cluster, "alone", embed(photographs, one, "--threads=2"));
            Process first = cluster.worker("first", "");
            cluster.worker("second", "");
            Process driver = cluster.fovea("driver", embed(photographs, two, "--spark", cluster.master()));
            awaitPart(driver, two.resolve("tasks"));
            LoopbackCluster.kill(first);
            end(cluster, "driver", driver);
            System.err.println("alone: " + told(cluster, "alone") + "; two workers, of which one was killed: "
                    + told(cluster, "driver"));
        }
        List<String> files = files(one);
        assertTrue(files.contains("faces/part-00001.parquet") && files.contains("embeddings.npy"), files.toString());
        assertEquals(files, files(two));
        for (String file : files) {
            assertEquals(-1, Files.mismatch(one.resolve(file), two.resolve(file)), file);
        }
        String bad = Files.readString(two.resolve("bad.csv"));
        assertTrue(bad.contains("broken.jpg") && bad.contains("unreadable"), bad);
    }

    private static String[] embed(Path photographs, Path output, String... further) {
        String[] command = {
            "embed",
            "--list=" + photographs,
            "--part-size=" + PART,
            "--detector=" + shared("models/yunet_n_dynamic.onnx"),
            "--model=" + shared("models/mobilefacenet_foamliu.onnx"),
            "--output=" + output
        };
        return Stream.concat(Arrays.stream(command), Arrays.stream(further)).toArray(String[]::new);
    }

    /// A list of the first photographs of LFW, and of one whose file is cut short.
    private Path photographs(int count) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(shared("lfw"))) {
            files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .limit(count)
                    .forEach(all::add);
        }
        all.add(Files.write(folder.resolve("broken.jpg"), Arrays.copyOf(Files.readAllBytes(all.getFirst()), 2000)));
        return Files.write(
                folder.resolve("list"), all.stream().map(Path::toString).toList());
    }

    /// As the tests of the module `tests` find it.
    private static Path shared(String path) {
        String said = System.getProperty("fovea.shared", System.getenv("FOVEA_SHARED"));
        Path root = said != null && !said.isBlank()
                ? Path.of(said)
                : Path.of("").toAbsolutePath().resolve("../../../shared").normalize();
        Path file = root.resolve("data").resolve(path);
        Assumptions.assumeTrue(
                Files.exists(file), "skipped: no " + file + " (set FOVEA_SHARED to where the shared data is)");
        return file;
    }

    private static void awaitPart(Process driver, Path tasks) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(15);
        while (driver.isAlive() && System.nanoTime() < deadline) {
            if (Files.isDirectory(tasks)
                    && files(tasks).stream().anyMatch(name -> name.matches("[0-9a-f]{32}\\.parquet"))) {
                return;
            }
            Thread.sleep(50);
        }
    }

    private static void end(LoopbackCluster cluster, String name, String... arguments) throws Exception {
        end(cluster, name, cluster.fovea(name, arguments));
    }

    private static void end(LoopbackCluster cluster, String name, Process process) throws Exception {
        boolean ended = process.waitFor(30, TimeUnit.MINUTES);
        String log = Files.readString(cluster.log(name));
        assertTrue(ended && process.exitValue() == 0, log);
    }

    private static String told(LoopbackCluster cluster, String name) throws IOException {
        return Files.readAllLines(cluster.log(name)).stream()
                .filter(line -> line.contains(" a second"))
                .reduce("", (before, line) -> line);
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
