package org.fovea.facerec.fusion;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.gaze.Observations;

/// Made-up members: person p's features lie near axis p, the logits too, and the maps are p's own.
final class Made {
    /// Longer than there are people, so that a probe can be far from all of them.
    static final int LENGTH = 6;

    static final int COPIES = 4;

    private Made() {}

    /// What a member observes of pictures that show these people.
    ///
    /// @param noise deviation of everything
    static Observations observations(double noise, long seed, int people, int... shown) {
        RandomGenerator random = new Xoshiro256(seed);
        Tensor logits = Tensor.zeros(shown.length, people);
        Tensor features = Tensor.zeros(shown.length, LENGTH);
        Tensor maps = Tensor.zeros(shown.length, 2, 3);
        for (int i = 0; i < shown.length; i++) {
            fill(logits, i, 4, shown[i], 4 * noise, random);
            fill(features, i, 1, shown[i], noise, random);
            fill(maps, i, 1, shown[i], noise, random);
        }
        return new Observations(logits, features, maps);
    }

    private static void fill(Tensor rows, int i, double height, int at, double noise, RandomGenerator random) {
        int length = rows.size() / rows.shape().extent(0);
        for (int k = 0; k < length; k++) {
            rows.data()[i * length + k] = (float) ((k == at ? height : 0) + noise * random.nextGaussian());
        }
    }

    /// A member that has learned `each` pictures of every person, person after person.
    static Experience member(double noise, long seed, int people, int each) {
        int[] labels = IntStream.range(0, people * each).map(i -> i / each).toArray();
        int[] copied = IntStream.range(0, labels.length * COPIES)
                .map(i -> labels[i / COPIES])
                .toArray();
        return new Experience(
                observations(noise, seed, people, labels),
                observations(noise, seed + 1, people, copied).features(),
                labels);
    }

    /// One row of anything, as observations of one probe.
    static Observations probe(Tensor features) {
        return new Observations(Tensor.zeros(1, 4), features, Tensor.zeros(1, 2, 3));
    }

    static Tensor row(double... values) {
        Tensor row = Tensor.zeros(1, values.length);
        for (int i = 0; i < values.length; i++) {
            row.data()[i] = (float) values[i];
        }
        return row;
    }

    static Observations withLogits(double... logits) {
        return new Observations(row(logits), Tensor.zeros(1, LENGTH), Tensor.zeros(1, 2, 3));
    }

    static Tensor rows(int columns, double... values) {
        Tensor rows = Tensor.zeros(Shape.of(values.length / columns, columns));
        for (int i = 0; i < values.length; i++) {
            rows.data()[i] = (float) values[i];
        }
        return rows;
    }
}
