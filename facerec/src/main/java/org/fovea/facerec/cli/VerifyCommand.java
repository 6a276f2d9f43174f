package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fovea.engine.io.AtomicFile;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.embedding.Calibration;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.embedding.Liveness;
import org.fovea.facerec.report.FacePair;
import org.fovea.facerec.report.PairPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Compares the faces in two photographs: one person or two?",
        footer = {
            "",
            "The score is the cosine of two embeddings. The threshold is the one that lets at most a known share of",
            "different people pass (the false match rate, FMR), measured on the pairs that are named; on other people,",
            "cameras and ages the share is another. The likelihood ratio says how many times likelier such a score is",
            "for one person than for two; it is no probability that they are one.",
            "",
            "Exit codes: 0 one person by this threshold, 3 not (or no threshold is known), 1 could not be compared (no",
            "face, or several and none chosen), 2 wrong usage.",
            "",
            "Example: fovea verify a.jpg b.jpg --detector yunet.onnx --model net.onnx --explain why/"
        })
final class VerifyCommand implements Callable<Integer> {
    /// The exit code for photographs that were compared and are not called one person's.
    static final int NOT_THE_SAME = 3;

    @Parameters(index = "0", paramLabel = "A", description = "A photograph.")
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "Another.")
    private Path second;

    private int faceA;
    private int faceB;

    @Option(
            names = "--face-a",
            paramLabel = "N",
            description = "Compare face N of photograph A, counted from the left (default: the only one, or the one"
                    + " that is clearly the largest).")
    void setFaceA(int number) {
        faceA = checked("--face-a", number);
    }

    @Option(names = "--face-b", paramLabel = "N", description = "Compare face N of photograph B.")
    void setFaceB(int number) {
        faceB = checked("--face-b", number);
    }

    @Option(
            names = "--threshold",
            paramLabel = "S",
            description = "Call it one person from this score on (default: what the model's card says).")
    private @Nullable Double threshold;

    @Option(
            names = "--strict",
            description = "Refuse faces that are tiny, blurred, turned away or cut off, with exit code 1; without this,"
                    + " that is said beside the answer.")
    private boolean strict;

    @Option(
            names = "--liveness",
            paramLabel = "NET.onnx",
            description = "MiniFASNet's model: a hint whether the camera saw a face or a picture of one.")
    private @Nullable Path liveness;

    @Option(
            names = "--explain",
            paramLabel = "DIR",
            description = "Write a page with both faces, what makes them alike and what speaks against it, in sums that"
                    + " are the score: pair.html in this folder.")
    private @Nullable Path explain;

    @Mixin
    private DetectorOptions detection;

    @Mixin
    private EmbeddingOptions embedding;

    @Mixin
    private PictureOptions pictures;

    @Mixin
    private RunOptions run;

    private int checked(String option, int number) {
        if (number < 1) {
            throw run.wrong(option + " must be at least 1, found " + number);
        }
        return number;
    }

    @Override
    public Integer call() throws IOException {
        if (threshold != null && !(threshold >= -1 && threshold <= 1)) {
            throw run.wrong("--threshold must be from -1 to 1, found " + threshold);
        }
        detection.file();
        EmbeddingModel model = embedding.read();
        FaceReader reader = detection.reader(model, run.workers());
        Liveness judge = liveness == null ? null : Liveness.of(OnnxModel.read(liveness), run.workers());
        Side a = side(first, faceA, "--face-a", reader, judge);
        Side b = side(second, faceB, "--face-b", reader, judge);
        if (strict) {
            refuseFlaws(a);
            refuseFlaws(b);
        }
        Verification result = Verification.of(
                a.face().score(b.face()), threshold, calibration(model), List.of(a.compared(), b.compared()));
        if (explain != null) {
            explain(explain, model, a, b, result);
        }
        run.print(result, result.text());
        return Boolean.TRUE.equals(result.same()) ? 0 : NOT_THE_SAME;
    }

    private void explain(Path folder, EmbeddingModel model, Side a, Side b, Verification result) throws IOException {
        PairPage page = new FacePair(model)
                .page(
                        a.face().aligned(),
                        a.compared().name(),
                        b.face().aligned(),
                        b.compared().name(),
                        result.decision(),
                        run.workers());
        Files.createDirectories(folder);
        Path file = folder.resolve("pair.html");
        AtomicFile.write(file, page.bytes());
        run.remarks().println("fovea: both faces side by side in " + Printable.of(file));
    }

    private static @Nullable Calibration calibration(EmbeddingModel model) {
        return model.card().calibration();
    }

    /// A photograph's face, and what is printed of it.
    private record Side(Face face, ComparedFace compared) {}

    private Side side(Path file, int wanted, String option, FaceReader reader, @Nullable Liveness judge)
            throws IOException {
        String source = Printable.of(file);
        Picture photograph = PictureFile.read(file, pictures.options());
        ChosenFace chosen = ChosenFace.of(reader.detect(photograph), wanted, source, option);
        if (wanted == 0 && chosen.of() > 1) {
            run.remarks().println(chosen.remark(source));
        }
        Face face = reader.read(photograph, chosen);
        Double hint = judge == null ? null : judge.hint(photograph, chosen.face());
        return new Side(face, ComparedFace.of(file, face, hint));
    }

    private static void refuseFlaws(Side side) throws IOException {
        List<String> reasons = side.face().quality().reasons();
        if (!reasons.isEmpty()) {
            throw new IOException(side.compared().name() + ": the face is " + String.join(", ", reasons));
        }
    }
}
