package org.fovea.facerec.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Printable;
import org.jspecify.annotations.Nullable;

/// An embedding network's file and what its card says of it, read once; any number of [FaceEmbedder]s run it.
///
/// @param fingerprint the SHA-256 of the ONNX file, in hexadecimal digits
public record EmbeddingModel(OnnxModel onnx, EmbeddingCard card, String fingerprint) {
    /// Reads a model and its card: the JSON file of the same name beside it (`net.onnx`, `net.json`), else the card
    /// that Fovea has for this very file.
    ///
    /// @throws IOException if the model cannot be read, or there is no card for it
    /// @throws org.fovea.engine.io.FileFormatException if a file is not what it should be
    public static EmbeddingModel read(Path file) throws IOException {
        return read(file, null);
    }

    /// Reads a model with the card in a given file.
    ///
    /// @param cardFile null to look for the card as [#read(Path)] does
    public static EmbeddingModel read(Path file, @Nullable Path cardFile) throws IOException {
        String fingerprint = Fingerprint.of(file);
        Path beside = cardFile == null ? EmbeddingCards.beside(file) : cardFile;
        EmbeddingCard card;
        if (cardFile != null || Files.exists(beside)) {
            card = EmbeddingCards.read(beside);
        } else {
            Optional<EmbeddingCard> known = EmbeddingCards.known(fingerprint);
            if (known.isEmpty()) {
                OnnxModel.read(file); // what is no model needs no card
                throw new IOException(Printable.of(file) + ": nothing says what this model reads; write "
                        + Printable.of(beside) + " beside it, such as {\"size\": [112, 112], \"colours\": \"RGB\","
                        + " \"range\": 255, \"mean\": 127.5, \"std\": 127.5} (see docs/models.md)");
            }
            card = known.get();
        }
        if (card.sha256() != null && !card.sha256().equals(fingerprint)) {
            throw new IOException(Printable.of(file) + ": its SHA-256 is " + fingerprint + ", but its card "
                    + Printable.of(beside) + " is about " + card.sha256());
        }
        return new EmbeddingModel(OnnxModel.read(file), card, fingerprint);
    }
}
