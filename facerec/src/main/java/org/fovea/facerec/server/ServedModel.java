package org.fovea.facerec.server;

import org.fovea.facerec.embedding.Calibration;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.gallery.ModelIdentity;
import org.jspecify.annotations.Nullable;

/// The model that embeds a server's faces.
///
/// @param identity as galleries know it
/// @param calibration what scores of two photographs mean; null where that was not measured
/// @param network what its comparisons are explained by; null where they are not
public record ServedModel(
        ModelIdentity identity,
        @Nullable Calibration calibration,
        @Nullable EmbeddingModel network) {
    /// A network's file with what its card says.
    ///
    /// @param length how many values its embeddings have
    public static ServedModel of(EmbeddingModel network, int length) {
        return new ServedModel(
                ModelIdentity.ofFile(network.card().name(), network.fingerprint(), length),
                network.card().calibration(),
                network);
    }
}
