package org.fovea.facerec.embedding;

import java.util.Arrays;
import java.util.Locale;
import org.fovea.facerec.alignment.ReferencePoints;
import org.fovea.facerec.network.PixelScaling;
import org.jspecify.annotations.Nullable;

/// What an ONNX file does not say of the embedding network in it: which picture of a face it reads. A JSON file beside
/// the model holds it ([EmbeddingCards]).
///
/// @param name what messages call it
/// @param reference the size of the aligned face, and where its landmarks lie
/// @param scaling its values, in three channels
/// @param mirror whether the embeddings of the face and of its mirror image are added
/// @param output which output is the embedding; null for the model's only one
/// @param sha256 of the ONNX file that this is about; null where it is not said
/// @param licence of the model; null where it is not said
/// @param calibration what its scores mean; null where that was not measured
public record EmbeddingCard(
        String name,
        ReferencePoints reference,
        PixelScaling scaling,
        boolean mirror,
        @Nullable String output,
        @Nullable String sha256,
        @Nullable String licence,
        @Nullable Calibration calibration) {
    private static final int CHANNELS = 3;

    public EmbeddingCard {
        if (scaling.channels() != CHANNELS) {
            throw new IllegalArgumentException(
                    scaling.channels() + " means and deviations; one a channel expected, three");
        }
    }

    /// This card with another calibration.
    public EmbeddingCard withCalibration(@Nullable Calibration measured) {
        return new EmbeddingCard(name, reference, scaling, mirror, output, sha256, licence, measured);
    }

    /// What decides an embedding, in a line; two cards that give the same embeddings have the same line.
    public String recipe() {
        return String.format(
                Locale.ROOT,
                "%s %s range %s mean %s deviation %s mirror %s output %s",
                reference,
                scaling.colours(),
                scaling.range(),
                Arrays.toString(scaling.mean()),
                Arrays.toString(scaling.deviation()),
                mirror,
                output);
    }

    @Override
    public String toString() {
        return name + " (" + reference.width() + "×" + reference.height() + " " + scaling.colours() + ")";
    }
}
