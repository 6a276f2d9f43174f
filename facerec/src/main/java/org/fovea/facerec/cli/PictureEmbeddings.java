package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fovea.engine.io.Npy;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.embedding.Calibration;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.gallery.PictureId;
import org.fovea.facerec.gallery.QualityMeasures;
import org.jspecify.annotations.Nullable;

/// The embeddings of the files that a command was given: the rows of .npy files, and the faces of photographs.
///
/// @param detection finds the faces of photographs
/// @param embedding the model that embeds them
/// @param pictures how photographs are read
record PictureEmbeddings(
        DetectorOptions detection, EmbeddingOptions embedding, PictureOptions pictures, RunOptions run) {
    /// A picture's embedding.
    ///
    /// @param shown where it is from, for people
    /// @param id the hash of the file's bytes, and the row or the face where there are several
    /// @param flaws what makes the face unfit to be compared
    record Embedded(String shown, String id, float[] embedding, QualityMeasures quality, List<String> flaws) {}

    /// What was read, in the order of the files.
    ///
    /// @param refused what is wrong with each photograph of which there is nothing to compare, in a line each
    /// @param calibration what the model's card says of scores; null where it says nothing, or there is no
    ///     photograph
    record Read(
            List<Embedded> embedded,
            List<String> refused,
            @Nullable Calibration calibration) {}

    /// Which faces of a photograph are wanted.
    @FunctionalInterface
    private interface Choice {
        List<ChosenFace> of(List<DetectedFace> faces, String source) throws IOException;
    }

    /// The rows of .npy files, and of each photograph the face that it is of.
    ///
    /// @param wanted the face's number, from the left; 0 for the only one, or the one that is clearly the largest
    /// @throws IllegalArgumentException if an .npy file is none of embeddings, or they are of different lengths
    Read one(List<Path> files, int wanted) throws IOException {
        return read(files, (faces, source) -> {
            ChosenFace chosen = ChosenFace.of(faces, wanted, source, "--face");
            if (wanted == 0 && chosen.of() > 1) {
                run.remarks().println(chosen.remark(source));
            }
            return List.of(chosen);
        });
    }

    /// The rows of .npy files, and all faces of each photograph, from left to right.
    ///
    /// @throws IllegalArgumentException if an .npy file is none of embeddings, or they are of different lengths
    Read all(List<Path> files) throws IOException {
        return read(files, ChosenFace::all);
    }

    private Read read(List<Path> files, Choice choice) throws IOException {
        EmbeddingModel model = files.stream().allMatch(PictureEmbeddings::isArray) ? null : model();
        FaceReader reader = model == null ? null : detection.reader(model, run.workers());
        List<Embedded> all = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Path file : files) {
            if (reader == null || isArray(file)) {
                all.addAll(embeddings(file));
            } else {
                try {
                    all.addAll(faces(file, reader, choice));
                } catch (IOException e) {
                    refused.add(Failures.explain(e));
                }
            }
            if (!all.isEmpty()) {
                checkLengths(file, all);
            }
        }
        return new Read(all, refused, model == null ? null : model.card().calibration());
    }

    private static void checkLengths(Path file, List<Embedded> all) {
        int first = all.getFirst().embedding().length;
        int last = all.getLast().embedding().length;
        if (first != last) {
            throw new IllegalArgumentException(Printable.of(file) + ": embeddings of " + last + " values, those of "
                    + all.getFirst().shown() + " have " + first);
        }
    }

    private static boolean isArray(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".npy");
    }

    private EmbeddingModel model() throws IOException {
        detection.file(); // what is missing is said before anything is read
        return embedding.read();
    }

    private List<Embedded> faces(Path file, FaceReader reader, Choice choice) throws IOException {
        String source = Printable.of(file);
        Picture photograph = PictureFile.read(file, pictures.options());
        String hash = Fingerprint.of(file);
        List<Embedded> embedded = new ArrayList<>();
        for (ChosenFace chosen : choice.of(reader.detect(photograph), source)) {
            Face face = reader.read(photograph, chosen);
            String number = chosen.of() == 1 ? "" : "#" + chosen.number();
            embedded.add(new Embedded(
                    source + number,
                    PictureId.of(hash, chosen.number(), chosen.of()),
                    face.embedding(),
                    QualityMeasures.of(face.quality()),
                    face.quality().reasons()));
        }
        return embedded;
    }

    private static List<Embedded> embeddings(Path file) throws IOException {
        float[][] rows = rows(file);
        String hash = Fingerprint.of(file);
        List<Embedded> embedded = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            String row = rows.length == 1 ? "" : "#" + i;
            String id = PictureId.of(hash, i, rows.length);
            embedded.add(new Embedded(Printable.of(file) + row, id, rows[i], QualityMeasures.UNKNOWN, List.of()));
        }
        return embedded;
    }

    /// The rows of an array of (D) or (N, D).
    static float[][] rows(Path file) throws IOException {
        Tensor tensor = Npy.read(file).finiteTensor();
        int rank = tensor.shape().rank();
        if (rank < 1 || rank > 2) {
            throw new IllegalArgumentException(
                    Printable.of(file) + ": embeddings of shape (D) or (N, D) expected, found " + tensor.shape());
        }
        int length = tensor.shape().extent(rank - 1);
        float[][] rows = new float[rank == 1 ? 1 : tensor.shape().extent(0)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(tensor.data(), i * length, (i + 1) * length));
        return rows;
    }
}
