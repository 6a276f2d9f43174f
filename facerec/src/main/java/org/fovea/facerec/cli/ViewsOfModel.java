package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.experiment.ViewExperiment;
import org.fovea.facerec.experiment.ViewResults;
import org.fovea.facerec.experiment.ViewSettings;
import org.fovea.facerec.fusion.Fusion;
import org.fovea.facerec.verification.AlignedFaces;
import org.fovea.facerec.verification.EmbeddingStore;
import org.fovea.facerec.verification.PersonPhotographs;

/// `fovea experiment --model`: views of aligned faces through an embedding network that nothing trains.
///
/// @param minimum people with fewer photographs are left out
/// @param reading how photographs are read
record ViewsOfModel(
        ViewOptions options,
        DetectorOptions detection,
        int minimum,
        ReadingOptions reading,
        ViewSettings settings,
        RunOptions run) {
    /// Photographs a person where the command does not say.
    static final int STANDARD_MINIMUM = 10;

    int call(Path model, Path data, Path output) throws IOException {
        detection.file();
        Paths.checkModel(model);
        Paths.checkOutputFolder(output);
        List<PersonPhotographs> people = people(data);
        EmbeddingModel network = EmbeddingModel.read(model, options.card);
        Files.createDirectories(output);
        FaceSet faces = aligned(people, network, output);
        run.remarks()
                .println(faces + ", " + settings.galleryPerPerson() + " a person in the gallery, " + settings.splits()
                        + " splits");
        ViewResults results;
        try (EmbeddingStore store = EmbeddingStore.open(
                output.resolve("embeddings.bin"),
                fingerprint(network.fingerprint(), network.card().recipe()))) {
            EmbeddingProgress progress = new EmbeddingProgress(run.remarks(), store.size());
            results = new ViewExperiment(faces, settings, network, store, run.workers(), progress::add).run();
        }
        results.writeTables(output);
        run.remarks().println("wrote " + Printable.of(output.resolve("results.csv")) + " and summary.csv");
        StringBuilder text = new StringBuilder();
        for (Fusion fusion : ViewExperiment.FUSIONS) {
            text.append(fusion.name()).append(": ").append(fusion.about()).append('\n');
            text.append(ExperimentCommand.table(results.summary(), fusion)).append('\n');
        }
        run.print(results.summary(), text.toString());
        return 0;
    }

    private List<PersonPhotographs> people(Path data) throws IOException {
        int needed = Math.max(minimum, settings.galleryPerPerson() + 1);
        List<PersonPhotographs> all = PersonPhotographs.read(data, needed);
        if (all.size() < 2) {
            throw new IOException(Printable.of(data) + ": " + all.size() + " people with at least " + needed
                    + " photographs; 2 expected");
        }
        return PersonPhotographs.draw(all, options.people, options.photographs, new Xoshiro256(settings.seed()));
    }

    private FaceSet aligned(List<PersonPhotographs> people, EmbeddingModel network, Path output) throws IOException {
        FaceReader reader = detection.reader(network, new Workers(1));
        int photographs =
                people.stream().mapToInt(person -> person.files().size()).sum();
        PhotoProgress progress = new PhotoProgress(run.remarks(), photographs);
        String fingerprint = fingerprint(
                Fingerprint.of(detection.file()), detection.settings().toString(), reading.toString());
        try (EmbeddingStore landmarks = EmbeddingStore.open(output.resolve("landmarks.bin"), fingerprint)) {
            AlignedFaces aligned = AlignedFaces.of(
                    people,
                    settings.galleryPerPerson() + 1,
                    reader,
                    network.card().reference(),
                    landmarks,
                    reading,
                    run.workers(),
                    progress::done);
            if (aligned.notFound() > 0) {
                run.remarks()
                        .println(aligned.notFound() + " of " + aligned.photographs()
                                + " photographs show no face and are left out");
            }
            return aligned.faces();
        }
    }

    private static String fingerprint(String... parts) {
        return Fingerprint.of(String.join("\n", parts));
    }
}
