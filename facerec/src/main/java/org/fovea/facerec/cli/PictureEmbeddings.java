package org.fovea.facerec.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.fovea.engine.io.Npy;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.gallery.Quality;

/// The embeddings of the files that a command was given: the rows of .npy files.
final class PictureEmbeddings {
    private PictureEmbeddings() {}

    /// A picture's embedding.
    ///
    /// @param shown where it is from, for people
    /// @param id the hash of the file's bytes, and the row where there are several
    record Embedded(String shown, String id, float[] embedding, Quality quality) {}

    /// @throws IllegalArgumentException if a file is none of embeddings, or they are of different lengths
    static List<Embedded> read(List<Path> files) throws IOException {
        List<Embedded> all = new ArrayList<>();
        for (Path file : files) {
            all.addAll(read(file));
            int first = all.getFirst().embedding().length;
            int last = all.getLast().embedding().length;
            if (first != last) {
                throw new IllegalArgumentException(Printable.of(file) + ": embeddings of " + last + " values, those of "
                        + all.getFirst().shown() + " have " + first);
            }
        }
        return all;
    }

    private static List<Embedded> read(Path file) throws IOException {
        if (!String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".npy")) {
            throw new IllegalArgumentException(
                    Printable.of(file) + ": embeddings in a file .npy expected; photographs are not taken yet");
        }
        float[][] rows = rows(file);
        String hash = sha256(file);
        List<Embedded> embedded = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            String row = rows.length == 1 ? "" : "#" + i;
            embedded.add(new Embedded(Printable.of(file) + row, hash + row, rows[i], Quality.UNKNOWN));
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

    /// `sha256:` and the hash of a file's bytes.
    static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }
}
