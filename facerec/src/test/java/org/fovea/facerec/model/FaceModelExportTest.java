package org.fovea.facerec.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.TrainingListener;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.NetworkSpec;
import org.fovea.facerec.ensemble.NetworkTraining;
import org.fovea.facerec.ensemble.Trained;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.fusion.Fusion;
import org.fovea.facerec.fusion.Fusions;
import org.fovea.facerec.fusion.MeanPosterior;
import org.fovea.facerec.gaze.Observations;
import org.fovea.facerec.gaze.Regions;
import org.fovea.facerec.model.FaceModel.Learned;
import org.fovea.facerec.model.FaceModel.Member;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.network.View;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaceModelExportTest {
    private static final int SIZE = 24;
    private static final List<String> PEOPLE = List.of("Ada", "Béla \"B\"", "Cy");

    private static List<Member> trained = List.of();

    /// Faces that can be told apart, each person with stripes of another width.
    private static FaceSet faces(int each, int channels, long seed) {
        var random = new Xoshiro256(seed);
        List<Picture> pictures = new ArrayList<>();
        int[] labels = new int[3 * each];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / each;
            float[] data = new float[SIZE * SIZE * channels];
            for (int k = 0; k < data.length; k++) {
                int row = k / (SIZE * channels);
                data[k] = 0.3f * random.nextFloat() + (row / (1 + labels[i]) % 2 == 0 ? 0.6f : 0);
            }
            pictures.add(new Picture(SIZE, SIZE, channels, data));
        }
        return FaceSet.of(pictures, labels, PEOPLE);
    }

    private static View disc() {
        boolean[] all = Regions.all(SIZE, SIZE);
        return View.region(SIZE, SIZE, Regions.randomDisc(SIZE, all, 150, new Xoshiro256(1)));
    }

    private static List<View> views() {
        return List.of(View.whole(SIZE, SIZE), View.rectangle(SIZE, SIZE, 3, 5, 16, 18), disc());
    }

    @BeforeAll
    static void train() {
        NetworkTraining training = new NetworkTraining(
                faces(3, 1, 1), Standardisation.PER_PICTURE, Workers.common(), (spec, n) -> new TrainingListener() {});
        TrainingSettings settings = TrainingSettings.standard().withFilters(4).withEpochs(40);
        List<Member> members = new ArrayList<>();
        for (View view : views()) {
            Trained one = training.train(new NetworkSpec(view, 1, settings));
            members.add(new Member(one.face(), one.experience()));
        }
        trained = members;
    }

    private static FaceInput input(int channels, Standardisation standardisation) {
        return new FaceInput(SIZE, SIZE, channels, new Crop.Centre(0.5), standardisation);
    }

    private static FaceModel model(Fusion fusion) {
        return new FaceModel(
                trained, fusion, PEOPLE, input(1, Standardisation.PER_PICTURE), Learned.of(faces(3, 1, 1)));
    }

    private static Map<String, OnnxTensor> run(FaceModel model, FaceSet probes) throws IOException {
        OnnxModel onnx = OnnxModel.read(FaceModelExport.of(model).toByteArray(), "the model");
        Tensor all = Tensor.zeros(model.input().shape().batch(probes.size()));
        int each = all.size() / probes.size();
        for (int i = 0; i < probes.size(); i++) {
            System.arraycopy(probes.picture(i).data(), 0, all.data(), i * each, each);
        }
        Tensor frames = Layout.nhwcToNchw(all);
        return onnx.run(
                Map.of("frames", OnnxTensor.of(frames.data(), frames.shape().toArray())));
    }

    static Stream<Fusion> fusions() {
        return Fusions.all().stream().filter(fusion -> !fusion.name().equals("gaze-agreement"));
    }

    @ParameterizedTest
    @MethodSource("fusions")
    void theGraphGivesTheModelsScores(Fusion fusion) throws IOException {
        FaceModel model = model(fusion);
        FaceSet probes = faces(2, 1, 9);
        List<Observations> observed = model.observe(probes, Workers.common());
        Map<String, OnnxTensor> found = run(model, probes);
        assertEquals(List.of("scores", "features1", "features2", "features3"), List.copyOf(found.keySet()));
        float[] expected = model.posteriors(observed).data();
        assertArrayEquals(expected, found.get("scores").floats(), 1e-5f);
        for (int m = 0; m < 3; m++) {
            assertArrayEquals(
                    observed.get(m).features().data(),
                    found.get("features" + (m + 1)).floats(),
                    1e-5f);
        }
        float largest = 0;
        for (float score : expected) {
            largest = Math.max(largest, score);
        }
        assertTrue(largest > 0.4, "scores that are not flat: at most " + largest);
    }

    @ParameterizedTest
    @EnumSource(Standardisation.class)
    void everyStandardisationIsInTheGraphForColourToo(Standardisation standardisation) throws IOException {
        List<Member> members = new ArrayList<>();
        for (View view : views()) {
            var network = FaceNetworks.small(view.shape(3), 3, 2).initialize(new Xoshiro256(members.size()));
            members.add(new Member(new FaceNetwork(network, view, standardisation), null));
        }
        FaceModel model = new FaceModel(
                members, new MeanPosterior(), PEOPLE, input(3, standardisation), new Learned(new int[0], List.of()));
        FaceSet probes = faces(1, 3, 4);
        float[] expected =
                model.posteriors(model.observe(probes, Workers.common())).data();
        assertArrayEquals(expected, run(model, probes).get("scores").floats(), 1e-5f);
    }

    @Test
    void aBlankFrameIsNotBlownUp() throws IOException {
        FaceModel model = model(Fusions.standard());
        FaceSet blank = FaceSet.of(List.of(new Picture(SIZE, SIZE, 1, new float[SIZE * SIZE])), new int[1], PEOPLE);
        float[] expected =
                model.posteriors(model.observe(blank, Workers.common())).data();
        assertArrayEquals(expected, run(model, blank).get("scores").floats(), 1e-5f);
    }

    @Test
    void theFileSaysWhomItKnowsAndWhatItReads() throws IOException {
        OnnxModel onnx =
                OnnxModel.read(FaceModelExport.of(model(Fusions.standard())).toByteArray(), "the model");
        assertEquals("[frames FLOAT N×1×24×24]", onnx.graph().inputs().toString());
        assertEquals(
                "[scores FLOAT N×3, features1 FLOAT N×16, features2 FLOAT N×16, features3 FLOAT N×16]",
                onnx.graph().outputs().toString());
        assertEquals("[\"Ada\",\"Béla \\\"B\\\"\",\"Cy\"]", onnx.metadata().get("people"));
        assertEquals("bounded-cosine", onnx.metadata().get("fusion"));
        assertEquals("centre:0.5", onnx.metadata().get("crop"));
        assertEquals("PER_PICTURE", onnx.metadata().get("standardisation"));
        assertEquals(
                "grey from 0 to 1, 24 rows from the top, 24 columns from the left",
                onnx.metadata().get("frames"));
        assertTrue(onnx.metadata().get("views").startsWith("[\"24x24 whole\",\"24x24 box 3,5,16,18\","));
        // The templates take the logits' place.
        assertTrue(onnx.graph().nodes().stream().noneMatch(node -> node.name().endsWith("/logits")));
    }

    @Test
    void aFusionThatNeedsGradientsIsRefused() {
        String told = assertThrows(
                        IllegalArgumentException.class,
                        () -> FaceModelExport.of(model(Fusions.named("gaze-agreement"))))
                .getMessage();
        assertTrue(told.startsWith("the fusion gaze-agreement cannot be written as ONNX"), told);
    }
}
