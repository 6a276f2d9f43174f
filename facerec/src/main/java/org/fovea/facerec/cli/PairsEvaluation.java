package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.embedding.Calibration;
import org.fovea.facerec.embedding.EmbeddingCards;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.evaluation.FoldedAccuracy;
import org.fovea.facerec.report.PairsEvaluationPage;
import org.fovea.facerec.report.PairsEvaluationPage.Source;
import org.fovea.facerec.verification.EmbeddingStore;
import org.fovea.facerec.verification.PairEmbeddings;
import org.fovea.facerec.verification.PairFigures;
import org.fovea.facerec.verification.PairList;
import org.fovea.facerec.verification.Photo;
import org.fovea.facerec.verification.PhotoEmbedding;
import org.jspecify.annotations.Nullable;

/// `fovea evaluate --lfw`: pairs of photographs through detection, alignment and an embedding network.
///
/// @param reading how photographs are read
/// @param seed of the intervals and of the impostor pairs that are drawn for a calibration
record PairsEvaluation(
        PairsOptions options,
        DetectorOptions detection,
        EmbeddingOptions embedding,
        ReadingOptions reading,
        long seed,
        RunOptions run) {
    private static final int FOLDS = 10;

    int call() throws IOException {
        Path folder = Objects.requireNonNull(options.folder);
        if (options.pairs == null) {
            throw run.wrong("--lfw needs --pairs, the list of pairs");
        }
        detection.file();
        if (options.calibrate != null) {
            Paths.checkOutput(options.calibrate);
        }
        if (options.output != null) {
            Paths.checkOutputFolder(options.output);
        }
        PairList list = PairList.read(options.pairs).inFolds(FOLDS);
        checkThere(list, folder);
        PairList training = options.trainPairs == null ? null : PairList.read(options.trainPairs);
        if (training != null) {
            checkThere(training, folder);
        }
        EmbeddingModel model = embedding.read();
        FaceReader reader = detection.reader(model, new Workers(1));
        String fingerprint = fingerprint(model);
        Path cache = options.cache == null ? standardCache(fingerprint) : options.cache;
        try (EmbeddingStore store = EmbeddingStore.open(cache, fingerprint)) {
            run.remarks()
                    .println("embeddings are kept in " + Printable.of(cache) + ", " + store.size()
                            + " from before; remove it when you are done");
            PhotoEmbedding embedder = new PhotoEmbedding(reader, store, reading);
            PairEmbeddings pairs = embedded(list, folder, embedder, store);
            Double threshold = training == null ? null : threshold(embedded(training, folder, embedder, store));
            PairFigures figures = PairFigures.of(pairs, threshold, seed);
            PairsReport report = PairsReport.of(model.card().name(), figures, thresholdsFrom(list, threshold));
            if (options.calibrate != null) {
                calibrate(model, pairs, options.calibrate);
            }
            if (options.output != null) {
                new PairsWriting(figures, report, sources(list, model), faces(figures, folder, embedder))
                        .write(options.output, run.remarks());
            }
            run.print(report, report.text());
        }
        return 0;
    }

    private static double threshold(PairEmbeddings training) {
        return FoldedAccuracy.threshold(training.scores(), training.genuine());
    }

    private String thresholdsFrom(PairList list, @Nullable Double threshold) {
        return threshold != null
                ? "from " + Printable.of(Objects.requireNonNull(options.trainPairs))
                : list.folds() == 2
                        ? "each from the other fold"
                        : "each from the other " + (list.folds() - 1) + " folds";
    }

    /// Photographs that are not there are not failures to find a face: the folder is not the list's.
    private static void checkThere(PairList list, Path folder) throws IOException {
        List<Path> missing = list.photos().stream()
                .map(photo -> photo.in(folder))
                .filter(file -> !Files.exists(file))
                .toList();
        if (!missing.isEmpty()) {
            throw new IOException(
                    missing.size() + " of the list's " + list.photos().size()
                            + " photographs are not there: " + Printable.of(missing.getFirst())
                            + (missing.size() > 1 ? ", …" : ""));
        }
    }

    /// What decides an embedding: files and settings.
    private String fingerprint(EmbeddingModel model) throws IOException {
        String recipe = String.join(
                "\n",
                Fingerprint.of(detection.file()),
                detection.settings().toString(),
                reading.toString(),
                model.fingerprint(),
                model.card().recipe());
        return Fingerprint.of(recipe);
    }

    private static Path standardCache(String fingerprint) throws IOException {
        String said = System.getenv("XDG_CACHE_HOME");
        Path caches =
                said == null || said.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(said);
        return standardCache(caches.resolve("fovea"), fingerprint);
    }

    /// @throws IOException if nothing can be written in the folder, as in a home that may only be read
    static Path standardCache(Path folder, String fingerprint) throws IOException {
        try {
            Paths.checkOutputFolder(folder);
        } catch (IOException e) {
            throw new IOException(
                    "no embeddings can be kept in " + folder + " (" + Failures.explain(e)
                            + "); --cache FILE keeps them elsewhere",
                    e);
        }
        return folder.resolve("embeddings-" + fingerprint.substring(0, 16) + ".bin");
    }

    private PairEmbeddings embedded(PairList list, Path folder, PhotoEmbedding embedder, EmbeddingStore store) {
        List<Photo> photos = List.copyOf(list.photos());
        List<Path> files = photos.stream().map(photo -> photo.in(folder)).toList();
        PhotoProgress progress = new PhotoProgress(run.remarks(), files.size());
        String[] hashes = embedder.embed(files, run.workers(), progress::done);
        List<float @Nullable []> embeddings = new ArrayList<>();
        for (String hash : hashes) {
            embeddings.add(store.get(hash));
        }
        return new PairEmbeddings(list, photos, embeddings);
    }

    private List<Source> sources(PairList list, EmbeddingModel model) throws IOException {
        List<Source> sources = new ArrayList<>();
        Path network = Objects.requireNonNull(embedding.file());
        sources.add(new Source("model", name(network), model.card().toString(), model.fingerprint()));
        DetectorSettings settings = detection.settings();
        String searched = "faces of a score of " + settings.score() + " or more, photographs of more than "
                + settings.longestSide() + " pixels a side shrunk to that";
        sources.add(new Source("detector", name(detection.file()), searched, Fingerprint.of(detection.file())));
        Path pairs = Objects.requireNonNull(options.pairs);
        sources.add(new Source("pairs", name(pairs), list.toString(), Fingerprint.of(pairs)));
        if (options.trainPairs != null) {
            Path file = options.trainPairs;
            sources.add(new Source("threshold", name(file), "a list of other pairs", Fingerprint.of(file)));
        }
        return sources;
    }

    private static String name(Path file) {
        return Printable.of(file.getFileName());
    }

    /// The faces that the page shows.
    private static Map<Photo, Picture> faces(PairFigures figures, Path folder, PhotoEmbedding embedder)
            throws IOException {
        Map<Photo, Picture> faces = new HashMap<>();
        for (Photo photo : PairsEvaluationPage.shown(figures)) {
            embedder.face(photo.in(folder)).ifPresent(face -> faces.put(photo, face.aligned()));
        }
        return faces;
    }

    private void calibrate(EmbeddingModel model, PairEmbeddings pairs, Path file) throws IOException {
        String data = Objects.requireNonNull(options.pairs).getFileName() + ", impostors across all its photographs";
        Calibration calibration = Calibration.of(data, pairs.calibration(new Xoshiro256(seed)), options.fmr);
        EmbeddingCards.write(file, model.card().withCalibration(calibration));
        run.remarks().println("the card is in " + Printable.of(file));
    }
}
