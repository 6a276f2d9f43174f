package org.fovea.engine.train;

import static org.fovea.engine.train.SmallTraining.examples;
import static org.fovea.engine.train.SmallTraining.network;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.fovea.engine.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which examples are read when, and with which random numbers.
class BatchOrderTest {
    /// Which examples each step reads, and with which random number.
    private static List<List<Integer>> batches(long seed, int n, int batchSize, int epochs, Map<String, Long> random) {
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> current = new ArrayList<>();
        Examples plain = examples(n, 1);
        Examples recording = new Examples() {
            @Override
            public int size() {
                return n;
            }

            @Override
            public Shape shape() {
                return plain.shape();
            }

            @Override
            public int label(int i) {
                current.add(i); // asked for on the training's thread, in the batch's order
                return plain.label(i);
            }

            @Override
            public void read(int i, float[] into, int offset, RandomGenerator generator) {
                random.put(batches.size() + ":" + i, generator.nextLong());
                plain.read(i, into, offset, generator);
            }
        };
        TrainingListener listener = new TrainingListener() {
            @Override
            public void step(StepFigures figures) {
                assertEquals(current.size(), figures.examples());
                batches.add(List.copyOf(current));
                current.clear();
            }
        };
        Trainer.of(network(7), recording)
                .seed(seed)
                .batchSize(batchSize)
                .epochs(epochs)
                .listener(listener)
                .train();
        return batches;
    }

    @Test
    void everyEpochReadsEveryExampleOnceInAnOrderOfItsOwn() {
        Map<String, Long> random = new ConcurrentHashMap<>();
        List<List<Integer>> batches = batches(5, 22, 4, 3, random);
        assertEquals(18, batches.size());
        List<List<Integer>> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            List<Integer> all = new ArrayList<>();
            batches.subList(6 * epoch, 6 * epoch + 6).forEach(all::addAll);
            epochs.add(all);
            assertEquals(
                    IntStream.range(0, 22).boxed().toList(),
                    all.stream().sorted().toList());
        }
        assertNotEquals(epochs.get(0), epochs.get(1));
        assertNotEquals(epochs.get(1), epochs.get(2));
        assertNotEquals(IntStream.range(0, 22).boxed().toList(), epochs.get(0));
        assertEquals(66, random.size());
        assertEquals(66, random.values().stream().distinct().count(), "every reading has random numbers of its own");

        Map<String, Long> again = new ConcurrentHashMap<>();
        assertEquals(batches, batches(5, 22, 4, 3, again));
        assertEquals(random, again);
        assertNotEquals(batches, batches(6, 22, 4, 3, new ConcurrentHashMap<>()));
    }

    @Test
    void anExamplesRandomNumbersDoNotDependOnTheBatchItIsIn() {
        Map<String, Long> small = new ConcurrentHashMap<>();
        Map<String, Long> large = new ConcurrentHashMap<>();
        batches(5, 20, 4, 1, small);
        batches(5, 20, 10, 1, large);
        assertEquals(byExample(small), byExample(large));
    }

    private static Map<String, Long> byExample(Map<String, Long> byBatch) {
        Map<String, Long> result = new ConcurrentHashMap<>();
        byBatch.forEach((key, value) -> result.put(key.substring(key.indexOf(':') + 1), value));
        return result;
    }

    @ParameterizedTest
    @CsvSource({"20, 5, 4", "22, 4, 6", "21, 4, 5", "3, 8, 1", "1, 8, 1", "1, 1, 1", "5, 1, 5", "9, 8, 1", "10, 8, 2"})
    void aRestOfOneExampleIsLeftOut(int examples, int batchSize, int steps) {
        assertEquals(steps, Trainer.stepsPerEpoch(examples, batchSize));
    }

    @Test
    void aRestOfOneIsNotReadButAllOthersAre() {
        List<List<Integer>> batches = batches(5, 21, 4, 2, new ConcurrentHashMap<>());
        assertEquals(10, batches.size());
        for (int epoch = 0; epoch < 2; epoch++) {
            assertEquals(
                    20,
                    batches.subList(5 * epoch, 5 * epoch + 5).stream()
                            .flatMap(List::stream)
                            .distinct()
                            .count());
        }
    }
}
