package org.fovea.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same seed gives the same bits: in one virtual machine and the next, interpreted and compiled, on one thread and
/// two, in one go and resumed.
class SameBitsTest {
    /// Batches up to 4 rows and above go through different products, and an epoch ends with a rest.
    private static final List<String> TRAININGS = List.of("18/1", "18/4", "18/5");
    /// From 3 on an epoch ends with a rest.
    private static final List<String> MORE = List.of("18/1", "18/2", "18/3", "18/4", "18/5", "18/16");
    /// What the interpreter, some hundred times as slow, gets done in seconds.
    private static final List<String> SHORT = List.of("4/1", "5/3");

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    private Process train(int times, List<String> trainings, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-modules=jdk.incubator.vector");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BitsProbe.class.getName()));
        command.add(
                Files.createDirectory(folder.resolve("run" + processes.size())).toString());
        command.add(Integer.toString(times));
        command.addAll(trainings);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return process;
    }

    /// The hashes by training.
    private static Map<String, String> bits(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        Map<String, String> bits = new TreeMap<>();
        for (String line : said.lines().toList()) {
            String[] words = line.split(" ", 2);
            bits.put(words[0], words[1]);
        }
        return bits;
    }

    private static void assertOneEach(Map<String, String> bits) {
        bits.forEach((training, hashes) -> assertEquals(
                16, hashes.length(), training + " gave other bits in the same virtual machine: " + hashes));
    }

    @Test
    void trainingsGiveTheSameBits() throws IOException, InterruptedException {
        assertSameBits(TRAININGS);
    }

    @Tag("slow")
    @Test
    void trainingsOfMoreSizesDo() throws IOException, InterruptedException {
        assertSameBits(MORE);
    }

    private void assertSameBits(List<String> trainings) throws IOException, InterruptedException {
        List<String> all = Stream.concat(trainings.stream(), SHORT.stream()).toList();
        // Two at a time: the machines that this runs on have two cores.
        Process interpreted = train(1, SHORT, "-Xint");
        Map<String, String> expected = bits(train(12, all));
        assertEquals(all.size(), expected.size());
        assertOneEach(expected);
        Process single = train(6, all, "-Dfovea.threads=1");
        Map<String, String> few = bits(interpreted);
        assertEquals(SHORT.size(), few.size());
        few.forEach((training, hash) -> assertEquals(expected.get(training), hash, training + " interpreted"));
        Process waiting = train(1, all, "-Xbatch");
        assertEquals(expected, bits(single), "on one thread");
        assertEquals(expected, bits(waiting), "where the program waits for the compiler");
    }

    @Test
    void scalarKernelsGiveTheSameBits() throws IOException, InterruptedException {
        assertSameScalarBits(TRAININGS);
    }

    @Tag("slow")
    @Test
    void scalarKernelsDoInMoreSizes() throws IOException, InterruptedException {
        assertSameScalarBits(MORE);
    }

    private void assertSameScalarBits(List<String> trainings) throws IOException, InterruptedException {
        Process interpreted = train(1, trainings, "-Dfovea.kernels=scalar", "-Xint");
        Map<String, String> expected = bits(train(12, trainings, "-Dfovea.kernels=scalar"));
        assertOneEach(expected);
        assertEquals(expected, bits(interpreted), "interpreted");
    }

    /// The Vector API leaves the order of such a sum open, and it changes when C2 compiles the method.
    @Test
    void noSumIsLeftToTheVectorApi() throws IOException {
        int files = 0;
        try (Stream<Path> sources = Files.walk(Repository.root().resolve("engine/src/main/java"))) {
            for (Path file :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                files++;
                assertTrue(!Files.readString(file).contains(".reduceLanes("), file + " calls reduceLanes");
            }
        }
        assertTrue(files > 50, "sources read: " + files);
    }
}
