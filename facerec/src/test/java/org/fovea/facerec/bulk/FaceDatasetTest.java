package org.fovea.facerec.bulk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.fovea.engine.io.Npy;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.PictureSearch;
import org.fovea.facerec.parquet.ParquetFile;
import org.fovea.facerec.task.LocalRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceDatasetTest {
    @TempDir
    private Path folder;

    private Path photographs;
    private Path out;

    @BeforeEach
    void paint() throws IOException {
        photographs = Painted.folder(folder.resolve("photographs"));
        out = folder.resolve("out");
    }

    /// The bytes of all files of a dataset, by their names.
    static Map<String, String> bytes(Path dataset) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(dataset)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.put(dataset.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }

    @Test
    void theTableHoldsEveryFaceInOrder() throws IOException {
        assertEquals(5, Painted.embed(photographs, out, 10, 1));
        assertEquals(
                List.of(
                        ".lock",
                        "bad.csv",
                        "embeddings.npy",
                        "faces/_SUCCESS",
                        "faces/part-00000.parquet",
                        "faces/part-00001.parquet",
                        "faces/part-00002.parquet",
                        "faces/part-00003.parquet",
                        "faces/part-00004.parquet"),
                List.copyOf(bytes(out).keySet()));
        List<Float> expected = new ArrayList<>();
        int faces = 0;
        for (var photograph : PictureSearch.of(List.of(photographs)).pictures()) {
            String digits = photograph.path().replaceAll(".*photo (\\d+)\\.png|.*", "$1");
            int number = digits.isEmpty() ? 0 : Integer.parseInt(digits);
            for (int face = 0; face < number % 4; face++, faces++) {
                for (float value : Painted.embedding(number, face)) {
                    expected.add(value);
                }
            }
        }
        Tensor all = Npy.read(out.resolve("embeddings.npy")).tensor();
        assertArrayEquals(new int[] {60, Painted.LENGTH}, all.shape().toArray());
        assertEquals(60, faces);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), all.data()[i]);
        }
        long rows = 0;
        for (int part = 0; part < 5; part++) {
            rows += ParquetFile.read(out.resolve("faces/part-0000" + part + ".parquet"))
                    .rows();
        }
        assertEquals(60, rows);
    }

    @Test
    void whatIsBadIsListedWithItsReason() throws IOException {
        Painted.embed(photographs, out, 10, 2);
        List<String> lines = Files.readAllLines(out.resolve("bad.csv"));
        assertEquals("photograph,problem,reason", lines.getFirst());
        assertEquals(1 + 10 + 3, lines.size(), lines.toString());
        assertEquals(
                10,
                lines.stream()
                        .filter(line -> line.endsWith(",no face,\"no face found\""))
                        .count());
        String all = String.join("\n", lines);
        assertTrue(all.contains("broken, \"\"it is\"\".jpg\",unreadable,\"not a picture ("), all);
        assertTrue(all.contains("huge.png\",unreadable,\"a PNG picture of 200×100 pixels; the limit"), all);
        assertTrue(all.contains("nan.png\",no embedding,\"the network makes no direction"), all);
    }

    @Test
    void threadsChangeNoByteAndPartsNoEmbedding() throws IOException {
        Painted.embed(photographs, out, 3, 1);
        Path other = folder.resolve("other");
        Painted.embed(photographs, other, 3, 2);
        assertEquals(bytes(out), bytes(other));
        Path larger = folder.resolve("larger");
        Painted.embed(photographs, larger, 1000, 2);
        for (String same : List.of("embeddings.npy", "bad.csv")) {
            assertEquals(-1, Files.mismatch(out.resolve(same), larger.resolve(same)), same);
        }
    }

    @Test
    void aRunThatBreaksGoesOnWhereItWas() throws IOException {
        Painted.embed(photographs, folder.resolve("whole"), 4, 1);
        PictureSearch.Result found = PictureSearch.of(List.of(photographs));
        AtomicInteger read = new AtomicInteger();
        List<EmbeddingTask> breaking = Painted.parts(found.pictures(), 4, photograph -> {
            if (read.incrementAndGet() == 20) {
                throw new IllegalStateException("stop");
            }
        });
        try (FaceDataset dataset = FaceDataset.open(out);
                LocalRunner runner = new LocalRunner(dataset.tasks(), 1, Painted.SILENT)) {
            dataset.missing(breaking);
            var stopped =
                    assertThrows(CompletionException.class, () -> dataset.write(breaking, found.problems(), runner));
            assertEquals("stop", stopped.getCause().getMessage());
        }
        assertFalse(Files.exists(out.resolve("faces/_SUCCESS")));
        assertFalse(Files.exists(out.resolve("faces/part-00000.parquet")));
        int missing = Painted.embed(photographs, out, 4, 2);
        assertTrue(missing > 0 && missing < 11, missing + " parts were missing");
        assertEquals(bytes(folder.resolve("whole")), bytes(out));
        assertEquals(0, Painted.embed(photographs, out, 4, 2));
        assertEquals(bytes(folder.resolve("whole")), bytes(out));
    }

    @Test
    void whatHasChangedIsComputedAgainAndOldPartsGo() throws IOException {
        Painted.embed(photographs, out, 4, 2);
        Painted.write(photographs.resolve("2/photo 38.png"), 3, 77);
        Files.delete(photographs.resolve("2/photo 8.png")); // the last of all
        PictureSearch.Result found = PictureSearch.of(List.of(photographs));
        List<EmbeddingTask> parts = Painted.parts(found.pictures(), 4, photograph -> {
            assertFalse(Files.exists(out.resolve("faces/_SUCCESS")), "not whole while it changes");
        });
        try (FaceDataset dataset = FaceDataset.open(out);
                LocalRunner runner = new LocalRunner(dataset.tasks(), 1, Painted.SILENT)) {
            assertTrue(dataset.missing(parts).size() <= 2);
            dataset.write(parts, found.problems(), runner);
        }
        Painted.embed(photographs, folder.resolve("fresh"), 4, 1);
        assertEquals(bytes(folder.resolve("fresh")), bytes(out));
        // Parts of another size have nothing in common with these.
        assertEquals(2, Painted.embed(photographs, out, 30, 1));
        assertTrue(Files.exists(out.resolve("faces/part-00001.parquet")));
        assertFalse(Files.exists(out.resolve("faces/part-00002.parquet")));
        assertFalse(Files.exists(out.resolve("tasks")));
    }

    @Test
    void aPhotographThatCouldNotBeReadIsTriedAgain() throws IOException {
        Path gone = photographs.resolve("1/photo 1.png");
        FileTime modified = Files.getLastModifiedTime(gone);
        PictureSearch.Result found = PictureSearch.of(List.of(photographs));
        List<EmbeddingTask> parts = Painted.parts(found, 20);
        Files.delete(gone);
        try (FaceDataset dataset = FaceDataset.open(out);
                LocalRunner runner = new LocalRunner(dataset.tasks(), 1, Painted.SILENT)) {
            dataset.missing(parts);
            assertEquals(14, dataset.write(parts, found.problems(), runner).bad());
        }
        assertTrue(Files.readString(out.resolve("bad.csv")).contains("photo 1.png\",not read,\"no such file\""));
        Painted.write(gone, 1, 1);
        Files.setLastModifiedTime(gone, modified);
        assertEquals(1, Painted.embed(photographs, out, 20, 1));
        assertFalse(Files.readString(out.resolve("bad.csv")).contains("photo 1.png"));
    }

    @Test
    void oneRunAtATimeHasTheFolder() throws IOException {
        try (FaceDataset dataset = FaceDataset.open(out)) {
            var taken = assertThrows(IOException.class, () -> FaceDataset.open(out));
            assertTrue(taken.getMessage().endsWith("out: another run is writing to it"), taken.getMessage());
            assertTrue(Files.exists(dataset.tasks()));
        }
        FaceDataset.open(out).close();
    }

    @Test
    void filesOfOthersAreNotTouched() throws IOException {
        Path theirs = Files.createDirectories(out.resolve("faces")).resolve("part-00000.parquet");
        Files.writeString(theirs, "theirs");
        var refused = assertThrows(IOException.class, () -> Painted.embed(photographs, out, 20, 1));
        assertTrue(refused.getMessage().contains("part-00000.parquet: byte 0: expected"), refused.getMessage());
        assertEquals("theirs", Files.readString(theirs));
    }

    @Test
    void aPhotographIsInTheSpecificationWithWhatTellsItFromOthers() throws IOException {
        PictureSearch.Result found = PictureSearch.of(List.of(photographs));
        String hash = Painted.parts(found, 1000).getFirst().hash();
        assertEquals(hash, Painted.parts(found, 1000).getFirst().hash());
        Path file = photographs.resolve("0/photo 0.png");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertFalse(hash.equals(Painted.parts(PictureSearch.of(List.of(photographs)), 1000)
                .getFirst()
                .hash()));
    }

    @Test
    void aRunThatIsInterruptedCallsNoPhotographBad() throws Exception {
        PictureSearch.Result found = PictureSearch.of(List.of(photographs));
        EmbeddingTask task = Painted.parts(found.pictures(), 1000, photograph -> {
                    Thread.currentThread().interrupt();
                })
                .getFirst();
        Path file = folder.resolve("x.parquet");
        assertThrows(java.io.InterruptedIOException.class, () -> task.run(file));
        assertTrue(Thread.interrupted());
        assertFalse(Files.exists(file));
    }

    @Test
    void aPhotographThatNeedsTheWholeHeapIsReadAlone() throws IOException {
        PictureSearch.Result found = PictureSearch.of(List.of(photographs.resolve("0/photo 9.png")));
        AtomicInteger tries = new AtomicInteger();
        EmbeddingTask once = Painted.parts(found.pictures(), 1, photograph -> {
                    if (tries.getAndIncrement() == 0) {
                        throw new OutOfMemoryError("side by side");
                    }
                })
                .getFirst();
        once.run(folder.resolve("once.parquet"));
        assertEquals(1, PartFile.read(folder.resolve("once.parquet")).faces());
        EmbeddingTask never = Painted.parts(found.pictures(), 1, photograph -> {
                    throw new OutOfMemoryError("alone, too");
                })
                .getFirst();
        never.run(folder.resolve("never.parquet"));
        PartFile part = PartFile.read(folder.resolve("never.parquet"));
        assertTrue(part.bad().getFirst().contains("it needs more memory than the heap of "), part.toString());
    }
}
