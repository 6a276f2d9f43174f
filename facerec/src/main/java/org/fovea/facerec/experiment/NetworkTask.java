package org.fovea.facerec.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.io.SafeTensorsWriter;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.train.TrainingListener;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.ensemble.NetworkSpec;
import org.fovea.facerec.ensemble.NetworkTraining;
import org.fovea.facerec.ensemble.Studio;
import org.fovea.facerec.ensemble.Trained;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.gaze.Gaze;
import org.fovea.facerec.gaze.Observations;
import org.fovea.facerec.model.ExperienceTensors;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.task.Recipe;
import org.fovea.facerec.task.Task;

/// The training of one network on one split, and what it makes of the split's probes. The file holds the network, its
/// experience, and its observations under each condition.
///
/// @param split what it learns from and is asked about
/// @param spec what the network is to be
/// @param others gives the networks that `spec` is to look away from, which were trained before
record NetworkTask(SplitData split, NetworkSpec spec, Studio others) implements Task {
    private static final TrainingListener SILENT = new TrainingListener() {};

    @Override
    public String specification() {
        return "fovea network task 1\n" + spec + "\n" + split.specification();
    }

    @Override
    public String title() {
        return "split " + split.number() + ", "
                + (spec.view().isWhole()
                        ? "whole face"
                        : "a view of " + Math.round(100 * spec.view().share()) + " %");
    }

    @Override
    public String extension() {
        return ".safetensors";
    }

    /// @throws NullPointerException if the split stays on this machine
    @Override
    public Recipe recipe() {
        return Recipe.of(NetworkTaskKind.NAME, NetworkArguments.of(origin(), spec), this);
    }

    @Override
    public List<Input> inputs() {
        return List.of(origin().faces().input());
    }

    private SplitOrigin origin() {
        return Objects.requireNonNull(split.origin(), "a split that stays on this machine");
    }

    @Override
    public void run(Path file) throws IOException {
        try (Workers alone = new Workers(1)) {
            run(file, alone, (s, network) -> SILENT);
        }
    }

    /// The same with more threads and somebody who listens; the file is the same to the last bit.
    void run(Path file, Workers workers, NetworkTraining.Announcer announcer) throws IOException {
        Trained trained =
                NetworkTraining.train(spec, split.training(), split.standardisation(), others, workers, announcer);
        SafeTensorsWriter writer = SafeTensors.writer().metadata("format", "fovea network task 1");
        ModelFile.add(writer, "network/", trained.face().network());
        ExperienceTensors.add(writer, "training/", trained.experience());
        split.probes()
                .forEach((condition, probes) -> ExperienceTensors.add(
                        writer, condition.label() + "/", Observations.of(trained.face(), probes, null, workers)));
        writer.write(file);
    }

    /// What a network of the experiment is and saw.
    ///
    /// @param trained the network and its experience
    /// @param probes its observations under each condition
    /// @param gaze where it looks in the training pictures
    record Result(Trained trained, Map<Condition, Observations> probes, Gaze gaze) {}

    /// Reads what [#run] wrote.
    Result read(Path file) throws IOException {
        SafeTensors arrays = SafeTensors.read(file);
        FaceNetwork face = new FaceNetwork(ModelFile.network(arrays, "network/"), spec.view(), split.standardisation());
        Experience experience = ExperienceTensors.experience(
                arrays, "training/", split.training().labels());
        if (experience == null) {
            throw new FileFormatException(file.toString(), 8, "the result of a network task", "no \"training/varied\"");
        }
        Map<Condition, Observations> probes = new EnumMap<>(Condition.class);
        for (Condition condition : split.probes().keySet()) {
            probes.put(condition, ExperienceTensors.observations(arrays, condition.label() + "/"));
        }
        Trained trained = new Trained(spec, face, experience);
        return new Result(trained, probes, trained.gaze());
    }
}
