package org.fovea.engine.train;

import static org.fovea.engine.train.SmallTraining.assertSameWeights;
import static org.fovea.engine.train.SmallTraining.examples;
import static org.fovea.engine.train.SmallTraining.network;
import static org.fovea.engine.train.SmallTraining.timeless;
import static org.fovea.engine.train.SmallTraining.trainer;
import static org.fovea.engine.train.SmallTraining.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Target;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
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
}
