package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.bulk.EmbeddingSettings;
import org.fovea.facerec.bulk.EmbeddingTask;
import org.fovea.facerec.bulk.FaceChoice;
import org.fovea.facerec.bulk.FaceDataset;
import org.fovea.facerec.data.FoundPicture;
import org.fovea.facerec.data.PictureSearch;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.task.Progress;
import org.fovea.facerec.task.Task;
import org.fovea.facerec.task.TaskRunner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Embeds the faces of many photographs into a table in Parquet, for other programs.",
        footer = {
            "",
            "Into DIR it writes faces/part-00000.parquet and so on (a face a row: path, box, landmarks, quality,",
            "embedding), embeddings.npy (the embeddings, in the same order) and bad.csv (the photographs of which"
                    + " there",
            "is none, and why); faces/_SUCCESS comes last. A run that was killed goes on from the parts that are done",
            "when the command is given again; docs/embed.md tells more.",
            "",
            "Example: fovea embed photos/ -o table/ --detector yunet.onnx --model net.onnx"
        })
final class EmbedCommand implements Callable<Integer> {
    /// Photographs in a part, where there are many.
    private static final int PART = 1000;

    /// Parts, where there are few photographs: enough for the threads of most machines to end at about the same
    /// time.
    private static final int PARTS = 32;

    private static final int FEWEST = 8;

    @Parameters(
            paramLabel = "PHOTOS",
            arity = "0..*",
            description =
                    "Photographs, and folders, which are searched for photographs with the folders below; with --spark"
                            + " also hdfs:// and s3a:// URLs.")
    private List<String> photographs = new ArrayList<>();

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description = "A file with further photographs and folders, a path a line.")
    private @Nullable Path list;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder for the results; made if it is not there.")
    private Path output;

    @Option(
            names = "--faces",
            paramLabel = "all|main",
            defaultValue = "all",
            description = "All faces of a photograph, or the one that it is of: large, and near the middle (default:"
                    + " ${DEFAULT-VALUE}).")
    private FaceChoice faces;

    private int partSize;

    @Option(
            names = "--part-size",
            paramLabel = "N",
            description = "How many photographs make a part, which is what a killed run loses and a thread computes"
                    + " alone (default: " + PART + ", fewer of less than " + PARTS * PART + ").")
    void setPartSize(int photographs) {
        if (photographs < 1) {
            throw run.wrong("--part-size must be at least 1, found " + photographs);
        }
        partSize = photographs;
    }

    @Mixin
    private DetectorOptions detection;

    @Mixin
    private EmbeddingOptions embedding;

    @Mixin
    private PictureOptions pictures;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private RunOptions run;

    /// What is printed in the end.
    ///
    /// @param bad photographs and folders of which there is no row
    /// @param others files in the folders that are no pictures
    /// @param fromBefore photographs whose part was there from an earlier run
    /// @param photographsPerSecond of those computed now
    private record Embedded(
            String folder,
            int photographs,
            long faces,
            int length,
            int bad,
            int others,
            int parts,
            int fromBefore,
            double seconds,
            double photographsPerSecond) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%d photographs, %d faces, %d without, %.1f a second%n"
                            + "%s holds %d parts, embeddings.npy of %d × %d%s%n",
                    photographs,
                    faces,
                    bad,
                    photographsPerSecond,
                    folder,
                    parts,
                    faces,
                    length,
                    bad == 0 ? "" : ", and bad.csv with the " + bad);
        }
    }

    @Override
    public Integer call() throws IOException {
        cluster.check(run);
        detection.file();
        EmbeddingModel model = embedding.read();
        OnnxModel detector = detection.read();
        PictureSearch.Result found = search();
        if (found.pictures().isEmpty()) {
            throw new IOException("no photographs found"
                    + (found.problems().isEmpty() ? "" : ": " + found.problems().getFirst()));
        }
        Paths.checkOutputFolder(output);
        EmbeddingSettings settings = EmbeddingSettings.of(
                detection.file(),
                detection.settings(),
                Objects.requireNonNull(embedding.file()),
                model,
                pictures.options(),
                faces);
        Embedded embedded = embed(
                settings,
                found,
                FaceReader.of(detector, detection.settings(), model, new Workers(1)),
                () -> EmbeddingMemory.of(detector, detection.settings(), model));
        run.print(embedded, embedded.text());
        return 0;
    }

    private PictureSearch.Result search() throws IOException {
        List<String> places = places();
        PictureSearch.Result here = PictureSearch.of(places.stream()
                .filter(place -> !FoundPicture.isUrl(place))
                .map(this::path)
                .toList());
        List<FoundPicture> all = new ArrayList<>(here.pictures());
        for (String place : places) {
            if (FoundPicture.isUrl(place)) {
                all.addAll(cluster.find(place, run));
            }
        }
        return new PictureSearch.Result(all, here.problems(), here.others());
    }

    private Path path(String text) {
        try {
            return Paths.parse(text);
        } catch (TypeConversionException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
    }

    private List<String> places() throws IOException {
        List<String> places = new ArrayList<>(photographs);
        if (list != null) {
            try {
                Files.readAllLines(list, StandardCharsets.UTF_8).stream()
                        .filter(line -> !line.isBlank())
                        .forEach(places::add);
            } catch (MalformedInputException e) {
                throw new IOException(Printable.of(list) + ": a list of paths expected, found no text in UTF-8", e);
            }
        } else if (places.isEmpty()) {
            throw run.wrong("photographs are missing: PHOTOS, or a --list of them");
        }
        return places;
    }

    private Embedded embed(
            EmbeddingSettings settings,
            PictureSearch.Result found,
            FaceReader reader,
            Supplier<ClusterOptions.Memory> memory)
            throws IOException {
        List<FoundPicture> all = found.pictures();
        int size = partSize == 0 ? Math.clamp(Math.ceilDiv(all.size(), PARTS), FEWEST, PART) : partSize;
        var teller = new Teller();
        List<EmbeddingTask> parts = EmbeddingTask.of(settings, all, size, reader, teller);
        try (FaceDataset dataset = FaceDataset.open(output)) {
            int missing = dataset.missing(parts).stream()
                    .mapToInt(part -> part.photographs().size())
                    .sum();
            if (missing < all.size()) {
                run.remarks()
                        .println(all.size() - missing + " of " + all.size() + " photographs are there from before");
            }
            teller.progress = new PhotoProgress(run.remarks(), missing);
            long begun = System.nanoTime();
            FaceDataset.Summary summary;
            try (TaskRunner runner = cluster.runner("fovea embed", dataset.tasks(), memory, run, teller)) {
                summary = dataset.write(parts, found.problems(), runner);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Embedded(
                    Printable.of(output),
                    summary.photographs(),
                    summary.faces(),
                    summary.length(),
                    summary.bad(),
                    found.others(),
                    summary.parts(),
                    all.size() - missing,
                    seconds,
                    missing / seconds);
        }
    }

    /// Tells how many photographs are done: after each that is read here, and after each part of a cluster.
    private final class Teller implements Runnable, Progress {
        private final AtomicInteger done = new AtomicInteger();
        private @Nullable PhotoProgress progress;

        @Override
        public void run() {
            tell(1);
        }

        @Override
        public void known() {}

        @Override
        public void submitted() {}

        @Override
        public void done(Task task, long nanos) {
            if (cluster.given() && task instanceof EmbeddingTask part) {
                tell(part.photographs().size());
            }
        }

        private void tell(int photographs) {
            Objects.requireNonNull(progress).done(done.addAndGet(photographs));
        }
    }
}
