package org.fovea.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.io.SafeTensorsWriter;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The file that a training is resumed from: a model file with more in it.
///
/// Arrays: the network's parameters under their names; `optimizer.<i>.<parameter>`, the optimiser's i-th state array;
/// `best.<parameter>`, the best weights so far where early stopping watches. The metadata holds the settings, the
/// position, the last epoch's figures and the random generator under `training.…`. Not how fast the epoch went: the
/// same training writes the same bytes.
final class Checkpoint {
    private static final String PREFIX = "training.";

    private Checkpoint() {}

    static void write(Path path, TrainingRun run) throws IOException {
        SafeTensorsWriter writer = SafeTensors.writer();
        ModelFile.add(writer, "", run.trainer.network);
        state(run).forEach(writer::add);
        run.best.forEach((name, value) -> writer.add("best." + name, value));
        position(run).forEach((key, value) -> writer.metadata(PREFIX + key, value));
        writer.write(path);
    }

    private static Map<String, Tensor> state(TrainingRun run) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        run.trainer.network.parameters().forEach((name, p) -> {
            if (p.trained()) {
                List<Tensor> states = run.trainer.optimizer.state(p);
                for (int i = 0; i < states.size(); i++) {
                    all.put("optimizer." + i + "." + name, states.get(i));
                }
            }
        });
        return all;
    }

    private static Map<String, String> position(TrainingRun run) {
        Map<String, String> position = settings(run);
        position.put("step", Long.toString(run.step));
        position.put("optimizerSteps", Long.toString(run.trainer.optimizer.steps()));
        position.put("lossSum", Double.toString(run.lossSum));
        position.put("right", Long.toString(run.right));
        position.put("seen", Long.toString(run.seen));
        position.put("bestEpoch", Integer.toString(run.bestEpoch));
        position.put("bestGoodness", Double.toString(run.bestGoodness));
        position.put("stopped", Boolean.toString(run.stopped));
        long[] words = run.dropout.state();
        for (int i = 0; i < words.length; i++) {
            position.put("random" + i, Long.toString(words[i]));
        }
        EpochFigures last = run.figures;
        if (last != null) {
            position.put("last.epoch", Integer.toString(last.epoch()));
            putMeasured(position, "last.training", last.training());
            if (last.validation() != null) {
                putMeasured(position, "last.validation", last.validation());
            }
        }
        return position;
    }

    private static void putMeasured(Map<String, String> position, String key, EpochFigures.Measured measured) {
        position.put(key + ".loss", Double.toString(measured.loss()));
        position.put(key + ".accuracy", Double.toString(measured.accuracy()));
    }

    /// What must be the same when the training goes on.
    private static Map<String, String> settings(TrainingRun run) {
        Trainer trainer = run.trainer;
        Examples validation = trainer.validation;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(trainer.seed));
        settings.put("examples", Integer.toString(trainer.examples.size()));
        settings.put("batchSize", Integer.toString(trainer.batchSize));
        settings.put("epochs", Integer.toString(trainer.epochs));
        settings.put("optimizer", trainer.optimizer.toString());
        settings.put("loss", trainer.loss.describe());
        settings.put("rates", rates(trainer.schedule, run.stepsInAll()));
        settings.put("clipNorm", String.valueOf(trainer.clipNorm));
        settings.put("validation", validation == null ? "none" : Integer.toString(validation.size()));
        settings.put("earlyStopping", String.valueOf(trainer.earlyStopping));
        return settings;
    }

    /// A schedule is a function; some of its values stand for it.
    private static String rates(Schedule schedule, long steps) {
        return LongStream.of(0, steps / 4, steps / 2, 3 * steps / 4, steps - 1)
                .mapToObj(step -> Double.toString(schedule.rate(step)))
                .collect(Collectors.joining(", "));
    }

    /// Reads and checks all of it, and only then changes the run.
    static void read(Path path, TrainingRun run) throws IOException {
        SafeTensors file = SafeTensors.read(path);
        Position position = new Position(file);
        settings(run).forEach(position::expect);
        Network network = run.trainer.network;
        Network saved = ModelFile.network(file, "");
        position.expect(network, saved);
        position.check();

        List<Runnable> changes = new ArrayList<>();
        changes.add(() -> network.copyParametersFrom(saved));
        for (Map.Entry<String, Tensor> entry : state(run).entrySet()) {
            changes.add(replacement(file, entry.getKey(), entry.getValue()));
        }
        long step = position.whole("step", 0, run.stepsInAll());
        int bestEpoch = (int) position.whole("bestEpoch", 0, run.trainer.epochs);
        if (bestEpoch > 0) {
            for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
                Tensor best = Tensor.zeros(entry.getValue().value().shape());
                changes.add(replacement(file, "best." + entry.getKey(), best));
                changes.add(() -> run.best.put(entry.getKey(), best));
            }
        }
        Xoshiro256 random = position.random();
        long optimizerSteps = position.whole("optimizerSteps", 0, Long.MAX_VALUE);
        double lossSum = position.number("lossSum");
        double bestGoodness = position.number("bestGoodness");
        long right = position.whole("right", 0, Long.MAX_VALUE);
        long seen = position.whole("seen", 0, Long.MAX_VALUE);
        boolean stopped = Boolean.parseBoolean(position.text("stopped"));
        EpochFigures figures = position.figures(run);

        changes.forEach(Runnable::run);
        run.dropout.restore(random.state());
        run.step = step;
        run.trainer.optimizer.restoreSteps(optimizerSteps);
        run.lossSum = lossSum;
        run.right = right;
        run.seen = seen;
        run.bestEpoch = bestEpoch;
        run.bestGoodness = bestGoodness;
        run.stopped = stopped;
        run.figures = figures;
    }

    private static Runnable replacement(SafeTensors file, String name, Tensor into) throws IOException {
        Tensor value = file.finiteTensor(name);
        if (!value.shape().equals(into.shape())) {
            throw new FileFormatException(
                    file.path().toString(),
                    0,
                    "an array \"" + name + "\" of shape " + into.shape(),
                    value.shape().toString());
        }
        return () -> System.arraycopy(value.data(), 0, into.data(), 0, into.size());
    }

    /// What the metadata says.
    private static final class Position {
        private final SafeTensors file;
        private final List<String> differences = new ArrayList<>();

        Position(SafeTensors file) throws FileFormatException {
            this.file = file;
            text("step");
        }

        void expect(String key, String expected) {
            String found = file.metadata().get(PREFIX + key);
            if (!expected.equals(found)) {
                differences.add(key + " is " + expected + " here and " + found + " in the checkpoint");
            }
        }

        /// Expects the same nodes, and says of the first that differ how they do.
        void expect(Network here, Network saved) {
            for (int i = 0; i < Math.max(here.nodes().size(), saved.nodes().size()); i++) {
                String ours = describe(here, i);
                String theirs = describe(saved, i);
                if (!ours.equals(theirs)) {
                    differences.add("node " + (i + 1) + " is " + ours + " here and " + theirs + " in the checkpoint");
                    return;
                }
            }
        }

        private static String describe(Network network, int i) {
            if (i >= network.nodes().size()) {
                return "missing";
            }
            Node node = network.nodes().get(i);
            return "\"" + node.name() + "\", " + node.layer().type() + " of " + node.inputs() + " with "
                    + node.layer().options().asMap();
        }

        void check() throws FileFormatException {
            if (!differences.isEmpty()) {
                throw refused("a checkpoint of this training", String.join("; ", differences));
            }
        }

        String text(String key) throws FileFormatException {
            String text = file.metadata().get(PREFIX + key);
            if (text == null) {
                throw refused("a checkpoint, with \"" + PREFIX + key + "\" in its metadata", "none");
            }
            return text;
        }

        long whole(String key, long least, long most) throws FileFormatException {
            try {
                long number = Long.parseLong(text(key));
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Refused below, as a number out of range is.
            }
            throw refused("a whole number from " + least + " to " + most + " for \"" + PREFIX + key + "\"", text(key));
        }

        double number(String key) throws FileFormatException {
            try {
                return Double.parseDouble(text(key));
            } catch (NumberFormatException e) {
                throw refused("a number for \"" + PREFIX + key + "\"", text(key));
            }
        }

        Xoshiro256 random() throws FileFormatException {
            long[] words = new long[4];
            for (int i = 0; i < words.length; i++) {
                words[i] = whole("random" + i, Long.MIN_VALUE, Long.MAX_VALUE);
            }
            Xoshiro256 random = new Xoshiro256(0);
            try {
                random.restore(words);
            } catch (IllegalArgumentException e) {
                throw refused("the state of a random generator", String.valueOf(e.getMessage()));
            }
            return random;
        }

        /// The figures of the last epoch that ended; none before the first has.
        @Nullable
        EpochFigures figures(TrainingRun run) throws FileFormatException {
            if (!file.metadata().containsKey(PREFIX + "last.epoch")) {
                if (whole("step", 0, run.stepsInAll()) >= run.stepsPerEpoch()) {
                    throw refused("the figures of the last epoch", "none");
                }
                return null;
            }
            return new EpochFigures(
                    (int) whole("last.epoch", 1, run.trainer.epochs),
                    run.trainer.epochs,
                    measured("last.training"),
                    run.trainer.validation == null ? null : measured("last.validation"),
                    0);
        }

        private EpochFigures.Measured measured(String key) throws FileFormatException {
            return new EpochFigures.Measured(number(key + ".loss"), number(key + ".accuracy"));
        }

        private FileFormatException refused(String expected, String found) {
            return new FileFormatException(file.path().toString(), 0, expected, found);
        }
    }
}
