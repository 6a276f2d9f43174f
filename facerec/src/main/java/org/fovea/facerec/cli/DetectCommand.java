package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.FaceDetector;
import org.fovea.facerec.report.FacePicture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "detect",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Finds the faces in photographs: boxes, eyes, noses, mouths.",
        footer = {
            "",
            "Faces are numbered from left to right. Landmarks are the person's own right eye, left eye, nose, and the",
            "right and left corner of the mouth, in pixels of the photograph as it is shown. A photograph without a"
                    + " face",
            "is an answer like any other; one that cannot be read makes the exit code 1, after the others are done.",
            "",
            "Example: fovea detect party.jpg --detector yunet.onnx -o faces.png"
        })
final class DetectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PHOTO", arity = "1..*", description = "Photographs.")
    private List<Path> photographs = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PNG|DIR",
            description =
                    "Write the photograph with its faces drawn into it: a file whose name ends in .png, or a folder"
                            + " for NAME.png of each; made if it is not there.")
    private @Nullable Path output;

    @Mixin
    private DetectorOptions detection;

    @Mixin
    private PictureOptions pictures;

    @Mixin
    private RunOptions run;

    /// What was found in one photograph.
    ///
    /// @param drawn the picture with the faces drawn into it; null where none is asked for
    record Found(
            String photograph,
            int width,
            int height,
            List<FoundFace> faces,
            @Nullable String drawn) {}

    @Override
    public Integer call() throws IOException {
        detection.file();
        Map<Path, Path> drawings = drawings();
        FaceDetector detector = FaceDetector.of(detection.read(), detection.settings(), run.workers());
        List<Found> found = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int failed = 0;
        for (Path photograph : photographs) {
            try {
                Picture picture = PictureFile.read(photograph, pictures.options());
                List<DetectedFace> faces = detector.detect(picture);
                Path drawing = drawings.get(photograph);
                if (drawing != null) {
                    PictureFile.writePng(drawing, FacePicture.of(picture, faces));
                }
                found.add(found(photograph, picture, faces, drawing));
                text.append(text(photograph, picture, faces));
            } catch (IOException e) {
                failed++;
                run.remarks().println("fovea: " + Printable.of(Failures.explain(e)));
            }
        }
        run.print(found, text.toString());
        return failed == 0 ? 0 : 1;
    }

    /// Where each photograph is drawn; looked at before any is read.
    private Map<Path, Path> drawings() throws IOException {
        Map<Path, Path> drawings = new LinkedHashMap<>();
        if (output == null) {
            return drawings;
        }
        if (isPng(output) && !Files.isDirectory(output)) {
            if (photographs.size() > 1) {
                throw run.wrong("-o " + output + " is one picture, but there are " + photographs.size()
                        + " photographs; give a folder");
            }
            Paths.checkOutput(output);
            drawings.put(photographs.getFirst(), output);
        } else {
            Paths.checkOutputFolder(output);
            Map<String, Path> taken = new HashMap<>();
            for (Path photograph : photographs) {
                String name = Objects.requireNonNull(photograph.getFileName(), "a photograph without a name")
                                .toString()
                                .replaceFirst("\\.\\w{1,4}$", "")
                        + ".png";
                Path other = taken.put(name.toLowerCase(Locale.ROOT), photograph);
                if (other != null) {
                    throw run.wrong("both " + other + " and " + photograph + " would be drawn to " + name);
                }
                drawings.put(photograph, output.resolve(name));
            }
        }
        for (Map.Entry<Path, Path> entry : drawings.entrySet()) {
            if (Paths.same(entry.getKey(), entry.getValue())) {
                throw run.wrong("-o would write over the photograph " + entry.getKey());
            }
        }
        return drawings;
    }

    private static boolean isPng(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    }

    private static Found found(Path photograph, Picture picture, List<DetectedFace> faces, @Nullable Path drawing) {
        List<FoundFace> list = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            list.add(FoundFace.of(i + 1, faces.get(i)));
        }
        return new Found(
                photograph.toString(),
                picture.width(),
                picture.height(),
                list,
                drawing == null ? null : drawing.toString());
    }

    private static String text(Path photograph, Picture picture, List<DetectedFace> faces) {
        StringBuilder text = new StringBuilder(Printable.of(photograph))
                .append(String.format(": %d×%d pixels, ", picture.width(), picture.height()))
                .append(faces.isEmpty() ? "no face" : faces.size() == 1 ? "1 face" : faces.size() + " faces")
                .append(System.lineSeparator());
        if (!faces.isEmpty()) {
            List<List<String>> rows = new ArrayList<>(List.of(FoundFace.headings()));
            for (int i = 0; i < faces.size(); i++) {
                rows.add(FoundFace.row(i + 1, faces.get(i)));
            }
            text.append(TextTable.of(rows));
        }
        return text.toString();
    }
}
