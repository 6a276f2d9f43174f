package org.fovea.engine.train;

import static org.fovea.engine.train.SmallTraining.assertSameWeights;
import static org.fovea.engine.train.SmallTraining.examples;
import static org.fovea.engine.train.SmallTraining.network;
import static org.fovea.engine.train.SmallTraining.timeless;
import static org.fovea.engine.train.SmallTraining.trainer;
import static org.fovea.engine.train.SmallTraining.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Target;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    /// Remembers all that it is told.
    private static final class Recorder implements TrainingListener {
        final List<String> order = new ArrayList<>();
        final List<StepFigures> steps = new ArrayList<>();
        final List<EpochFigures> epochs = new ArrayList<>();
        final List<Outcome> outcomes = new ArrayList<>();

        @Override
        public void begin(long stepsDone, long all) {
            order.add("begin " + stepsDone + "/" + all);
        }

        @Override
        public void step(StepFigures figures) {
            order.add("step");
            steps.add(figures);
        }

        @Override
        public void epoch(EpochFigures figures) {
            order.add("epoch");
            epochs.add(figures);
        }

        @Override
        public void end(Outcome outcome) {
            order.add("end");
            outcomes.add(outcome);
        }
    }

    @Test
    void learnsWhatCanBeLearnt() {
        Recorder recorder = new Recorder();
        Trainer trainer = Trainer.of(network(7), examples(60, 1))
                .schedule(Schedule.constant(0.01))
                .epochs(15)
                .batchSize(12)
                .listener(recorder);
        trainer.train();
        assertTrue(
                recorder.epochs.getLast().training().loss()
                        < 0.5 * recorder.epochs.getFirst().training().loss(),
                recorder.epochs.toString());
        EpochFigures.Measured learnt =
                new Evaluation(trainer.network, trainer.examples, 12, Workers.common()).measure(trainer.loss);
        assertTrue(learnt.accuracy() > 0.9, "without dropout, of the examples themselves: " + learnt);
    }

    @Test
    void listenersAreToldOfEverythingInOrder() {
        Recorder recorder = new Recorder();
        Outcome outcome = trainer(7).listener(recorder).train();
        List<String> expected = new ArrayList<>(List.of("begin 0/18"));
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int step = 0; step < 6; step++) {
                expected.add("step");
            }
            expected.add("epoch");
        }
        expected.add("end");
        assertEquals(expected, recorder.order);
        Schedule schedule = Schedule.cosine(0.02, 18).withWarmup(3);
        for (int i = 0; i < 18; i++) {
            StepFigures figures = recorder.steps.get(i);
            assertEquals(i + 1, figures.step());
            assertEquals(18, figures.steps());
            assertEquals(i / 6 + 1, figures.epoch());
            assertEquals(i % 6 == 5 ? 2 : 4, figures.examples());
            assertEquals(schedule.rate(i), figures.rate());
        }
        for (int epoch = 0; epoch < 3; epoch++) {
            double sum = 0;
            for (StepFigures figures : recorder.steps.subList(6 * epoch, 6 * epoch + 6)) {
                sum += figures.loss() * figures.examples();
            }
            EpochFigures figures = recorder.epochs.get(epoch);
            assertEquals(sum / 22, figures.training().loss(), 1e-12, "the mean over examples, not over batches");
            assertEquals(epoch + 1, figures.epoch());
            assertEquals(3, figures.epochs());
            assertTrue(figures.examplesPerSecond() > 0);
            double right = figures.training().accuracy() * 22;
            assertEquals(Math.round(right), right, 1e-9);
        }
        assertEquals(recorder.epochs.getLast(), outcome.last());
        assertEquals(List.of(outcome), recorder.outcomes);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void anyNumberOfThreadsGivesTheSameBits(int threads) {
        Map<String, int[]> one = new ConcurrentHashMap<>();
        Outcome expected = wide(1, one);
        Map<String, int[]> many = new ConcurrentHashMap<>();
        assertEquals(timeless(expected), timeless(wide(threads, many)));
        assertSameWeights(one, many);
    }

    /// A network whose layers' work is enough to be split into pieces.
    private static Outcome wide(int threads, Map<String, int[]> weights) {
        Network network = Network.builder("wide", SmallTraining.PICTURE)
                .conv2d("a", 64, Geometry.of(3).padding(1))
                .batchNorm("bn")
                .relu("relu")
                .depthwise("b", Geometry.of(3).padding(1))
                .batchNorm("bn2")
                .prelu("prelu")
                .sum("sum", "prelu", "relu")
                .maxPool("pool", 2)
                .flatten("flat")
                .dropout("dropout", 0.2)
                .dense("hidden", 64)
                .silu("silu")
                .dense("logits", 3)
                .build(new Xoshiro256(3));
        try (Workers workers = new Workers(threads)) {
            Outcome outcome = Trainer.of(network, examples(48, 1))
                    .schedule(Schedule.constant(0.01))
                    .clipNorm(0.5)
                    .epochs(2)
                    .batchSize(20)
                    .seed(9)
                    .validation(examples(20, 2))
                    .workers(workers)
                    .train();
            weights.putAll(weights(network));
            return outcome;
        }
    }

    @Test
    void theSeedDecidesAndNothingElse() {
        Trainer first = trainer(7);
        Trainer same = trainer(7);
        Trainer other = trainer(7).seed(6);
        assertEquals(timeless(first.train()), timeless(same.train()));
        assertSameWeights(weights(first.network), weights(same.network));
        other.train();
        assertFalse(Arrays.equals(
                weights(first.network).get("conv.weight"),
                weights(other.network).get("conv.weight")));
    }

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

    @Test
    void earlyStoppingGivesTheBestWeightsBack() {
        List<Map<String, int[]>> after = new ArrayList<>();
        Trainer trainer = trainer(7)
                .epochs(30)
                .optimizer(new Sgd(0.9, false, 0))
                .schedule(Schedule.constant(0.3))
                .earlyStopping(new EarlyStopping(EarlyStopping.Figure.LOSS, 3));
        Recorder recorder = new Recorder();
        trainer.listener(recorder).listener(new TrainingListener() {
            @Override
            public void epoch(EpochFigures figures) {
                after.add(weights(trainer.network));
            }
        });
        Outcome outcome = trainer.train();
        int best = 1;
        for (int epoch = 2; epoch <= after.size(); epoch++) {
            if (validationLoss(recorder, epoch) < validationLoss(recorder, best)) {
                best = epoch;
            }
        }
        assertTrue(after.size() < 30, "the training was to stop early");
        assertEquals(best + 3, after.size(), "three epochs without improvement are borne");
        assertEquals(best, outcome.best());
        assertEquals(after.size() * 6L, outcome.steps());
        assertEquals(after.size(), outcome.last().epoch());
        assertSameWeights(after.get(best - 1), weights(trainer.network));
        assertFalse(Arrays.equals(
                after.getLast().get("conv.weight"), after.get(best - 1).get("conv.weight")));
        EpochFigures.Measured again = new Evaluation(
                        trainer.network, Objects.requireNonNull(trainer.validation), 4, Workers.common())
                .measure(trainer.loss);
        assertEquals(validationLoss(recorder, best), again.loss());
    }

    private static double validationLoss(Recorder recorder, int epoch) {
        return Objects.requireNonNull(recorder.epochs.get(epoch - 1).validation())
                .loss();
    }

    @Test
    void aFigureThatIsNoNumberIsTheWorst() {
        double[] losses = {Double.NaN, 3, Double.NaN, 2, 2.5, 4, 1};
        Outcome outcome = withValidationLosses(losses, 2);
        assertEquals(4, outcome.best());
        assertEquals(6 * 6, outcome.steps(), "epochs 5 and 6 did not improve, the seventh was not run");
        assertEquals(
                1,
                withValidationLosses(new double[] {Double.NaN, Double.NaN, Double.NaN, 1}, 2)
                        .best());
    }

    @Test
    void equalFiguresAreNoImprovement() {
        Outcome outcome = withValidationLosses(new double[] {2, 1, 1, 1, 0}, 2);
        assertEquals(2, outcome.best());
        assertEquals(4 * 6, outcome.steps());
    }

    /// A training whose validation losses are given, epoch by epoch.
    private static Outcome withValidationLosses(double[] losses, int patience) {
        int[] epoch = {0};
        CrossEntropy crossEntropy = new CrossEntropy();
        Loss planned = labels -> {
            Target target = crossEntropy.of(labels);
            // Batches have 4 and 2 examples, the validation 7.
            return labels.length == 7 ? (output, gradient) -> losses[epoch[0]++] : target;
        };
        return trainer(7)
                .loss(planned)
                .epochs(losses.length)
                .earlyStopping(new EarlyStopping(EarlyStopping.Figure.LOSS, patience))
                .train();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void aLossThatIsNoNumberEndsTheTraining(double value) {
        int[] calls = {0};
        CrossEntropy crossEntropy = new CrossEntropy();
        Loss diverging = labels -> {
            Target target = crossEntropy.of(labels);
            return (output, gradient) -> {
                double loss = target.evaluate(output, gradient);
                return ++calls[0] == 3 ? value : loss;
            };
        };
        Trainer trainer =
                Trainer.of(network(7), examples(22, 1)).loss(diverging).batchSize(4);
        TrainingRun run = trainer.start();
        run.step();
        run.step();
        Map<String, int[]> before = weights(trainer.network);
        IllegalStateException ended = assertThrows(IllegalStateException.class, run::step);
        assertTrue(ended.getMessage().startsWith("the loss is " + value + " at step 3"), ended.getMessage());
        assertSameWeights(before, weights(trainer.network));
        assertEquals(2, run.steps());
        assertEquals(2, trainer.optimizer.steps());
    }

    @Test
    void inputsThatAreNoNumbersEndTheTrainingAtTheFirstStep() {
        Tensor inputs = Tensor.zeros(SmallTraining.PICTURE.batch(4));
        Arrays.fill(inputs.data(), Float.NaN);
        Trainer trainer = Trainer.of(network(7), Examples.of(inputs, 0, 1, 2, 0));
        assertTrue(assertThrows(IllegalStateException.class, trainer::train)
                .getMessage()
                .startsWith("the loss is NaN at step 1"));
    }

    @Test
    void aTrainingThatHasEndedTakesNoMoreSteps() {
        TrainingRun run =
                Trainer.of(network(7), examples(8, 1)).batchSize(4).epochs(1).start();
        assertFalse(run.finished());
        assertEquals(2, run.stepsInAll());
        run.step();
        run.step();
        assertTrue(run.finished());
        assertEquals(
                "the training has ended after 2 steps",
                assertThrows(IllegalStateException.class, run::step).getMessage());
        Outcome outcome = run.finish();
        assertEquals(2, outcome.steps());
        assertNull(outcome.last().validation());
        assertEquals(1, outcome.best());
    }

    @Test
    void lossesThatDoNotClassifyHaveNoAccuracy() {
        Trainer trainer = Trainer.of(network(7), examples(22, 1))
                .loss(new Triplet(0.2))
                .batchSize(8)
                .epochs(1)
                .validation(examples(7, 2));
        EpochFigures last = trainer.train().last();
        assertTrue(Double.isNaN(last.training().accuracy()));
        assertTrue(Double.isNaN(Objects.requireNonNull(last.validation()).accuracy()));
    }

    @Test
    void whatDoesNotFitIsRefusedAtTheDoor() {
        Network network = network(7);
        assertEquals(
                "small expects examples of shape 6×6×2, found 6×6×1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Trainer.of(network, Examples.of(Tensor.zeros(1, 6, 6, 1), 0)))
                        .getMessage());
        Trainer trainer = Trainer.of(network, examples(4, 1));
        assertThrows(
                IllegalArgumentException.class, () -> trainer.validation(Examples.of(Tensor.zeros(1, 6, 6, 1), 0)));
        for (int n : new int[] {0, -1}) {
            assertThrows(IllegalArgumentException.class, () -> trainer.epochs(n));
            assertThrows(IllegalArgumentException.class, () -> trainer.batchSize(n));
            assertThrows(IllegalArgumentException.class, () -> trainer.clipNorm(n));
            assertThrows(IllegalArgumentException.class, () -> Trainer.stepsPerEpoch(n, 1));
            assertThrows(IllegalArgumentException.class, () -> Trainer.stepsPerEpoch(1, n));
            assertThrows(IllegalArgumentException.class, () -> new EarlyStopping(EarlyStopping.Figure.LOSS, n));
        }
        assertThrows(IllegalArgumentException.class, () -> trainer.clipNorm(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Examples.of(Tensor.zeros(2, 3), 0));
        trainer.earlyStopping(new EarlyStopping(EarlyStopping.Figure.ACCURACY, 1));
        assertEquals(
                "early stopping needs validation examples",
                assertThrows(IllegalStateException.class, trainer::start).getMessage());
        trainer.validation(examples(4, 2)).loss(new Triplet(0.2));
        assertEquals(
                "early stopping watches the accuracy, but the loss does not classify",
                assertThrows(IllegalStateException.class, trainer::start).getMessage());
    }

    @Test
    void labelsBeyondTheOutputsAreRefused() {
        Trainer trainer = Trainer.of(network(7), Examples.of(Tensor.zeros(SmallTraining.PICTURE.batch(2)), 0, 3));
        assertEquals(
                "label 3 for a network with 3 outputs",
                assertThrows(IllegalArgumentException.class, trainer::train).getMessage());
    }

    @Test
    void evaluationMeasuresEveryExampleInOrder() {
        Network network = network(7);
        Examples all = Examples.of(random(11), labels(11));
        Tensor whole = network.forward(random(11)).output();
        for (int batchSize : new int[] {1, 2, 4, 11, 100}) {
            Evaluation evaluation = new Evaluation(network, all, batchSize, Workers.common());
            for (int time = 0; time < 2; time++) {
                Tensor outputs = evaluation.outputs();
                assertEquals(Shape.of(11, 3), outputs.shape());
                assertArrayEquals(whole.data(), outputs.data(), 1e-6f, "batches of " + batchSize);
            }
            EpochFigures.Measured measured = evaluation.measure(new CrossEntropy());
            double loss = new CrossEntropy().of(labels(11)).evaluate(whole, Tensor.zeros(11, 3));
            assertEquals(loss, measured.loss(), 1e-6);
            int right = 0;
            for (int n = 0; n < 11; n++) {
                float at = whole.get(n, labels(11)[n]);
                right += at >= whole.get(n, 0) && at >= whole.get(n, 1) && at >= whole.get(n, 2) ? 1 : 0;
            }
            assertEquals(right / 11.0, measured.accuracy(), 1e-12);
        }
    }

    @Test
    void theFirstOfEqualOutputsIsTheAnswer() {
        Tensor output = Tensor.of(Shape.of(3, 3), 1, 1, 0, 0, 2, 2, 5, 5, 5);
        assertEquals(3, Evaluation.right(output, new int[] {0, 1, 0}));
        assertEquals(0, Evaluation.right(output, new int[] {1, 2, 2}));
    }

    private static Tensor random(int n) {
        Xoshiro256 random = new Xoshiro256(n);
        Tensor t = Tensor.zeros(SmallTraining.PICTURE.batch(n));
        for (int i = 0; i < t.size(); i++) {
            t.data()[i] = (float) random.nextGaussian();
        }
        return t;
    }

    private static int[] labels(int n) {
        return IntStream.range(0, n).map(i -> i % 3).toArray();
    }
}
