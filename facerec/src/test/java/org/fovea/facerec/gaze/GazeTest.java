package org.fovea.facerec.gaze;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.network.View;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.method.GradCam;
import org.junit.jupiter.api.Test;

class GazeTest {
    private static final int SIZE = 32;
    private static final int PEOPLE = 3;

    private static FaceSet faces(int count) {
        var random = new Xoshiro256(1);
        List<Picture> pictures = new ArrayList<>();
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            float[] data = new float[SIZE * SIZE];
            for (int k = 0; k < data.length; k++) {
                data[k] = random.nextFloat();
            }
            pictures.add(new Picture(SIZE, SIZE, 1, data));
            labels[i] = i % PEOPLE;
        }
        return FaceSet.of(pictures, labels, List.of("a", "b", "c"));
    }

    /// A network that sees the lower right of the frame, without its first pixel.
    private static FaceNetwork face() {
        boolean[] region = Regions.rectangle(SIZE, SIZE, 16, 8, 16, 24);
        region[8 * SIZE + 16] = false;
        View view = View.region(SIZE, SIZE, region);
        Network network = FaceNetworks.small(view.shape(1), PEOPLE, 2).initialize(new Xoshiro256(2));
        return new FaceNetwork(network, view, Standardisation.PER_PICTURE);
    }

    @Test
    void observationsAreThoseOfTheTraceOfOnePicture() {
        FaceNetwork face = face();
        FaceSet faces = faces(37); // more than a batch, and a rest
        Observations named = Observations.of(face, faces, faces.labels(), Workers.common());
        Observations seen = Observations.of(face, faces, null, Workers.common());
        assertEquals(37, named.size());
        assertArrayEquals(
                face.logits(faces, Workers.common()).data(), named.logits().data(), 1e-5f);
        for (int i : new int[] {0, 31, 32, 36}) {
            Trace trace = face.network().forward(face.tensor(faces.picture(i)));
            float[] logits = trace.output().data().clone();
            float[] features = trace.activation("gap").data().clone();
            int largest = 0;
            for (int k = 0; k < PEOPLE; k++) {
                largest = logits[k] > logits[largest] ? k : largest;
            }
            trace.backward(Target.logit(faces.label(i)));
            float[] ofLabel = GradCam.of(trace, "relu4").getFirst().values().clone();
            trace.backward(Target.logit(largest));
            float[] ofLargest = GradCam.of(trace, "relu4").getFirst().values().clone();
            assertArrayEquals(logits, row(named.logits(), i), 1e-5f);
            assertArrayEquals(features, row(named.features(), i), 1e-5f);
            assertArrayEquals(ofLabel, named.map(i).values(), 1e-6f);
            assertArrayEquals(ofLargest, seen.map(i).values(), 1e-6f);
            assertEquals(3, named.map(i).height());
            assertEquals(2, named.map(i).width());
        }
        Tensor few = Tensor.zeros(2, PEOPLE);
        assertThrows(IllegalArgumentException.class, () -> new Observations(few, named.features(), named.maps()));
    }

    private static float[] row(Tensor rows, int i) {
        return rows.slice(i, i + 1).data();
    }

    @Test
    void aGazeIsTheMeanOfMapsOfSumOneAndNothingIsHiddenInIt() {
        FaceNetwork face = face();
        FaceSet faces = faces(7);
        Gaze gaze = Gaze.of(face, faces, Workers.common());
        double[] mean = new double[SIZE * SIZE];
        int seen = 0;
        for (int i = 0; i < faces.size(); i++) {
            HeatMap picture = gaze.picture(i);
            assertEquals(SIZE, picture.width());
            assertEquals(SIZE, picture.height());
            if (picture.sum() == 0) {
                continue;
            }
            seen++;
            assertEquals(1, picture.sum(), 1e-5);
            for (int k = 0; k < mean.length; k++) {
                mean[k] += picture.values()[k];
            }
        }
        assertTrue(seen > 0, "some picture has evidence for its person");
        assertEquals(faces.size() - seen, gaze.blank());
        assertEquals(1, gaze.mean().sum(), 1e-5);
        for (int k = 0; k < mean.length; k++) {
            assertEquals(mean[k] / seen, gaze.mean().values()[k], 1e-6);
            if (!face.view().sees(k % SIZE, k / SIZE)) {
                assertEquals(0, gaze.mean().values()[k], "hidden pixel " + k);
            }
        }
        assertEquals(1, gaze.share(face.view().region()), 1e-9);
        assertEquals(0, gaze.share(new boolean[SIZE * SIZE]));
    }

    /// Two pictures: one looks at the left column of cells, one at the right three times as hard; a third is blank.
    @Test
    void everyPictureCountsAsMuchAndBlankOnesNothing() {
        View view = View.whole(16, 16);
        Tensor maps = Tensor.of(
                Shape.of(3, 2, 2), //
                2,
                -5,
                2,
                -1, //
                -1,
                6,
                0,
                6, //
                -1,
                -2,
                0,
                -3);
        Observations made = new Observations(Tensor.zeros(3, 2), Tensor.zeros(3, 4), maps);
        Gaze gaze = Gaze.of(view, made);
        assertEquals(1, gaze.blank());
        boolean[] left = Regions.rectangle(16, 16, 0, 0, 8, 16);
        assertEquals(0.5, gaze.share(left), 1e-6);
        assertEquals(1, gaze.mean().sum(), 1e-6);
        assertEquals(0, gaze.picture(2).sum());
        Gaze nothing = Gaze.of(view, new Observations(Tensor.zeros(1, 2), Tensor.zeros(1, 4), Tensor.zeros(1, 2, 2)));
        assertEquals(1, nothing.blank());
        assertEquals(0, nothing.mean().sum());
        assertEquals(0, nothing.share(left));
    }

    @Test
    void coversLieWhereTheMapIsHighest() {
        HeatMap map = map(2, 5, 0.1f, 5, 4, 0, 3, 2, 9, 0, 0, 1);
        boolean[] mask = new Cover(0.3).mask(map);
        boolean[] highest = new boolean[10];
        highest[1] = true;
        highest[2] = true;
        highest[6] = true;
        assertArrayEquals(highest, mask);
        assertEquals(7, Regions.area(new Cover(1).mask(map)), "nothing where the map is 0");
        assertEquals(0, Regions.area(new Cover(0).mask(map)));
        assertEquals(0, Regions.area(new Cover(0.5).mask(map(1, 3, 0, 0, 0))));
        assertThrows(IllegalArgumentException.class, () -> new Cover(1.1));
        assertThrows(IllegalArgumentException.class, () -> new Cover(Double.NaN));
    }

    @Test
    void noiseInACoverIsLikeThePicture() {
        var random = new Xoshiro256(3);
        float[] data = new float[64 * 64 * 3];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (0.3 + 0.2 * (i % 3) + 0.05 * random.nextGaussian());
        }
        boolean[] mask = Regions.rectangle(64, 64, 0, 0, 64, 32);
        float[] covered =
                Cover.withNoise(new Picture(64, 64, 3, data), mask, random).data();
        for (int k = 0; k < 3; k++) {
            double sum = 0;
            double squares = 0;
            for (int i = k; i < data.length; i += 3) {
                if (mask[i / 3]) {
                    assertTrue(covered[i] != data[i], "value " + i + " is covered");
                    sum += covered[i];
                    squares += (double) covered[i] * covered[i];
                } else {
                    assertEquals(data[i], covered[i]);
                }
            }
            double mean = sum / 2048;
            assertEquals(0.3 + 0.2 * k, mean, 0.01);
            assertEquals(0.05, Math.sqrt(squares / 2048 - mean * mean), 0.005);
        }
    }

    static HeatMap map(int height, int width, float... values) {
        return new HeatMap(height, width, values, "made up", "none", "nobody");
    }
}
