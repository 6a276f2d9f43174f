package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.fovea.facerec.task.FolderLock;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where commands write: not over pipes, not beside what is stale, and not in silence where a disk is full.
class OutputsTest {
    @TempDir
    private Path folder;

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        try {
            assertEquals(
                    0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        } catch (IOException e) {
            Assumptions.abort("skipped: no mkfifo here");
        }
        return pipe;
    }

    @Test
    @Timeout(60)
    void pipesAreNeitherReadNorReplaced() throws Exception {
        Path pipe = pipe();
        Path model = folder.resolve("model.safetensors");
        SmallModels.of(List.of("a", "b"), SmallModels.whole()).write(model);
        Path picture = folder.resolve("p.png");
        PictureFile.writePng(picture, SyntheticFaceSet.of(2, 1, 32, 1).picture(0));

        refused("a pipe or a device is in its place", "explain", model, picture, "--raw", pipe);
        refused("a pipe or a device is in its place", "train", folder, "-o", pipe);
        refused("found a named pipe", "explain", model, pipe, "--raw", folder.resolve("r.npy"));
        refused("a model file expected, found a pipe or a device", "explain", pipe, picture, "-o", folder);
        refused("a model file expected, found a pipe or a device", "evaluate", pipe, folder);
        assertFalse(Files.isRegularFile(pipe));
    }

    @Test
    void aRunKeepsItsNetworksFromAnother() throws IOException {
        Path faces = folder.resolve("faces");
        assertEquals(
                0,
                Run.of("faces", "-o", faces, "--people", 2, "--pictures", 2, "--size", 16)
                        .exit());
        Path model = folder.resolve("m.safetensors");
        Object[] train = {"train", faces, "-o", model, "--size", "16x16", "--train-per-person", 1, "--epochs", 1};
        Path kept;
        try (FolderLock _ = FolderLock.take(folder.resolve("m.safetensors.parts"))) {
            kept = Files.writeString(folder.resolve("m.safetensors.parts/network"), "of the other run");
            Run second = Run.of(train);
            assertEquals(1, second.exit());
            assertTrue(second.err().endsWith("m.safetensors.parts: another run is writing to it\n"), second.err());
            assertEquals("of the other run", Files.readString(kept));
        }
        assertEquals(0, Run.of(train).exit());
        assertFalse(Files.exists(kept.getParent()), "networks are kept no longer than until they are in a model");
    }

    @Test
    void aHomeThatCannotBeWrittenToIsSaidWithTheWayOut() throws IOException {
        Path file = Files.createFile(folder.resolve("home"));
        IOException e = assertThrows(
                IOException.class, () -> PairsEvaluation.standardCache(file.resolve("fovea"), "0123456789abcdef"));
        assertTrue(e.getMessage().startsWith("no embeddings can be kept in " + file.resolve("fovea")), e.getMessage());
        assertTrue(e.getMessage().endsWith("; --cache FILE keeps them elsewhere"), e.getMessage());
    }

    @Test
    void whatCannotBeLookedAtIsNotSaidToBeMissing() throws IOException {
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        refused(loop + ": Too many levels of symbolic links", "train", loop, "-o", folder.resolve("m"));
        refused("gallery.mv: Too many levels of symbolic links", "gallery", "list", "-g", loop);
    }

    private static void refused(String told, Object... arguments) {
        Run run = Run.of(arguments);
        assertEquals(1, run.exit(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("fovea: ") && run.err().contains(told), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "methods --json", "--help", "help train", "--version", "explain --help"})
    void aFullDiskUnderStandardOutputIsAFailure(String arguments) throws Exception {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "skipped: no /dev/full here");
        try (PrintStream out = new PrintStream(new FileOutputStream(full.toFile()))) {
            Run run = Run.of(out, new ByteArrayOutputStream(), (Object[]) arguments.split(" "));
            assertEquals(1, run.exit(), arguments);
            assertTrue(run.err().startsWith("fovea: standard output could not be written"), run.err());
        }
    }

    @Test
    void facesMixWithNothing() throws Exception {
        Path out = folder.resolve("faces");
        assertEquals(0, faces(out, 3, 2).exit());
        byte[] first = Files.readAllBytes(out.resolve("person-1/01.png"));
        assertEquals(0, faces(out, 3, 2).exit(), "the same pictures may be written again");
        assertArrayEquals(first, Files.readAllBytes(out.resolve("person-1/01.png")));
        assertEquals(0, faces(out, 4, 3).exit(), "more pictures replace all there are");
        Run fewer = faces(out, 4, 2);
        assertEquals(1, fewer.exit());
        assertTrue(fewer.err().contains("person-1/03.png is there already"), fewer.err());
        assertTrue(faces(out, 3, 3).err().contains("person-4 is there already"));
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(mine.resolve("letter.txt"), "dear");
        assertEquals(1, faces(mine, 3, 2).exit());
        assertEquals(List.of(mine.resolve("letter.txt")), Files.list(mine).toList(), "nothing was written");
    }

    private static Run faces(Path out, int people, int pictures) {
        return Run.of("faces", "-o", out, "--people", people, "--pictures", pictures, "--size", 32);
    }

    @Test
    void twoLayersNeverShareAFile() {
        Map<String, String> names =
                ExplainFiles.fileNames(List.of("a/b", "a_b", "A_B", "a_b-2", "relu4", "ä", "x".repeat(300)));
        assertEquals("a_b", names.get("a/b"));
        assertEquals("relu4", names.get("relu4"));
        assertEquals(
                names.size(),
                names.values().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .distinct()
                        .count(),
                names.toString());
        assertTrue(names.values().stream().allMatch(name -> name.matches("[\\w.-]{1,110}")), names.toString());
    }

    @Test
    void oneFileIsNotAskedForTwice() throws Exception {
        Path model = folder.resolve("model.safetensors");
        SmallModels.of(List.of("a", "b"), SmallModels.whole()).write(model);
        Path picture = folder.resolve("p.png");
        PictureFile.writePng(picture, SyntheticFaceSet.of(2, 1, 32, 1).picture(0));
        Path r = folder.resolve("r.npy");
        Run both = Run.of("explain", model, picture, "--raw", r, "--map", folder.resolve("x/../r.npy"));
        assertEquals(2, both.exit());
        assertTrue(both.err().contains("--raw and --map name the same file"), both.err());
        Run read = Run.of("explain", model, picture, "--raw", picture);
        assertEquals(2, read.exit());
        assertTrue(read.err().contains("p.png is read here"), read.err());
        assertFalse(Files.exists(r));
    }

    @Test
    void whatWouldSteerATerminalIsEscaped() {
        Run run = Run.of("evaluate", folder.resolve("no\u001b[31mred\nfile"), folder);
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("no\\u001b[31mred\\nfile: there is no such file"), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        Run usage = Run.of("trai\u001b[2Jn");
        assertEquals(2, usage.exit());
        assertTrue(usage.err().contains("\\u001b[2J"), usage.err());
    }

    @Test
    void aDemoRefusesAFileInItsFoldersPlace() throws Exception {
        refused(": is there already, and is no folder", "demo", "-o", Files.createFile(folder.resolve("file")));
    }

    @Tag("slow")
    @Test
    void aDemoEscapesItsFolder() throws Exception {
        Path out = folder.resolve("my\u001b[2Jdemo");
        String[] small = "--people 2 --pictures 4 --train-per-person 2 --members 3 --epochs 1".split(" ");
        Run run = Run.of(
                Stream.concat(Stream.of("demo", "-o", out), Stream.of(small)).toArray());
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("my\\u001b[2Jdemo/report.html"), run.err());
    }

    @Test
    void trainingThatCannotFitIsRefusedWithBothNumbers() {
        TrainingMemory fits = new TrainingMemory(3L << 29, 4L << 30);
        assertEquals("training needs about 1.5 GiB of memory, of 4.0 GiB that Java has", fits.checked());
        TrainingMemory large = new TrainingMemory(13L << 30, 6L << 30);
        String told =
                assertThrows(IllegalArgumentException.class, large::checked).getMessage();
        assertEquals(
                "training needs about 13.0 GiB of memory, and Java has 6.0 GiB; choose a smaller --size, or give it"
                        + " more: FOVEA_JAVA_OPTS=-Xmx15g",
                told);
    }
}
