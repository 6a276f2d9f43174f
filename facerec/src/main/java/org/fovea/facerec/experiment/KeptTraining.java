package org.fovea.facerec.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.NetworkSpec;
import org.fovea.facerec.ensemble.NetworkTraining;
import org.fovea.facerec.ensemble.Studio;
import org.fovea.facerec.ensemble.Trained;

/// Training of one network after another, each kept in a folder when it is finished: a training that was broken off
/// goes on with the network that it was at. The networks are those of [NetworkTraining], to the last bit.
public final class KeptTraining implements Studio {
    private final SplitData split;
    private final Path folder;
    private final Workers workers;
    private final NetworkTraining.Announcer announcer;
    private final Map<NetworkSpec, Trained> done = new HashMap<>();
    private int found;

    /// @param training the pictures to learn from, of the frame's size
    /// @param folder for finished networks; made if it is not there
    /// @throws IOException if the folder cannot be made
    public KeptTraining(
            FaceSet training,
            Standardisation standardisation,
            Path folder,
            Workers workers,
            NetworkTraining.Announcer announcer)
            throws IOException {
        split = SplitData.of(training, standardisation);
        this.folder = Files.createDirectories(folder);
        this.workers = workers;
        this.announcer = announcer;
    }

    /// @throws UncheckedIOException if a network cannot be written or read
    @Override
    public Trained train(NetworkSpec spec) {
        Trained known = done.get(spec);
        if (known == null) {
            known = kept(new NetworkTask(split, spec, this));
            done.put(spec, known);
        }
        return known;
    }

    private Trained kept(NetworkTask task) {
        Path file = folder.resolve(task.name());
        try {
            if (Files.exists(file)) {
                found++;
            } else {
                task.run(file, workers, announcer);
            }
            return task.read(file).trained();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many networks were there from before.
    public int found() {
        return found;
    }
}
