package org.fovea.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A training that is over in milliseconds and has everything that a resumed one could get wrong: batch norm,
/// dropout, random changes to the examples, a batch of another size at an epoch's end, validation and early stopping.
final class SmallTraining {
    static final Shape PICTURE = Shape.of(6, 6, 2);
    static final int CLASSES = 3;
    static final int EXAMPLES = 22;
    static final int BATCH = 4;
    static final int EPOCHS = 3;
    static final int STEPS_PER_EPOCH = 6;
    static final int STEPS = EPOCHS * STEPS_PER_EPOCH;

    private SmallTraining() {}

    static Network network(long seed) {
        return Network.builder("small", PICTURE)
                .conv2d("conv", 5, Geometry.of(3).padding(1).withoutBias())
                .batchNorm("bn")
                .prelu("prelu")
                .maxPool("pool", 2)
                .dropout("dropout", 0.3)
                .flatten("flat")
                .dense("logits", CLASSES)
                .build(new Xoshiro256(seed));
    }

    /// Pictures whose class is seen in their brightness, each read with noise of its own.
    static Examples examples(int n, long seed) {
        Xoshiro256 random = new Xoshiro256(seed);
        Tensor inputs = Tensor.zeros(PICTURE.batch(n));
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = random.nextInt(CLASSES);
            for (int k = 0; k < PICTURE.size(); k++) {
                inputs.data()[i * PICTURE.size() + k] = (float) (0.5 * labels[i] + random.nextGaussian());
            }
        }
        Examples plain = Examples.of(inputs, labels);
        return new Examples() {
            @Override
            public int size() {
                return n;
            }

            @Override
            public Shape shape() {
                return PICTURE;
            }

            @Override
            public int label(int i) {
                return labels[i];
            }

            @Override
            public void read(int i, float[] into, int offset, RandomGenerator noise) {
                plain.read(i, into, offset, noise);
                for (int k = 0; k < PICTURE.size(); k++) {
                    into[offset + k] += (float) (0.1 * noise.nextGaussian());
                }
            }
        };
    }

    /// The training with its own optimiser, validation and early stopping, of a network that begins at a seed.
    static Trainer trainer(long networkSeed) {
        return trainer(network(networkSeed));
    }

    static Trainer trainer(Network network) {
        return Trainer.of(network, examples(EXAMPLES, 1))
                .loss(new CrossEntropy(0.1))
                .optimizer(new AdamW(0.01))
                .schedule(Schedule.cosine(0.02, STEPS).withWarmup(3))
                .clipNorm(1)
                .epochs(EPOCHS)
                .batchSize(BATCH)
                .seed(5)
                .validation(examples(7, 2))
                .earlyStopping(new EarlyStopping(EarlyStopping.Figure.LOSS, 2));
    }

    /// All that a checkpoint holds: arrays as bits, metadata.
    static Map<String, Object> contents(Path checkpoint) throws IOException {
        SafeTensors file = SafeTensors.read(checkpoint);
        Map<String, Object> contents = new TreeMap<>(file.metadata());
        for (String name : file.names()) {
            contents.put(name, bits(file.tensor(name)));
        }
        return contents;
    }

    static void assertSame(Map<String, Object> expected, Map<String, Object> found) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, value) -> {
            if (value instanceof int[] bits) {
                assertArrayEquals(bits, (int[]) found.get(name), name);
            } else {
                assertEquals(value, found.get(name), name);
            }
        });
    }

    static Map<String, int[]> weights(Network network) {
        Map<String, int[]> weights = new LinkedHashMap<>();
        network.parameters().forEach((name, p) -> weights.put(name, bits(p.value())));
        return weights;
    }

    static void assertSameWeights(Map<String, int[]> expected, Map<String, int[]> found) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, bits) -> assertArrayEquals(bits, found.get(name), name));
    }

    /// The outcome without the speed.
    static Outcome timeless(Outcome outcome) {
        EpochFigures last = outcome.last();
        return new Outcome(
                outcome.steps(),
                new EpochFigures(last.epoch(), last.epochs(), last.training(), last.validation(), 0),
                outcome.best());
    }

    private static int[] bits(Tensor t) {
        int[] bits = new int[t.size()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(t.data()[i]);
        }
        return bits;
    }
}
