package org.fovea.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fovea.facerec.cli.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// An experiment of 24 networks on a cluster of two workers, of which one or the driver comes to grief: its tables are
/// those of one machine, byte for byte. Of some networks the trainings read what others have become.
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "limits are set by a POSIX shell")
class SparkExperimentTest {
    private static final int TASKS = 24;

    @TempDir
    private static Path alone;

    @TempDir
    private Path folder;

    private LoopbackCluster cluster;

    @BeforeAll
    static void runOnOneMachine() {
        assertEquals(0, Main.execute("faces", "--people", "4", "--pictures", "5", "--size", "32", "-o", faces()));
        assertEquals(0, Main.execute(experiment(alone.resolve("one"))));
    }

    private static String faces() {
        return alone.resolve("faces").toString();
    }

    private static String[] experiment(Path output, String... further) {
        String[] command = {
            "experiment",
            faces(),
            "--size=32x32",
            "--splits=4",
            "--members=3",
            "--epochs=8",
            "--train-per-person=3",
            "--strategies=gaze-discs,plain,noise-covers",
            "--fusions=bounded-cosine",
            "--conditions=clean,scarf",
            "--output=" + output
        };
        return Stream.concat(Stream.of(command), Stream.of(further)).toArray(String[]::new);
    }

    @BeforeEach
    void startMaster() throws IOException {
        cluster = new LoopbackCluster(folder.resolve("cluster"));
    }

    @AfterEach
    void stopAll() {
        cluster.close();
    }

    @Test
    void aWorkerKilledMidwayLosesNothing() throws Exception {
        Process first = cluster.worker("first", "");
        cluster.worker("second", "");
        Path output = folder.resolve("out");
        Process driver = cluster.fovea("driver", experiment(output, "--spark", cluster.master()));
        await(driver, output.resolve("tasks"), TASKS / 4);
        assertTrue(cluster.executors("first").contains("Running task"), "the first worker has worked");
        assertUiNamesTasks();
        LoopbackCluster.kill(first);
        assertTrue(times(output.resolve("tasks")).size() < TASKS, "killed midway");
        end(driver, "driver");
        assertSameTables(output);
        assertEquals(TASKS, times(output.resolve("tasks")).size());
    }

    /// Results on a URL, which Hadoop's file systems reach.
    @Test
    void aDriverKilledAndStartedAgainLosesNothing() throws Exception {
        cluster.worker("first", "");
        cluster.worker("second", "");
        Path output = folder.resolve("out");
        Path shared = folder.resolve("shared");
        String[] command = experiment(
                output, "--spark", cluster.master(), "--shared", shared.toUri().toString());
        Process killed = cluster.fovea("killed", command);
        await(killed, shared, TASKS / 3);
        LoopbackCluster.kill(killed);
        killed.waitFor();
        Map<String, FileTime> before = times(shared);
        assertTrue(before.size() < TASKS, "killed midway");
        end(cluster.fovea("again", command), "again");
        assertSameTables(output);
        Map<String, FileTime> after = times(shared);
        assertEquals(TASKS, after.size());
        before.forEach((name, time) -> assertEquals(time, after.get(name), name + " was computed again"));
    }

    /// No file of more than a few pages can be written by one of the workers and its executors.
    @Test
    void aFullDiskOnOneWorkerLosesNothing() throws Exception {
        cluster.worker("full", "ulimit -f 100");
        cluster.worker("sound", "");
        Path output = folder.resolve("out");
        end(cluster.fovea("driver", experiment(output, "--spark", cluster.master())), "driver");
        assertTrue(cluster.executors("full").contains("File too large"), "the full disk was met");
        assertSameTables(output);
    }

    private static void assertSameTables(Path output) throws IOException {
        for (String table : new String[] {"results.csv", "summary.csv"}) {
            assertEquals(-1, Files.mismatch(alone.resolve("one").resolve(table), output.resolve(table)), table);
        }
    }

    /// Spark's own page shows the title of each task.
    private void assertUiNamesTasks() throws Exception {
        Matcher url = Pattern.compile("http://\\S+").matcher(Files.readString(cluster.log("driver")));
        assertTrue(url.find(), "the driver tells where Spark's page is");
        String applications = read(url.group() + "/api/v1/applications");
        Matcher id = Pattern.compile("\"id\" : \"([^\"]+)\"").matcher(applications);
        assertTrue(id.find(), applications);
        String stages = read(url.group() + "/api/v1/applications/" + id.group(1) + "/stages");
        assertTrue(stages.contains("\"name\" : \"split 1, whole face\""), stages);
    }

    private static String read(String url) throws IOException {
        try (var in = URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Waits until so many results are there.
    private void await(Process driver, Path tasks, int count) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(15);
        while (times(tasks).size() < count) {
            if (!driver.isAlive() || System.nanoTime() > deadline) {
                fail(times(tasks).size() + " of " + count + " results; driver alive: " + driver.isAlive());
            }
            Thread.sleep(50);
        }
    }

    private void end(Process driver, String name) throws IOException, InterruptedException {
        boolean ended = driver.waitFor(20, TimeUnit.MINUTES);
        assertTrue(ended && driver.exitValue() == 0, () -> {
            try {
                return Files.readString(cluster.log(name));
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    /// The results of tasks, by name, and when each was written.
    private static Map<String, FileTime> times(Path folder) throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if (name.matches("[0-9a-f]{32}\\.safetensors")) {
                        times.put(name, Files.getLastModifiedTime(file));
                    }
                }
            }
        }
        return times;
    }
}
