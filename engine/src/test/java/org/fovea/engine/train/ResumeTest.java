package org.fovea.engine.train;

import static org.fovea.engine.train.SmallTraining.assertSame;
import static org.fovea.engine.train.SmallTraining.assertSameWeights;
import static org.fovea.engine.train.SmallTraining.contents;
import static org.fovea.engine.train.SmallTraining.network;
import static org.fovea.engine.train.SmallTraining.timeless;
import static org.fovea.engine.train.SmallTraining.trainer;
import static org.fovea.engine.train.SmallTraining.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.io.SafeTensorsWriter;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A training that was stopped and resumed must give the bits of one that was not, wherever it was stopped.
class ResumeTest {
    @TempDir
    Path folder;

    /// Ways to train, which differ in what a checkpoint must keep.
    private enum Way {
        ADAM_W(t -> t),
        SGD(t -> t.optimizer(new Sgd(0.9, true, 1e-3)).schedule(Schedule.constant(0.05))),
        /// Ends before its last epoch.
        STOPPED_EARLY(t -> t.optimizer(new Sgd(0.9, false, 0))
                .schedule(Schedule.constant(0.5))
                .earlyStopping(new EarlyStopping(EarlyStopping.Figure.ACCURACY, 1))),
        WITHOUT_VALIDATION(t -> Trainer.of(t.network, t.examples)
                .optimizer(new Adam(0.1))
                .epochs(SmallTraining.EPOCHS)
                .batchSize(SmallTraining.BATCH));

        private final UnaryOperator<Trainer> change;

        Way(UnaryOperator<Trainer> change) {
            this.change = change;
        }

        Trainer of(long networkSeed) {
            return change.apply(trainer(networkSeed));
        }
    }

    static Stream<Arguments> everyStep() {
        return Arrays.stream(Way.values())
                .flatMap(
                        way -> IntStream.rangeClosed(0, SmallTraining.STEPS).mapToObj(step -> Arguments.of(way, step)));
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void stoppedAtAnyStepAndResumedItGivesTheSameBits(Way way, int stopAt) throws IOException {
        Trainer unbroken = way.of(7);
        TrainingRun whole = unbroken.start();
        Outcome expected = whole.finish();
        Path end = folder.resolve("end");
        whole.save(end);

        TrainingRun first = way.of(7).start();
        while (first.steps() < stopAt && !first.finished()) {
            first.step();
        }
        Path checkpoint = folder.resolve("checkpoint");
        first.save(checkpoint);

        Trainer other = way.of(99); // another beginning, which the checkpoint must replace
        TrainingRun resumed = other.resume(checkpoint);
        assertEquals(first.steps(), resumed.steps());
        assertEquals(first.finished(), resumed.finished());
        Path again = folder.resolve("again");
        resumed.save(again);
        assertSame(contents(checkpoint), contents(again));

        Outcome outcome = resumed.finish();
        assertEquals(timeless(expected), timeless(outcome));
        assertSameWeights(weights(unbroken.network), weights(other.network));
        resumed.save(again);
        assertSame(contents(end), contents(again));
    }

    @Test
    void theWaysAreWhatTheyAreMeantToBe() {
        Outcome stopped = Way.STOPPED_EARLY.of(7).train();
        assertTrue(stopped.steps() < SmallTraining.STEPS, "stopped early: " + stopped);
        assertEquals(SmallTraining.STEPS, Way.ADAM_W.of(7).train().steps());
        assertEquals(SmallTraining.EPOCHS, Way.WITHOUT_VALIDATION.of(7).train().best());
    }

    @Test
    void stoppedTwiceItStillGivesTheSameBits() throws IOException {
        Trainer unbroken = trainer(7);
        unbroken.train();
        Path checkpoint = folder.resolve("checkpoint");
        TrainingRun run = trainer(7).start();
        Network last = null;
        for (int leg = 0; leg < 4; leg++) {
            for (int i = 0; i < 4; i++) {
                run.step();
            }
            run.save(checkpoint);
            last = network(leg);
            run = trainer(last).resume(checkpoint);
        }
        run.finish();
        assertSameWeights(weights(unbroken.network), weights(Objects.requireNonNull(last)));
    }

    @ParameterizedTest
    @CsvSource({"step, 6", "epoch, 6", "step, 12", "epoch, 12", "step, 18", "epoch, 18", "step, 9"})
    void aListenerMaySaveWhatCanBeResumed(String when, long at) throws IOException {
        Path checkpoint = folder.resolve("checkpoint");
        Trainer unbroken = trainer(7);
        TrainingRun[] run = new TrainingRun[1];
        unbroken.listener(new TrainingListener() {
            @Override
            public void step(StepFigures figures) {
                save("step");
            }

            @Override
            public void epoch(EpochFigures figures) {
                save("epoch");
            }

            private void save(String now) {
                try {
                    if (now.equals(when) && run[0].steps() == at) {
                        run[0].save(checkpoint);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        run[0] = unbroken.start();
        Outcome expected = run[0].finish();
        Trainer other = trainer(8);
        Outcome outcome = other.resume(checkpoint).finish();
        assertEquals(timeless(expected), timeless(outcome));
        assertSameWeights(weights(unbroken.network), weights(other.network));
    }

    @Test
    void aCheckpointIsAModelFile() throws IOException {
        Trainer trainer = trainer(7);
        TrainingRun run = trainer.start();
        run.step();
        Path checkpoint = folder.resolve("checkpoint");
        run.save(checkpoint);
        assertSameWeights(weights(trainer.network), weights(ModelFile.read(checkpoint)));
    }

    static Stream<Arguments> otherTrainings() {
        return Stream.of(
                other("seed is 6 here and 5 in the checkpoint", t -> t.seed(6)),
                other("batchSize is 5 here and 4 in the checkpoint", t -> t.batchSize(5)),
                other("epochs is 4 here and 3 in the checkpoint", t -> t.epochs(4)),
                other("optimizer is Sgd", t -> t.optimizer(new Sgd(0.9, false, 0.01))),
                other("optimizer is Adam, ", t -> t.optimizer(new Adam(0.01))),
                other("weight decay 0.02", t -> t.optimizer(new AdamW(0.02))),
                other("betas 0.8 and 0.999", t -> t.optimizer(new AdamW(0.8, 0.999, 1e-8, 0.01))),
                other("loss is CrossEntropy, smoothing 0.2", t -> t.loss(new CrossEntropy(0.2))),
                other("loss is CosFace, scale 8.0, margin 0.1", t -> t.loss(new CosFace(8, 0.1))),
                other("rates is 0.02", t -> t.schedule(Schedule.constant(0.02))),
                other("clipNorm is 2.0 here and 1.0 in the checkpoint", t -> t.clipNorm(2)),
                other("validation is 8 here and 7", t -> t.validation(SmallTraining.examples(8, 2))),
                other(
                        "earlyStopping is EarlyStopping[figure=LOSS, patience=3]",
                        t -> t.earlyStopping(new EarlyStopping(EarlyStopping.Figure.LOSS, 3))),
                other("examples is 23 here and 22", t -> {
                    Trainer larger = Trainer.of(t.network, SmallTraining.examples(23, 1));
                    return larger.loss(t.loss)
                            .optimizer(t.optimizer)
                            .schedule(t.schedule)
                            .clipNorm(1)
                            .epochs(3)
                            .batchSize(4)
                            .seed(5)
                            .validation(Objects.requireNonNull(t.validation))
                            .earlyStopping(Objects.requireNonNull(t.earlyStopping));
                }));
    }

    private static Arguments other(String complaint, UnaryOperator<Trainer> change) {
        return Arguments.of(complaint, change);
    }

    @ParameterizedTest
    @MethodSource("otherTrainings")
    void aCheckpointOfOtherSettingsIsRefused(String complaint, UnaryOperator<Trainer> change) throws IOException {
        FileFormatException refused = refused(checkpoint(), change.apply(trainer(3)));
        assertTrue(refused.found().contains(complaint), refused.getMessage());
    }

    @Test
    void aCheckpointOfAnotherNetworkIsRefused() throws IOException {
        Path checkpoint = checkpoint();
        Network wider = Network.builder("small", SmallTraining.PICTURE)
                .conv2d("conv", 6, Geometry.of(3).padding(1).withoutBias())
                .flatten("flat")
                .dense("logits", 3)
                .build(new Xoshiro256(1));
        FileFormatException refused = refused(checkpoint, trainer(wider));
        assertTrue(refused.found().contains("node 2 is \"conv\", conv2d"), refused.getMessage());
        Network silu = Network.builder("small", SmallTraining.PICTURE)
                .conv2d("conv", 5, Geometry.of(3).padding(1).withoutBias())
                .batchNorm("bn")
                .prelu("prelu")
                .averagePool("pool", 2)
                .dropout("dropout", 0.3)
                .flatten("flat")
                .dense("logits", 3)
                .build(new Xoshiro256(1));
        FileFormatException sameArrays = refused(checkpoint, trainer(silu));
        assertTrue(
                sameArrays.found().contains("node 5 is \"pool\", average_pool")
                        && sameArrays.found().contains("and \"pool\", max_pool"),
                sameArrays.getMessage());
    }

    @Test
    void whatIsNoCheckpointIsRefused() throws IOException {
        Path model = folder.resolve("model");
        ModelFile.write(model, network(7));
        assertTrue(refused(model, trainer(3)).expected().startsWith("a checkpoint"));
        Path text = Files.writeString(folder.resolve("text"), "not a checkpoint at all");
        refused(text, trainer(3));
        assertThrows(IOException.class, () -> trainer(3).resume(folder.resolve("missing")));
    }

    @ParameterizedTest
    @CsvSource({
        "step, -1",
        "step, 19",
        "step, x",
        "optimizerSteps, -1",
        "bestEpoch, 4",
        "bestEpoch, -2147483648",
        "lossSum, much",
        "bestGoodness, ''",
        "right, 1.5",
        "seen, -3",
        "random0, x",
        "random3, 9223372036854775808",
        "last.epoch, 0",
        "last.training.loss, none"
    })
    void aCheckpointWhoseNumbersCannotBeIsRefused(String key, String value) throws IOException {
        Path changed = rewrite(checkpoint(), metadata -> {
            metadata.put("training." + key, value);
            return metadata;
        });
        FileFormatException refused = refused(changed, trainer(3));
        assertTrue(refused.expected().contains("training." + key), refused.getMessage());
        assertEquals(value, refused.found());
    }

    @Test
    void aCheckpointWithPartsMissingIsRefused() throws IOException {
        Path whole = checkpoint();
        for (String key : List.of("step", "seed", "random2", "stopped", "last.epoch", "last.validation.loss")) {
            refused(
                    rewrite(whole, metadata -> {
                        metadata.remove("training." + key);
                        return metadata;
                    }),
                    trainer(3));
        }
        refused(
                rewrite(whole, metadata -> {
                    for (int i = 0; i < 4; i++) {
                        metadata.put("training.random" + i, "0");
                    }
                    return metadata;
                }),
                trainer(3));
        for (String array : List.of("conv.weight", "optimizer.1.bn.weight", "best.bn.running_var")) {
            Path part = folder.resolve("part");
            SafeTensors file = SafeTensors.read(whole);
            SafeTensorsWriter writer = SafeTensors.writer();
            file.metadata().forEach(writer::metadata);
            for (String name : file.names()) {
                if (!name.equals(array)) {
                    writer.add(name, file.tensor(name));
                }
            }
            writer.write(part);
            FileFormatException refused = refused(part, trainer(3));
            assertTrue(refused.expected().contains("\"" + array + "\""), refused.getMessage());
        }
    }

    /// A checkpoint in the second epoch.
    private Path checkpoint() throws IOException {
        TrainingRun run = trainer(7).start();
        for (int i = 0; i < 8; i++) {
            run.step();
        }
        Path path = folder.resolve("whole");
        run.save(path);
        return path;
    }

    private Path rewrite(Path checkpoint, UnaryOperator<Map<String, String>> change) throws IOException {
        SafeTensors file = SafeTensors.read(checkpoint);
        SafeTensorsWriter writer = SafeTensors.writer();
        change.apply(new LinkedHashMap<>(file.metadata())).forEach(writer::metadata);
        for (String name : file.names()) {
            writer.add(name, file.tensor(name));
        }
        Path path = folder.resolve("rewritten");
        writer.write(path);
        return path;
    }

    /// The refusal of a checkpoint, after which nothing must have changed.
    private static FileFormatException refused(Path checkpoint, Trainer trainer) {
        Map<String, int[]> before = weights(trainer.network);
        FileFormatException refused = assertThrows(FileFormatException.class, () -> trainer.resume(checkpoint));
        assertEquals(checkpoint.toString(), refused.source());
        assertSameWeights(before, weights(trainer.network));
        assertEquals(0, trainer.optimizer.steps());
        List<Float> state = new ArrayList<>();
        trainer.network.parameters().values().forEach(p -> {
            if (p.trained()) {
                trainer.optimizer.state(p).forEach(t -> {
                    for (float v : t.data()) {
                        state.add(v);
                    }
                });
            }
        });
        assertTrue(state.stream().allMatch(v -> v == 0), "the optimiser's state is as it was");
        return refused;
    }
}
