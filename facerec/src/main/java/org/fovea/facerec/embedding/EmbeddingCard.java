package org.fovea.facerec.embedding;

import java.util.Arrays;
import java.util.Locale;
import org.fovea.facerec.alignment.ReferencePoints;
import org.fovea.facerec.data.Picture;
import org.jspecify.annotations.Nullable;

/// What an ONNX file does not say of the embedding network in it: which picture of a face it reads. A JSON file beside
/// the model holds it ([EmbeddingCards]).
///
/// A value v of the aligned face, from 0 to 1, is read as (range · v − mean) / deviation, channel by channel.
///
/// @param name what messages call it
/// @param reference the size of the aligned face, and where its landmarks lie
/// @param colours the order of the channels
/// @param range what white is before mean and deviation: 1 or 255
/// @param mean of the channels, in the order of `colours`
/// @param deviation of the channels, in the order of `colours`
/// @param mirror whether the embeddings of the face and of its mirror image are added
/// @param output which output is the embedding; null for the model's only one
/// @param sha256 of the ONNX file that this is about; null where it is not said
/// @param licence of the model; null where it is not said
/// @param calibration what its scores mean; null where that was not measured
public record EmbeddingCard(
        String name,
        ReferencePoints reference,
        Colours colours,
        double range,
        double[] mean,
        double[] deviation,
        boolean mirror,
        @Nullable String output,
        @Nullable String sha256,
        @Nullable String licence,
        @Nullable Calibration calibration) {
    private static final int CHANNELS = 3;

    /// The order of the channels.
    public enum Colours {
        RGB,
        BGR;

        /// Which channel of a picture, of red, green and blue, comes at place `i`.
        int channel(int i) {
            return this == RGB ? i : CHANNELS - 1 - i;
        }
    }

    public EmbeddingCard {
        if (mean.length != CHANNELS || deviation.length != CHANNELS) {
            throw new IllegalArgumentException(
                    mean.length + " means and " + deviation.length + " deviations; one a channel expected, three");
        }
        for (int c = 0; c < CHANNELS; c++) {
            if (!Double.isFinite(mean[c]) || !(deviation[c] > 0 && Double.isFinite(deviation[c]))) {
                throw new IllegalArgumentException("a mean of " + mean[c] + " and a deviation of " + deviation[c]
                        + "; numbers expected, the deviation above 0");
            }
        }
        if (!(range > 0 && Double.isFinite(range))) {
            throw new IllegalArgumentException("a range of " + range + "; it must be above 0");
        }
        mean = mean.clone();
        deviation = deviation.clone();
    }

    /// This card with another calibration.
    public EmbeddingCard withCalibration(@Nullable Calibration measured) {
        return new EmbeddingCard(
                name, reference, colours, range, mean, deviation, mirror, output, sha256, licence, measured);
    }

    /// What the network reads of an aligned face: (channels, height, width) in the card's order of colours.
    ///
    /// @param face in colour
    /// @param mirrored whether left and right change places
    public float[] values(Picture face, boolean mirrored) {
        int width = face.width();
        int pixels = width * face.height();
        float[] values = new float[CHANNELS * pixels];
        for (int c = 0; c < CHANNELS; c++) {
            float scale = (float) (range / deviation[c]);
            float shift = (float) (-mean[c] / deviation[c]);
            int channel = colours.channel(c);
            for (int i = 0; i < pixels; i++) {
                int x = i % width;
                int from = mirrored ? i - x + width - 1 - x : i;
                values[c * pixels + i] = scale * face.data()[CHANNELS * from + channel] + shift;
            }
        }
        return values;
    }

    /// The colour that the network reads as 0, as red, green and blue.
    public float[] neutral() {
        float[] neutral = new float[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            neutral[colours.channel(c)] = (float) (mean[c] / range);
        }
        return neutral;
    }

    /// What decides an embedding, in a line; two cards that give the same embeddings have the same line.
    public String recipe() {
        return String.format(
                Locale.ROOT,
                "%s %s range %s mean %s deviation %s mirror %s output %s",
                reference,
                colours,
                range,
                Arrays.toString(mean),
                Arrays.toString(deviation),
                mirror,
                output);
    }

    @Override
    public String toString() {
        return name + " (" + reference.width() + "×" + reference.height() + " " + colours + ")";
    }
}
