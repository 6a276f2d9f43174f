package org.fovea.facerec.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.embedding.EmbeddingCards;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.FaceEmbedder;
import org.fovea.facerec.gaze.Regions;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.fovea.facerec.verification.EmbeddingStore;
import org.fovea.gradcam.HeatMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Views of aligned faces through a small random network that stands for an embedding network from elsewhere.
class ViewExperimentTest {
    private static final int SIDE = 32;
    private static final String CARD = """
        {"size": [32, 32], "colours": "BGR", "mean": [0.2, 0.4, 0.6], "std": 0.5, "mirror": %s}\
        """;

    @TempDir
    private Path folder;

    private static EmbeddingModel model(boolean mirror) throws IOException {
        Network network = Network.builder("tiny", Shape.of(SIDE, SIDE, 3))
                .conv2d("conv", 12, Conv2d.Geometry.of(3).padding(1).withoutBias())
                .relu("relu")
                .averagePool("cells", 2)
                .globalAveragePool("gap")
                .dense("embedding", 6, false)
                .build()
                .initialize(new Xoshiro256(5));
        byte[] card = String.format(CARD, mirror).getBytes(StandardCharsets.UTF_8);
        return new EmbeddingModel(
                OnnxModel.read(OnnxExport.of(network).toByteArray(), "tiny"),
                EmbeddingCards.parse(card, "tiny.json", "tiny"),
                "0");
    }

    private static FaceSet people(int people, int pictures) {
        FaceSet grey = SyntheticFaceSet.of(people, pictures, SIDE, 3);
        return FaceSet.of(grey.pictures().stream().map(Picture::colour).toList(), grey.labels(), grey.names());
    }

    private static boolean[] leftHalf() {
        return Regions.rectangle(SIDE, SIDE, 0, 0, SIDE / 2, SIDE);
    }

    @Test
    void outsideTheViewIsTheColourThatTheNetworkReadsAsZero() throws IOException {
        Picture face = people(1, 1).picture(0);
        float[] neutral = model(false).card().scaling().neutral();
        assertArrayEquals(new float[] {0.6f, 0.4f, 0.2f}, neutral); // the card's is blue, green, red
        Picture shown = EmbeddedView.region(SIDE, SIDE, leftHalf()).of(face, neutral);
        float[] read = model(false).card().scaling().planes(shown, false);
        for (int i = 0; i < SIDE * SIDE; i++) {
            boolean seen = i % SIDE < SIDE / 2;
            assertEquals(seen ? face.data()[3 * i] : 0.6f, shown.data()[3 * i], "pixel " + i);
            assertTrue(seen || Math.abs(read[i]) < 1e-6, "pixel " + i + " is read as " + read[i]);
        }
    }

    @Test
    void aFaceIsMovedWithItsEdgeRepeated() {
        Picture face = people(1, 1).picture(0);
        Picture moved = EmbeddedView.moved(SIDE, SIDE, 3, -2).of(face, new float[3]);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int from = Math.min(y + 2, SIDE - 1) * SIDE + Math.max(x - 3, 0);
                assertEquals(face.data()[3 * from], moved.data()[3 * (y * SIDE + x)], x + ", " + y);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void whatIsOutsideTheViewCannotTouchTheEmbedding(boolean mirror) throws IOException {
        FaceSet faces = people(1, 2);
        Picture one = faces.picture(0);
        float[] data = one.data().clone();
        for (int i = 0; i < SIDE * SIDE; i++) {
            if (i % SIDE >= SIDE / 2) {
                Arrays.fill(data, 3 * i, 3 * i + 3, 0.9f);
            }
        }
        List<Picture> both = List.of(one, new Picture(SIDE, SIDE, 3, data));
        ViewNetwork network = ViewNetwork.of(model(mirror), Workers.common());
        Tensor half = network.embed(EmbeddedView.region(SIDE, SIDE, leftHalf()), both);
        assertArrayEquals(row(half, 0), row(half, 1));
        Tensor whole = network.embed(EmbeddedView.whole(SIDE, SIDE), both);
        assertFalse(Arrays.equals(row(whole, 0), row(whole, 1)));
        float[] expected = FaceEmbedder.of(model(mirror), Workers.common()).embed(one);
        assertArrayEquals(expected, row(whole, 0), 1e-5f);
    }

    private static float[] row(Tensor embeddings, int i) {
        int length = embeddings.shape().extent(1);
        return Arrays.copyOfRange(embeddings.data(), i * length, (i + 1) * length);
    }

    /// Every picture has a patch of its person's colours at one place and one of any colour at another.
    private static FaceSet patches() {
        List<Picture> pictures = new ArrayList<>();
        RandomGenerator random = new Xoshiro256(4);
        float[][] own = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        int[] labels = new int[12];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / 4;
            float[] data = new float[3 * SIDE * SIDE];
            float[] any = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
            for (int p = 0; p < SIDE * SIDE; p++) {
                int x = p % SIDE;
                int y = p / SIDE;
                float[] colour = x >= 4 && x < 12 && y >= 4 && y < 12
                        ? own[labels[i]]
                        : x >= 20 && x < 28 && y >= 20 && y < 28 ? any : new float[] {0.6f, 0.4f, 0.2f};
                System.arraycopy(colour, 0, data, 3 * p, 3);
            }
            pictures.add(new Picture(SIDE, SIDE, 3, data));
        }
        return FaceSet.of(pictures, labels, List.of("a", "b", "c"));
    }

    @Test
    void theGazeIsOnWhatMakesPicturesOfOnePersonAlike() throws IOException {
        FaceSet gallery = patches();
        ViewNetwork network = ViewNetwork.of(model(true), Workers.common());
        EmbeddedView whole = EmbeddedView.whole(SIDE, SIDE);
        Tensor embeddings = network.embed(whole, gallery.pictures());
        HeatMap gaze = network.gaze(whole, gallery, embeddings);
        double near = 0;
        for (int y = 2; y < 14; y++) {
            for (int x = 2; x < 14; x++) {
                near += gaze.at(y, x);
            }
        }
        assertEquals(1, gaze.sum(), 1e-3);
        assertTrue(near > 0.8, "only " + near + " of the gaze is on the patch that a person's pictures share");
        List<ViewEnsemble> placed =
                new ViewPlacing(SIDE, SIDE, 4, 1).all(view -> network.gaze(view, gallery, embeddings), 1);
        EmbeddedView first = placed.get(1).views().get(1);
        assertEquals("gaze-discs", placed.get(1).strategy());
        assertTrue(first.view().sees(8, 8) && !first.view().sees(24, 24), first.toString());
    }

    @Test
    void theRegionsOfAnEnsembleShareNoPixelAndLeaveNoneOut() {
        HeatMap even = new HeatMap(SIDE, SIDE, new float[SIDE * SIDE], "none", "none", "none");
        for (ViewEnsemble ensemble : new ViewPlacing(SIDE, SIDE, 5, 2).all(view -> even, 1)) {
            if (ensemble.strategy().endsWith("-alone") || ensemble.strategy().equals("fixed-cells")) {
                int[] seen = new int[SIDE * SIDE];
                for (EmbeddedView view : ensemble.views()) {
                    boolean[] region = view.view().region();
                    Arrays.setAll(seen, i -> seen[i] + (region[i] ? 1 : 0));
                }
                int[] once = new int[SIDE * SIDE];
                Arrays.fill(once, 1);
                assertArrayEquals(once, seen, ensemble.strategy());
            }
        }
    }

    @Test
    void tablesAddUpAndARunGoesOnFromWhatIsThere() throws IOException {
        FaceSet faces = people(4, 5);
        List<Condition> conditions = List.of(Condition.CLEAN, Condition.SCARF, Condition.BLOCK);
        ViewSettings settings = new ViewSettings(3, 2, 4, 2, 1, conditions);
        AtomicInteger computed = new AtomicInteger();
        ViewResults results = run(faces, settings, computed);
        // single, three by gaze, two by lot twice, cells, plain of 3 and of 4
        assertEquals(
                2 * (1 + 3 + 4 + 1 + 2) * ViewExperiment.FUSIONS.size() * 3,
                results.cells().size());
        for (SummaryRow row : results.summary()) {
            List<Cell> own = results.cells().stream()
                    .filter(cell -> cell.system().equals(row.system()))
                    .filter(cell -> row.condition().equals(SummaryRow.OCCLUDED)
                            ? cell.condition() != Condition.CLEAN
                            : cell.condition().label().equals(row.condition()))
                    .toList();
            double accuracy = own.stream().mapToDouble(Cell::accuracy).average().orElseThrow();
            assertEquals(accuracy, row.accuracy().value(), 1e-9, row.toString());
            if (row.overSingle() != null) {
                SummaryRow single = results.summary().stream()
                        .filter(other -> other.system().strategy().equals("single")
                                && other.system().fusion().equals(row.system().fusion())
                                && other.condition().equals(row.condition()))
                        .findFirst()
                        .orElseThrow();
                double over = row.accuracy().value() - single.accuracy().value();
                assertEquals(over, row.overSingle().accuracy().value(), 1e-9);
            }
        }
        assertTrue(computed.get() > 0);
        computed.set(0);
        assertEquals(
                results.summary().toString(),
                run(faces, settings, computed).summary().toString());
        assertEquals(0, computed.get());
        results.writeTables(folder);
        assertEquals(
                results.cells().size() + 1,
                Files.readAllLines(folder.resolve("results.csv")).size());
    }

    private ViewResults run(FaceSet faces, ViewSettings settings, AtomicInteger computed) throws IOException {
        try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("embeddings.bin"), "f")) {
            return new ViewExperiment(faces, settings, model(true), store, Workers.common(), computed::addAndGet).run();
        }
    }

    @Test
    void aGalleryOfOnePictureAndFacesOfAnotherSizeAreRefused() throws IOException {
        ViewNetwork network = ViewNetwork.of(model(false), Workers.common());
        FaceSet one = people(2, 1);
        EmbeddedView whole = EmbeddedView.whole(SIDE, SIDE);
        Tensor embeddings = network.embed(whole, one.pictures());
        var alone = assertThrows(IllegalArgumentException.class, () -> network.gaze(whole, one, embeddings));
        assertTrue(String.valueOf(alone.getMessage()).contains("\"person 1\" has 1 picture"), alone.getMessage());
        ViewSettings settings = new ViewSettings(2, 1, 3, 1, 1, List.of(Condition.CLEAN));
        FaceSet large = SyntheticFaceSet.of(2, 3, 48, 1);
        var size = assertThrows(IllegalArgumentException.class, () -> run(large, settings, new AtomicInteger()));
        assertTrue(String.valueOf(size.getMessage()).contains("32×32 pixels expected"), size.getMessage());
    }
}
