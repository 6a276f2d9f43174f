package org.fovea.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.io.SafeTensorsWriter;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.tensor.Tensor;

/// The file that a training is resumed from: a model file with more in it.
///
/// Arrays: the network's parameters under their names; `optimizer.<i>.<parameter>`, the optimiser's i-th state array;
/// `best.<parameter>`, the best weights so far where early stopping watches. The metadata holds the position and the
/// random generator under `training.…`.
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
        return position;
    }

    /// What must be the same when the training goes on.
    private static Map<String, String> settings(TrainingRun run) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(run.trainer.seed));
        settings.put("examples", Integer.toString(run.trainer.examples.size()));
        settings.put("batchSize", Integer.toString(run.trainer.batchSize));
        settings.put("epochs", Integer.toString(run.trainer.epochs));
        settings.put("optimizer", run.trainer.optimizer.getClass().getSimpleName());
        return settings;
    }

    /// Reads and checks all of it, and only then changes the run.
    static void read(Path path, TrainingRun run) throws IOException {
        SafeTensors file = SafeTensors.read(path);
        Position position = new Position(file);
        settings(run).forEach(position::expect);
        position.check();

        List<Runnable> changes = new ArrayList<>();
        for (Map.Entry<String, Parameter> entry :
                run.trainer.network.parameters().entrySet()) {
            changes.add(replacement(file, entry.getKey(), entry.getValue().value()));
        }
        for (Map.Entry<String, Tensor> entry : state(run).entrySet()) {
            changes.add(replacement(file, entry.getKey(), entry.getValue()));
        }
        int bestEpoch = (int) position.whole("bestEpoch");
        if (bestEpoch > 0) {
            for (Map.Entry<String, Parameter> entry :
                    run.trainer.network.parameters().entrySet()) {
                Tensor best = Tensor.zeros(entry.getValue().value().shape());
                changes.add(replacement(file, "best." + entry.getKey(), best));
                changes.add(() -> run.best.put(entry.getKey(), best));
            }
        }
        long[] words = new long[4];
        for (int i = 0; i < words.length; i++) {
            words[i] = position.whole("random" + i);
        }
        long step = position.whole("step");
        long optimizerSteps = position.whole("optimizerSteps");
        double lossSum = position.number("lossSum");
        double bestGoodness = position.number("bestGoodness");
        long right = position.whole("right");
        long seen = position.whole("seen");
        boolean stopped = Boolean.parseBoolean(position.text("stopped"));

        changes.forEach(Runnable::run);
        run.dropout.restore(words);
        run.step = step;
        run.trainer.optimizer.restoreSteps(optimizerSteps);
        run.lossSum = lossSum;
        run.right = right;
        run.seen = seen;
        run.bestEpoch = bestEpoch;
        run.bestGoodness = bestGoodness;
        run.stopped = stopped;
    }

    private static Runnable replacement(SafeTensors file, String name, Tensor into) throws IOException {
        Tensor value = file.tensor(name);
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

        long whole(String key) throws FileFormatException {
            try {
                return Long.parseLong(text(key));
            } catch (NumberFormatException e) {
                throw refused("a whole number for \"" + PREFIX + key + "\"", text(key));
            }
        }

        double number(String key) throws FileFormatException {
            try {
                return Double.parseDouble(text(key));
            } catch (NumberFormatException e) {
                throw refused("a number for \"" + PREFIX + key + "\"", text(key));
            }
        }

        private FileFormatException refused(String expected, String found) {
            return new FileFormatException(file.path().toString(), 0, expected, found);
        }
    }
}
