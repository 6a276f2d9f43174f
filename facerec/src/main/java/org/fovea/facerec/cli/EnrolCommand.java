package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fovea.facerec.cli.PictureEmbeddings.Embedded;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.gallery.Duplicate;
import org.fovea.facerec.gallery.Enrolment;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.Picture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "enrol",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Makes a person known: keeps the embeddings of pictures under a name.",
        footer = {
            "",
            "A photograph needs --detector and --model, or the environment variables that name them. One without a",
            "face, or with several and none clearly the largest, or whose face is tiny, blurred, turned away or cut",
            "off is refused, the others are enrolled, and the exit code is 1. The first enrolment makes the gallery.",
            "A picture that is enrolled already is passed over, and one that is as good as another person's is told.",
            "",
            "Example: fovea enrol Ada ada.jpg --gallery people/ --detector yunet.onnx --model net.onnx"
        })
final class EnrolCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Whom the pictures show.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Photographs, or embeddings of the --model, .npy of shape (D) or (N, D).")
    private List<Path> files = List.of();

    private int face;

    @Option(
            names = "--face",
            paramLabel = "N",
            description = "Enrol face N of the photograph, counted from the left (default: the only one, or the one"
                    + " that is clearly the largest).")
    void setFace(int number) {
        if (number < 1) {
            throw run.wrong("--face must be at least 1, found " + number);
        }
        face = number;
    }

    @Option(
            names = "--any-quality",
            description = "Enrol faces that are tiny, blurred, turned away or cut off, too; what is wrong is told.")
    private boolean anyQuality;

    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private DetectorOptions detection;

    @Mixin
    private EmbeddingOptions embedding;

    @Mixin
    private PictureOptions pictures;

    @Mixin
    private RunOptions run;

    /// What became of one picture.
    ///
    /// @param from the file, and the row or the face where it holds several
    private record Line(
            String from,
            String picture,
            String person,
            boolean added,
            @Nullable Duplicate duplicate) {}

    @Override
    public Integer call() throws IOException {
        PictureEmbeddings.Read read = new PictureEmbeddings(detection, embedding, pictures, run).one(files, face);
        List<Embedded> fit = fit(read);
        List<Line> lines = fit.isEmpty() ? List.of() : enrol(fit);
        long added = lines.stream().filter(Line::added).count();
        run.print(
                lines,
                String.format(
                        "enrolled %d of %d picture%s of %s%n",
                        added,
                        read.embedded().size() + read.refused().size(),
                        read.embedded().size() + read.refused().size() == 1 ? "" : "s",
                        lines.isEmpty() ? Printable.of(name) : lines.getFirst().person()));
        return read.refused().isEmpty() && fit.size() == read.embedded().size() ? 0 : 1;
    }

    /// The pictures that are good enough; of the others is told what is wrong with them.
    private List<Embedded> fit(PictureEmbeddings.Read read) {
        read.refused().forEach(reason -> run.remarks().println("fovea: " + Printable.of(reason)));
        List<Embedded> fit = new ArrayList<>();
        for (Embedded one : read.embedded()) {
            String flaws = String.join(", ", one.flaws());
            if (flaws.isEmpty()) {
                fit.add(one);
            } else if (anyQuality) {
                fit.add(one);
                run.remarks().println(one.shown() + ": the face is " + flaws);
            } else {
                run.remarks().println("fovea: " + one.shown() + ": not enrolled, the face is " + flaws);
            }
        }
        return fit;
    }

    private List<Line> enrol(List<Embedded> embedded) throws IOException {
        Instant now = Instant.now();
        List<Picture> kept = embedded.stream()
                .map(one -> new Picture(one.id(), name, one.embedding(), one.quality(), now))
                .toList();
        int length = embedded.getFirst().embedding().length;
        List<Enrolment> enrolments;
        try (Gallery opened = openOrMake(length)) {
            GalleryOptions.check(opened, embedding.file(), length);
            enrolments = opened.enrol(kept);
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < enrolments.size(); i++) {
            Enrolment one = enrolments.get(i);
            String from = embedded.get(i).shown();
            Duplicate duplicate = one.duplicate().orElse(null);
            lines.add(new Line(from, one.picture(), one.person(), one.added(), duplicate));
            if (duplicate != null) {
                run.remarks().println(from + ": " + duplicate.remark());
            }
        }
        return lines;
    }

    private Gallery openOrMake(int length) throws IOException {
        if (Gallery.exists(gallery.folder)) {
            return gallery.open(run);
        }
        Path model = embedding.file();
        if (model == null) {
            throw run.wrong("there is no gallery " + gallery.shown() + " yet; to make it, give the --model that the"
                    + " embeddings are of");
        }
        return Gallery.create(gallery.folder, GalleryOptions.model(model, length));
    }
}
