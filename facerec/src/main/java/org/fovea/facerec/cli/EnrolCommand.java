package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fovea.facerec.cli.PictureEmbeddings.Embedded;
import org.fovea.facerec.gallery.Duplicate;
import org.fovea.facerec.gallery.Enrolment;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.Picture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "enrol",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Makes a person known: keeps the embeddings of pictures under a name.",
        footer = {
            "",
            "The first enrolment makes the gallery and needs --model. A picture that is enrolled already is passed"
                    + " over,",
            "and one that is as good as another person's is told.",
            "",
            "Example: fovea enrol Ada ada.npy --gallery people/ --model arcface.onnx"
        })
final class EnrolCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Whom the pictures show.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Embeddings, .npy of shape (D) or (N, D).")
    private List<Path> files = List.of();

    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private GalleryOptions.Model model;

    @Mixin
    private RunOptions run;

    /// What became of one picture.
    ///
    /// @param from the file, and the row where it holds several
    private record Line(
            String from,
            String picture,
            String person,
            boolean added,
            @Nullable Duplicate duplicate) {}

    @Override
    public Integer call() throws IOException {
        List<Embedded> embedded = PictureEmbeddings.read(files);
        Instant now = Instant.now();
        List<Picture> pictures = embedded.stream()
                .map(one -> new Picture(one.id(), name, one.embedding(), one.quality(), now))
                .toList();
        int length = embedded.getFirst().embedding().length;
        List<Enrolment> enrolments;
        try (Gallery opened = openOrMake(length)) {
            model.check(opened, length);
            enrolments = opened.enrol(pictures);
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
        long added = enrolments.stream().filter(Enrolment::added).count();
        run.print(
                lines,
                String.format(
                        "enrolled %d of %d picture%s of %s%n",
                        added,
                        lines.size(),
                        lines.size() == 1 ? "" : "s",
                        lines.getFirst().person()));
        return 0;
    }

    private Gallery openOrMake(int length) throws IOException {
        if (Gallery.exists(gallery.folder)) {
            return gallery.open(run);
        }
        if (model.file == null) {
            throw run.wrong("there is no gallery " + gallery.shown() + " yet; to make it, give the --model that the"
                    + " embeddings are of");
        }
        return Gallery.create(gallery.folder, model.of(model.file, length));
    }
}
