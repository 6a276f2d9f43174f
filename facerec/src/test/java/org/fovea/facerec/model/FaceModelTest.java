package org.fovea.facerec.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.io.SafeTensorsWriter;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Augmentation;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.fusion.BoundedCosine;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.fusion.Fusion;
import org.fovea.facerec.fusion.Fusions;
import org.fovea.facerec.fusion.MeanLogPosterior;
import org.fovea.facerec.gaze.Regions;
import org.fovea.facerec.model.FaceModel.Learned;
import org.fovea.facerec.model.FaceModel.Member;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.network.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceModelTest {
    private static final int SIZE = 24;
    private static final List<String> PEOPLE = List.of("Ada", "Béla \"B\"", "Cy");
    private static final FaceInput INPUT = new FaceInput(SIZE, SIZE, 1, new Crop.Whole(), Standardisation.PER_PICTURE);
    private static final Learned NOTHING = new Learned(new int[0], List.of());

    @TempDir
    Path folder;

    private static FaceSet faces(long seed) {
        var random = new Xoshiro256(seed);
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            float[] data = new float[SIZE * SIZE];
            for (int k = 0; k < data.length; k++) {
                data[k] = random.nextFloat();
            }
            pictures.add(new Picture(SIZE, SIZE, 1, data));
        }
        return FaceSet.of(pictures, new int[] {0, 0, 1, 1, 2, 2}, PEOPLE);
    }

    private static FaceNetwork face(View view, long seed) {
        Network network = FaceNetworks.small(view.shape(1), 3, 2).initialize(new Xoshiro256(seed));
        return new FaceNetwork(network, view, INPUT.standardisation());
    }

    private static View disc() {
        boolean[] all = Regions.all(SIZE, SIZE);
        return View.region(SIZE, SIZE, Regions.randomDisc(SIZE, all, 150, new Xoshiro256(1)));
    }

    private static List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (View view : List.of(View.whole(SIZE, SIZE), disc())) {
            FaceNetwork face = face(view, members.size());
            Experience experience = Experience.of(face, faces(1), Augmentation.faces(), 3, Workers.common());
            members.add(new Member(face, experience));
        }
        return members;
    }

    private static FaceModel model(List<Member> members, Fusion fusion) {
        return new FaceModel(members, fusion, PEOPLE, INPUT, Learned.of(faces(1)));
    }

    private static float[] posteriors(FaceModel model) {
        return model.posteriors(model.observe(faces(9), Workers.common())).data();
    }

    @Test
    void aModelIsReadAsItWasWrittenAndGivesTheSameFile() throws IOException {
        FaceModel model = model(members(), new BoundedCosine());
        Path file = folder.resolve("model.safetensors");
        Path again = folder.resolve("again.safetensors");
        model.write(file);
        FaceModel read = FaceModel.read(file);
        read.write(again);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
        model(members(), new BoundedCosine()).write(again);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again), "an equal model");

        assertEquals(PEOPLE, read.people());
        assertEquals(INPUT, read.input());
        assertEquals("bounded-cosine", read.fusion().name());
        assertArrayEquals(model.learned().labels(), read.learned().labels());
        assertEquals(model.learned().fingerprints(), read.learned().fingerprints());
        assertEquals(
                faces(1).picture(2).fingerprint(), read.learned().fingerprints().get(2));
        for (int m = 0; m < 2; m++) {
            assertEquals(
                    model.members().get(m).face().view(),
                    read.members().get(m).face().view());
        }
        assertArrayEquals(posteriors(model), posteriors(read));
        for (int m = 0; m < 2; m++) {
            var observed = model.observe(faces(9), Workers.common()).get(m);
            assertArrayEquals(
                    model.posteriors(m, observed).data(),
                    read.posteriors(m, observed).data());
        }
    }

    @Test
    void everyFusionIsKept() throws IOException {
        List<Member> members = members();
        for (Fusion fusion : Fusions.all()) {
            Path file = folder.resolve(fusion.name());
            FaceModel model = model(members, fusion);
            model.write(file);
            FaceModel read = FaceModel.read(file);
            assertEquals(fusion, read.fusion());
            assertArrayEquals(posteriors(model), posteriors(read), fusion.name());
        }
    }

    /// Networks of the first version's file, which saw the whole frame.
    private Path firstVersion(String settings, int networks) throws IOException {
        Path file = folder.resolve("first.safetensors");
        SafeTensorsWriter writer = SafeTensors.writer();
        writer.metadata("format", "fovea face model 1");
        writer.metadata("facerec", settings);
        for (int i = 1; i <= networks; i++) {
            ModelFile.add(
                    writer, "network" + i + "/", face(View.whole(SIZE, SIZE), i).network());
        }
        writer.write(file);
        return file;
    }

    @Test
    void theFirstVersionIsReadAndAnswersByTheProductOfPosteriors() throws IOException {
        Path file = firstVersion("""
            {"networks": 2, "people": ["a", "b", "c"], "channels": 1, "width": 24, "height": 24,
             "standardisation": "PER_PICTURE", "crop": "whole"}\
            """, 2);
        FaceModel model = FaceModel.read(file);
        assertEquals(new MeanLogPosterior(), model.fusion());
        assertEquals(0, model.learned().labels().length);
        FaceSet probes = faces(9);
        Tensor sum = Tensor.zeros(6, 3);
        for (int i = 1; i <= 2; i++) {
            Member member = model.members().get(i - 1);
            assertTrue(member.face().view().isWhole());
            assertNull(member.experience());
            Tensor logits = face(View.whole(SIZE, SIZE), i).logits(probes, Workers.common());
            for (int k = 0; k < sum.size(); k++) {
                sum.data()[k] += logits.data()[k] / 2;
            }
        }
        assertArrayEquals(LogSumExp.softmax(sum).data(), posteriors(model), 1e-5f);
        Path later = folder.resolve("later.safetensors");
        model.write(later);
        assertArrayEquals(posteriors(model), posteriors(FaceModel.read(later)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"networks\": 1, \"people\": null}",
                "{\"networks\": 0, PEOPLE}",
                "{\"networks\": 1, PEOPLE, \"views\": []}",
                "{\"networks\": 1, PEOPLE, \"views\": [null]}",
                "{\"networks\": 1, PEOPLE, \"views\": [\"24x24 whole\", \"24x24 whole\"]}",
                "{\"networks\": 1, PEOPLE, \"views\": [\"24x24 box 0,0,16,16\"]}",
                "{\"networks\": 1, PEOPLE, \"views\": [\"32x24 whole\"]}",
                "{\"networks\": 1, PEOPLE, \"fusion\": \"majority\"}",
                "{\"networks\": 1, PEOPLE, \"fusion\": \"bounded-cosine\"}",
                "{\"networks\": 1, PEOPLE, \"learnedLabels\": [0], \"learnedFingerprints\": []}",
                "{\"networks\": 1, PEOPLE, \"learnedLabels\": [0], \"learnedFingerprints\": [null]}",
                "{\"networks\": 1, PEOPLE, \"learnedLabels\": [3], \"learnedFingerprints\": [\"x\"]}"
            })
    void settingsThatDoNotFitAreRefused(String settings) throws IOException {
        String people = "\"people\": [\"a\", \"b\", \"c\"], \"channels\": 1, \"width\": 24, \"height\": 24,"
                + " \"standardisation\": \"PER_PICTURE\", \"crop\": \"whole\"";
        Path file = firstVersion(settings.replace("PEOPLE", people), 1);
        var e = assertThrows(FileFormatException.class, () -> FaceModel.read(file));
        assertTrue(e.getMessage().contains("first.safetensors"), e.getMessage());
    }

    @Test
    void membersMustFitTheModel() {
        FaceNetwork face = face(View.whole(SIZE, SIZE), 1);
        List<Member> members = List.of(new Member(face, null));
        Fusion product = new MeanLogPosterior();
        assertEquals(
                1,
                new FaceModel(members, product, PEOPLE, INPUT, NOTHING)
                        .members()
                        .size());
        assertThrows(IllegalArgumentException.class, () -> new FaceModel(List.of(), product, PEOPLE, INPUT, NOTHING));
        List<String> two = PEOPLE.subList(0, 2);
        assertThrows(IllegalArgumentException.class, () -> new FaceModel(members, product, two, INPUT, NOTHING));
        FaceInput large = new FaceInput(32, SIZE, 1, new Crop.Whole(), Standardisation.PER_PICTURE);
        assertThrows(IllegalArgumentException.class, () -> new FaceModel(members, product, PEOPLE, large, NOTHING));
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> new FaceModel(members, new BoundedCosine(), PEOPLE, INPUT, NOTHING));
        assertTrue(e.getMessage().contains("bounded-cosine"), e.getMessage());
        Learned six = Learned.of(faces(1));
        Experience experience = Experience.of(face, faces(1), Augmentation.none(), 1, Workers.common());
        List<Member> experienced = List.of(new Member(face, experience));
        assertThrows(IllegalArgumentException.class, () -> new FaceModel(experienced, product, PEOPLE, INPUT, NOTHING));
        assertEquals(
                6,
                new FaceModel(experienced, product, PEOPLE, INPUT, six)
                        .learned()
                        .labels()
                        .length);
    }
}
