package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.embedding.EmbeddingCard;
import org.fovea.facerec.embedding.EmbeddingCards;
import org.fovea.facerec.network.PixelScaling;
import org.fovea.facerec.network.PixelScaling.Colours;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a picture becomes the input of an ONNX file's network, which such files do not say; a JSON file beside the model
/// may (`net.json` beside `net.onnx`), as [EmbeddingCards] reads them: `{"size": [112, 112], "colours": "RGB", "range":
/// 1, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}`. What is said on the command line goes before it.
final class OnnxPictureOptions {
    private static final int MOST_PIXELS = 4096;
    /// Means and deviations above this are of values to 255.
    private static final double ONE = 4;

    @Option(
            names = "--mean",
            paramLabel = "M",
            split = ",",
            description =
                    "What is taken off each channel: one number or three, such as 0.485,0.456,0.406 (default: 0).")
    private double @Nullable [] mean;

    @Option(
            names = "--std",
            paramLabel = "S",
            split = ",",
            description = "What each channel is divided by, such as 0.229,0.224,0.225 (default: 1).")
    private double @Nullable [] deviation;

    @Option(
            names = "--range",
            paramLabel = "MAX",
            description =
                    "What white is before mean and deviation: 1 or 255 (default: 255 where --mean or --std is beyond"
                            + " 4, else 1).")
    private @Nullable Double range;

    @Option(
            names = "--channels",
            paramLabel = "ORDER",
            description = "The order in which the network reads colours: rgb or bgr (default: rgb).")
    private @Nullable Colours order;

    /// What is said, by the command line or beside the model.
    ///
    /// @param size width and height; null where nobody says
    /// @param file where the rest comes from; null for the command line alone
    record Said(
            int @Nullable [] size,
            PixelScaling scaling,
            @Nullable Path file,
            boolean anything) {}

    /// Whether the command line says anything.
    boolean given() {
        return mean != null || deviation != null || range != null || order != null;
    }

    /// What is said of the pictures that a model reads.
    ///
    /// @param size of the command line; null where it says none
    /// @param channels that the network reads
    /// @throws IllegalArgumentException if it contradicts itself
    Said said(Path model, @Nullable String size, int channels) throws IOException {
        EmbeddingCard card = EmbeddingCards.find(model).orElse(null);
        PixelScaling beside = card == null ? null : card.scaling();
        Path file = card == null ? null : EmbeddingCards.beside(model);
        double[] off = of("mean", mean, file, beside == null ? null : beside.mean(), channels, 0);
        double[] over = of("std", deviation, file, beside == null ? null : beside.deviation(), channels, 1);
        boolean large = Arrays.stream(off).anyMatch(m -> Math.abs(m) > ONE)
                || Arrays.stream(over).anyMatch(s -> s > ONE);
        double usual = beside == null || mean != null || deviation != null ? large ? 255 : 1 : beside.range();
        Colours usualOrder = beside == null ? Colours.RGB : beside.colours();
        PixelScaling scaling =
                new PixelScaling(range != null ? range : usual, off, over, order != null ? order : usualOrder);
        int[] besideSize = card == null
                ? null
                : new int[] {card.reference().width(), card.reference().height()};
        return new Said(size != null ? size(size) : besideSize, scaling, file, given() || card != null);
    }

    /// Width and height as they are written.
    static int[] size(String text) {
        Matcher matcher = Pattern.compile("(\\d{1,4})x(\\d{1,4})").matcher(text);
        if (matcher.matches()) {
            int width = Integer.parseInt(matcher.group(1));
            int height = Integer.parseInt(matcher.group(2));
            if (Math.min(width, height) >= 1 && Math.max(width, height) <= MOST_PIXELS) {
                return new int[] {width, height};
            }
        }
        throw new IllegalArgumentException(
                "--size must be like 224x224, at most " + MOST_PIXELS + " each way, found \"" + text + "\"");
    }

    /// @param given on the command line; null where nothing is
    /// @param file the card's; null where there is none
    /// @param card what it says, three numbers; a network that reads grey takes them where they are the same
    private static double[] of(
            String name,
            double @Nullable [] given,
            @Nullable Path file,
            double @Nullable [] card,
            int channels,
            double otherwise) {
        double[] values = given != null ? given : card;
        double[] all = new double[channels];
        Arrays.fill(all, otherwise);
        if (values == null) {
            return all;
        }
        boolean same = given == null && Arrays.stream(values).allMatch(v -> v == values[0]);
        if (!same && values.length != 1 && values.length != channels) {
            String where = given == null && file != null ? Printable.of(file) + ": \"" + name + "\"" : "--" + name;
            throw new IllegalArgumentException(where + ": " + values.length + " numbers for a network that reads "
                    + channels + (channels == 1 ? " channel" : " channels"));
        }
        for (int c = 0; c < channels; c++) {
            all[c] = values[values.length == 1 ? 0 : c];
        }
        return all;
    }
}
