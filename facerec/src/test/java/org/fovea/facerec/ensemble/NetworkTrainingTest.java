package org.fovea.facerec.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.TrainingListener;
import org.fovea.facerec.data.Augmentation;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.NetworkSpec.Covers;
import org.fovea.facerec.ensemble.NetworkSpec.Penalty;
import org.fovea.facerec.gaze.Cover;
import org.fovea.facerec.gaze.Regions;
import org.fovea.facerec.network.View;
import org.junit.jupiter.api.Test;

/// Trainings of a second in all: their bits, not what they learn.
class NetworkTrainingTest {
    private static final int SIZE = 24;
    private static final TrainingSettings SETTINGS =
            TrainingSettings.standard().withFilters(4).withEpochs(2);

    private static FaceSet faces() {
        var random = new Xoshiro256(1);
        List<Picture> pictures = new ArrayList<>();
        int[] labels = new int[9];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / 3;
            float[] data = new float[SIZE * SIZE];
            for (int k = 0; k < data.length; k++) {
                data[k] = 0.4f * random.nextFloat() + (k / SIZE / 8 == labels[i] ? 0.5f : 0);
            }
            pictures.add(new Picture(SIZE, SIZE, 1, data));
        }
        return FaceSet.of(pictures, labels, List.of("a", "b", "c"));
    }

    private static NetworkTraining training(FaceSet faces, Workers workers) {
        return new NetworkTraining(
                faces, Standardisation.PER_PICTURE, workers, (spec, network) -> new TrainingListener() {});
    }

    private static View left() {
        boolean[] region = Regions.rectangle(SIZE, SIZE, 0, 0, 16, SIZE);
        region[5] = false;
        return View.region(SIZE, SIZE, region);
    }

    private static List<NetworkSpec> specs() {
        NetworkSpec whole = new NetworkSpec(View.whole(SIZE, SIZE), 1, SETTINGS);
        return List.of(
                whole,
                new NetworkSpec(left(), 1, SETTINGS),
                new NetworkSpec(whole.view(), 2, SETTINGS, new Covers(List.of(whole), new Cover(0.2), 0.5)),
                new NetworkSpec(whole.view(), 2, SETTINGS, new Penalty(List.of(whole), 2)));
    }

    private static float[] bits(Trained trained) {
        List<Tensor> all = new ArrayList<>();
        trained.face().network().parameters().values().forEach(p -> all.add(p.value()));
        all.add(trained.experience().pictures().logits());
        all.add(trained.experience().pictures().features());
        all.add(trained.experience().pictures().maps());
        all.add(trained.experience().varied());
        float[] bits = new float[all.stream().mapToInt(Tensor::size).sum()];
        int at = 0;
        for (Tensor tensor : all) {
            System.arraycopy(tensor.data(), 0, bits, at, tensor.size());
            at += tensor.size();
        }
        return bits;
    }

    @Test
    void equalSpecificationsGiveEqualBitsOnAnyNumberOfThreads() {
        FaceSet faces = faces();
        NetworkTraining one = training(faces, new Workers(1));
        NetworkTraining two = training(faces, new Workers(2));
        List<float[]> found = new ArrayList<>();
        for (NetworkSpec spec : specs()) {
            float[] bits = bits(one.train(spec));
            assertArrayEquals(bits, bits(two.train(spec)), spec.toString());
            for (float[] other : found) {
                assertFalse(Arrays.equals(bits, other), "as another specification: " + spec);
            }
            found.add(bits);
        }
        float[] otherSeed = bits(one.train(new NetworkSpec(View.whole(SIZE, SIZE), 3, SETTINGS)));
        assertFalse(Arrays.equals(found.getFirst(), otherSeed));
    }

    @Test
    void aNetworkThatWasAskedForBeforeIsGivenAgain() {
        List<NetworkSpec> begun = new ArrayList<>();
        NetworkTraining studio =
                new NetworkTraining(faces(), Standardisation.PER_PICTURE, new Workers(1), (spec, network) -> {
                    begun.add(spec);
                    return new TrainingListener() {};
                });
        List<NetworkSpec> specs = specs();
        Trained away = studio.train(specs.get(2)); // needs the first
        Trained whole = studio.train(specs.getFirst());
        assertSame(whole, studio.trainAll(List.of(specs.getFirst())).getFirst());
        assertSame(away, studio.train(specs.get(2)));
        assertEquals(List.of(specs.get(2), specs.getFirst()), begun);
        assertEquals(specs.getFirst(), whole.spec());
    }

    @Test
    void whatTheViewHidesReachesNoNetwork() {
        FaceSet faces = faces();
        View view = left();
        List<Picture> changed = new ArrayList<>();
        var random = new Xoshiro256(5);
        for (Picture picture : faces.pictures()) {
            float[] data = picture.data().clone();
            for (int i = 0; i < data.length; i++) {
                data[i] = view.sees(i % SIZE, i / SIZE) ? data[i] : random.nextFloat();
            }
            changed.add(new Picture(SIZE, SIZE, 1, data));
        }
        // Shifts and turns would bring hidden pixels into sight, and contrast is around the whole picture's mean.
        TrainingSettings still = new TrainingSettings(
                4, 2, 16, 4e-3, 5e-3, 0.1, Augmentation.none().withNoise(0.01));
        NetworkSpec spec = new NetworkSpec(view, 1, still);
        float[] bits = bits(training(faces, new Workers(1)).train(spec));
        FaceSet others = FaceSet.of(changed, faces.labels(), faces.names());
        assertArrayEquals(bits, bits(training(others, new Workers(1)).train(spec)));
        assertTrue(bits.length > 1000, bits.length + " values held against each other");
    }
}
