package org.fovea.facerec.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.TrainingListener;
import org.fovea.facerec.data.Augmentation;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.gaze.Regions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Strategies on people who differ in two known parts and in nothing else: a pattern where faces have their eyes, and a
/// fainter one where they have their mouth. Either alone tells them apart.
class GazeMovesTest {
    private static final int SIZE = 32;
    private static final int PEOPLE = 4;
    private static final boolean[] UPPER = Regions.rectangle(SIZE, SIZE, 8, 4, 16, 8);
    private static final boolean[] LOWER = Regions.rectangle(SIZE, SIZE, 8, 22, 16, 8);
    private static final long SEED = 4;

    private static FaceSet faces;
    private static NetworkTraining studio;
    private static TrainingSettings settings;

    @BeforeAll
    static void draw() {
        RandomGenerator random = new Xoshiro256(SEED);
        boolean[][] upper = new boolean[PEOPLE][8];
        boolean[][] lower = new boolean[PEOPLE][8];
        for (int p = 0; p < PEOPLE; p++) {
            for (int cell = 0; cell < 8; cell++) {
                upper[p][cell] = random.nextBoolean();
            }
            for (int cell = 0; cell < 8; cell++) {
                lower[p][cell] = random.nextBoolean();
            }
        }
        List<Picture> pictures = new ArrayList<>();
        int[] labels = new int[PEOPLE * 8];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % PEOPLE;
            pictures.add(picture(upper[labels[i]], lower[labels[i]], random));
        }
        faces = FaceSet.of(pictures, labels, List.of("a", "b", "c", "d"));
        Augmentation little = Augmentation.none().withShift(0.03).withNoise(0.02);
        settings = new TrainingSettings(4, 30, 16, 4e-3, 5e-3, 0.1, little);
        studio = new NetworkTraining(
                faces, Standardisation.PER_PICTURE, Workers.common(), (spec, network) -> new TrainingListener() {});
    }

    private static Plan plan(int members) {
        return new Plan(SIZE, SIZE, members, SEED, settings);
    }

    private static Picture picture(boolean[] upper, boolean[] lower, RandomGenerator random) {
        float[] data = new float[SIZE * SIZE];
        float light = random.nextFloat(-0.1f, 0.1f);
        for (int i = 0; i < data.length; i++) {
            int column = (i % SIZE - 8) / 4;
            double value = 0.5 + light + 0.05 * random.nextGaussian();
            value += UPPER[i] ? sign(upper[(i / SIZE - 4) / 4 * 4 + column], 0.4) : 0;
            value += LOWER[i] ? sign(lower[(i / SIZE - 22) / 4 * 4 + column], 0.15) : 0;
            data[i] = (float) Math.clamp(value, 0, 1);
        }
        return new Picture(SIZE, SIZE, 1, data);
    }

    private static double sign(boolean plus, double value) {
        return plus ? value : -value;
    }

    private static void looksAt(Trained network, boolean[] part, boolean[] other) {
        double there = network.gaze().share(part);
        double elsewhere = network.gaze().share(other);
        assertTrue(
                there > 2 * elsewhere && there > 0.125, // the part's share of the picture
                "on the part " + there + " of the gaze, on the other " + elsewhere);
        Tensor logits = network.face().logits(faces, Workers.common());
        for (int i = 0; i < faces.size(); i++) {
            int seen = 0;
            for (int p = 1; p < PEOPLE; p++) {
                seen = logits.get(i, p) > logits.get(i, seen) ? p : seen;
            }
            assertEquals(faces.label(i), seen, "what it looks at tells the people apart");
        }
    }

    @Test
    void networksThatSeeEverythingLookAtThePlainerPart() {
        List<Trained> members = new Seeds().train(studio, plan(2));
        looksAt(members.get(0), UPPER, LOWER);
        looksAt(members.get(1), UPPER, LOWER);
    }

    @Test
    void whereThatPartIsHiddenTheNextNetworkLooksAtTheOther() {
        List<Trained> members = new HiddenDiscs().train(studio, plan(3));
        looksAt(members.get(0), UPPER, LOWER);
        looksAt(members.get(1), LOWER, UPPER);
    }

    @Test
    void discsShowEachNetworkAPartOfItsOwn() {
        List<Trained> members = Discs.byGaze(true).train(studio, plan(3));
        looksAt(members.get(0), UPPER, LOWER);
        looksAt(members.get(1), UPPER, LOWER);
        looksAt(members.get(2), LOWER, UPPER);
    }

    @Test
    void aPenaltyTakesSomeOfTheGazeAway() {
        List<Trained> members = new LookAway(LookAway.Means.PENALTY).train(studio, plan(2));
        double first = members.get(0).gaze().share(UPPER);
        double second = members.get(1).gaze().share(UPPER);
        assertTrue(second < 0.8 * first, "of the gaze on the plainer part " + first + " at first, then " + second);
    }
}
