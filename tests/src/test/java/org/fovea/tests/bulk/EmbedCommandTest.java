package org.fovea.tests.bulk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.fovea.engine.io.Npy;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.bulk.EmbeddingSettings;
import org.fovea.facerec.bulk.EmbeddingTask;
import org.fovea.facerec.bulk.FaceChoice;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.PictureSearch;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.task.Task;
import org.fovea.facerec.task.TaskFiles;
import org.fovea.tests.Fovea;
import org.fovea.tests.SharedData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `fovea embed` on photographs of people, its table as parquet-java reads it.
class EmbedCommandTest {
    @TempDir
    private Path folder;

    private Path photographs;

    private static Path model(String name) {
        return SharedData.find("data/models/" + name + ".onnx");
    }

    private static Path photograph(String person, int number) {
        return SharedData.find("data/lfw/" + person + "/" + String.format("%s_%04d.jpg", person, number));
    }

    /// Five photographs, one of them of two people, and four that are bad.
    @BeforeEach
    void photographs() throws IOException {
        photographs = Files.createDirectories(folder.resolve("photographs/below"));
        for (int number : new int[] {13, 14, 16}) {
            Files.copy(photograph("Abdullah_Gul", number), photographs.resolve("gül " + number + ".jpg"));
        }
        Path cook = photograph("AJ_Cook", 1);
        Files.copy(cook, photographs.resolve("cook.jpg"));
        photographs = photographs.getParent();
        Picture one = PictureFile.read(photograph("Abdullah_Gul", 13));
        Picture two = PictureFile.read(cook);
        PictureFile.writePng(photographs.resolve("both.png"), beside(one, two.resize(125, 125), two));
        PictureFile.writePng(photographs.resolve("none.png"), new Picture(120, 90, 1, new float[120 * 90]));
        PictureFile.writePng(photographs.resolve("huge.png"), new Picture(600, 600, 1, new float[360_000]));
        byte[] half = Files.readAllBytes(cook);
        Files.write(photographs.resolve("half.jpg"), Arrays.copyOf(half, half.length / 2));
        Files.writeString(photographs.resolve("page.jpg"), "<html>");
    }

    /// A picture at the left, a smaller one at the right.
    private static Picture beside(Picture a, Picture b, Picture paper) {
        int width = a.width() + b.width();
        float[] data = new float[width * a.height() * 3];
        Arrays.fill(data, paper.data()[0]);
        for (int y = 0; y < a.height(); y++) {
            System.arraycopy(a.data(), y * a.width() * 3, data, y * width * 3, a.width() * 3);
            if (y < b.height()) {
                System.arraycopy(b.data(), y * b.width() * 3, data, (y * width + a.width()) * 3, b.width() * 3);
            }
        }
        return new Picture(width, a.height(), 3, data);
    }

    private Fovea embed(Path out, String... options) {
        List<String> words = new ArrayList<>(List.of(
                "embed",
                photographs.toString(),
                "-o",
                out.toString(),
                "--max-pixels",
                "200000",
                "--detector",
                model("yunet_n_dynamic").toString(),
                "--model",
                model("mobilefacenet_foamliu").toString()));
        words.addAll(List.of(options));
        return Fovea.run(words.toArray(String[]::new));
    }

    private static Map<String, String> bytes(Path dataset) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(dataset)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.put(dataset.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }

    @Test
    void theTableHoldsWhatFaceReaderMakesOfEveryFace() throws IOException {
        Path out = folder.resolve("out");
        Fovea run = embed(out, "--json", "--threads", "2", "--part-size", "3");
        assertEquals(0, run.exit(), run.err());
        JsonNode told = new ObjectMapper().readTree(run.out());
        assertEquals(9, told.get("photographs").asInt(), run.out());
        List<String> expected = expected();
        assertTrue(expected.containsAll(List.of("below/cook.jpg 1 of 1", "both.png 2 of 2")), expected.toString());
        assertEquals(expected.size(), told.get("faces").asInt(), run.out());
        assertEquals(128, told.get("length").asInt(), run.out());
        assertEquals(4, told.get("bad").asInt(), run.out());
        assertEquals(3, told.get("parts").asInt(), run.out());
        assertTrue(told.get("photographsPerSecond").asDouble() > 0, run.out());
        assertTrue(run.err().contains("9 of 9 photographs, "), run.err());

        List<Group> rows = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            rows.addAll(Table.read(out.resolve("faces/part-0000" + part + ".parquet"))
                    .rows());
        }
        assertEquals(expected, rows.stream().map(this::shown).toList());
        Tensor all = Npy.read(out.resolve("embeddings.npy")).tensor();
        assertArrayEquals(new int[] {expected.size(), 128}, all.shape().toArray());
        FaceReader reader = reader();
        for (int i = 0; i < rows.size(); i++) {
            Group row = rows.get(i);
            Picture picture = PictureFile.read(Path.of(row.getString("path", 0)));
            Face face = reader.read(picture).stream()
                    .filter(one -> (float) one.found().box().left()
                            == row.getGroup("box", 0).getFloat("left", 0))
                    .findFirst()
                    .orElseThrow();
            assertArrayEquals(face.embedding(), Table.vector(row, "embedding"));
            assertArrayEquals(face.embedding(), Arrays.copyOfRange(all.data(), 128 * i, 128 * (i + 1)));
            assertEquals((float) face.found().score(), row.getFloat("score", 0));
            Group nose = row.getGroup("landmarks", 0).getGroup("nose", 0);
            assertEquals((float) face.found().landmarks().nose().y(), nose.getFloat("y", 0));
            Group quality = row.getGroup("quality", 0);
            assertEquals((float) face.quality().sharpness(), quality.getFloat("sharpness", 0));
            assertEquals(
                    face.quality().flaws().isEmpty(),
                    quality.getString("flaws", 0).isEmpty());
        }
    }

    /// The faces of the photographs that can be read, in order.
    private List<String> expected() throws IOException {
        List<String> expected = new ArrayList<>();
        FaceReader reader = reader();
        for (String name :
                List.of("below/cook.jpg", "below/gül 13.jpg", "below/gül 14.jpg", "below/gül 16.jpg", "both.png")) {
            Picture picture = PictureFile.read(photographs.resolve(name));
            int faces = reader.detect(picture).size();
            for (int face = 1; face <= faces; face++) {
                expected.add(name + " " + face + " of " + faces);
            }
        }
        return expected;
    }

    private String shown(Group row) {
        return photographs.relativize(Path.of(row.getString("path", 0))) + " " + row.getInteger("face", 0) + " of "
                + row.getInteger("faces", 0);
    }

    private static FaceReader reader() throws IOException {
        return FaceReader.of(
                OnnxModel.read(model("yunet_n_dynamic")),
                DetectorSettings.standard(),
                EmbeddingModel.read(model("mobilefacenet_foamliu")),
                new Workers(1));
    }

    @Test
    void badPhotographsAreListedAndThreadsChangeNothing() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        assertEquals(0, embed(one, "--threads", "1", "--part-size", "2").exit());
        Fovea run = embed(two, "--threads", "2", "--part-size", "2");
        assertTrue(run.out().startsWith("9 photographs, " + expected().size() + " faces, 4 without, "), run.out());
        assertEquals(bytes(one), bytes(two));
        String bad = Files.readString(one.resolve("bad.csv"));
        assertEquals(5, bad.lines().count(), bad);
        assertTrue(bad.contains("none.png\",no face,\"no face found\""), bad);
        assertTrue(bad.contains("huge.png\",unreadable,\"a PNG picture of 600×600 pixels; the limit"), bad);
        assertTrue(bad.contains("half.jpg\",unreadable,\"a damaged or truncated JPEG picture"), bad);
        assertTrue(bad.contains("page.jpg\",unreadable,\"not a picture ("), bad);
    }

    @Test
    void aSecondRunComputesNothingAndTheMainFaceIsAnotherTable() throws IOException {
        Path out = folder.resolve("out");
        embed(out);
        Map<String, String> first = bytes(out);
        Fovea again = embed(out);
        assertEquals(0, again.exit(), again.err());
        assertTrue(again.err().contains("9 of 9 photographs are there from before"), again.err());
        assertEquals(first, bytes(out));
        Path list = Files.writeString(folder.resolve("list"), photographs.resolve("both.png") + "\n\n");
        Path main = folder.resolve("main");
        Fovea listed = Fovea.run(
                "embed",
                "--list",
                list.toString(),
                "-o",
                main.toString(),
                "--faces",
                "main",
                "--detector",
                model("yunet_n_dynamic").toString(),
                "--model",
                model("mobilefacenet_foamliu").toString());
        assertEquals(0, listed.exit(), listed.err());
        List<Group> rows = Table.read(main.resolve("faces/part-00000.parquet")).rows();
        assertEquals(List.of("both.png 1 of 2"), rows.stream().map(this::shown).toList());
        Fovea nothing = embed(out, "--faces", "main", "--score", "1", "--no-exif");
        assertTrue(nothing.out().startsWith("9 photographs, 0 faces, 9 without"), nothing.out());
        assertArrayEquals(
                new long[] {0, 0}, Npy.read(out.resolve("embeddings.npy")).extents());
    }

    @Test
    void aTaskTravels() throws IOException {
        EmbeddingModel network = EmbeddingModel.read(model("mobilefacenet_foamliu"));
        EmbeddingSettings settings = EmbeddingSettings.of(
                model("yunet_n_dynamic"),
                DetectorSettings.standard().withScore(0.8),
                model("mobilefacenet_foamliu"),
                network,
                ReadingOptions.standard().withMaxPixels(200_000),
                FaceChoice.ALL);
        EmbeddingTask task = EmbeddingTask.of(
                        settings,
                        PictureSearch.of(List.of(photographs)).pictures(),
                        1000,
                        FaceReader.of(
                                OnnxModel.read(model("yunet_n_dynamic")),
                                settings.detection(),
                                network,
                                new Workers(1)),
                        () -> {})
                .getFirst();
        Path here = folder.resolve("here");
        task.run(here);
        Path shared = Files.createDirectories(folder.resolve("shared"));
        for (Task.Input input : task.inputs()) {
            input.body().write(shared.resolve(input.name()));
        }
        Task built = task.recipe().build(TaskFiles.in(shared));
        assertEquals(task.specification(), built.specification());
        assertEquals(task.title(), built.title());
        Path there = folder.resolve("there");
        built.run(there);
        assertEquals(-1, Files.mismatch(here, there));
        assertFalse(task.recipe().toString().contains("embedding"), "no data travel");
    }
}
