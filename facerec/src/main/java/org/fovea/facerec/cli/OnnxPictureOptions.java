package org.fovea.facerec.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.network.PixelScaling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a picture becomes the input of an ONNX file's network, which such files do not say; a JSON file beside the model
/// may (`net.json` beside `net.onnx`): `{"size": [112, 112], "colours": "RGB", "range": 1, "mean": [0.485, 0.456,
/// 0.406], "std": [0.229, 0.224, 0.225]}`. What is said on the command line goes before it.
final class OnnxPictureOptions {
    private static final int MOST_PIXELS = 4096;
    private static final int MOST_BYTES = 1 << 20;
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
    private @Nullable Order order;

    private enum Order {
        RGB,
        BGR
    }

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
        Path file = beside(model);
        JsonNode card = card(file);
        double[] off = of("--mean", mean, card.path("mean"), channels, 0);
        double[] over = of("--std", deviation, card.path("std"), channels, 1);
        boolean large = Arrays.stream(off).anyMatch(m -> Math.abs(m) > ONE)
                || Arrays.stream(over).anyMatch(s -> s > ONE);
        boolean own = mean != null || deviation != null;
        double white = range != null
                ? range
                : own || !card.has("range")
                        ? (own || card.isMissingNode()) && large ? 255 : 1
                        : card.get("range").asDouble();
        boolean blueFirst = order != null
                ? order == Order.BGR
                : card.path("colours").asText().equals("BGR");
        return new Said(
                size != null ? size(size) : cardSize(card.path("size")),
                new PixelScaling(white, off, over, blueFirst && channels == 3),
                card.isMissingNode() ? null : file,
                given() || !card.isMissingNode());
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

    private static double[] of(
            String option, double @Nullable [] given, JsonNode card, int channels, double otherwise) {
        double[] values = given;
        if (values == null && card.isNumber()) {
            values = new double[] {card.asDouble()};
        } else if (values == null && card.isArray()) {
            values = new double[card.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = card.get(i).asDouble(Double.NaN);
            }
        }
        double[] all = new double[channels];
        Arrays.fill(all, otherwise);
        if (values == null) {
            return all;
        }
        if (values.length != 1 && values.length != channels) {
            throw new IllegalArgumentException(option + ": " + values.length + " numbers for a network that reads "
                    + channels + (channels == 1 ? " channel" : " channels"));
        }
        for (int c = 0; c < channels; c++) {
            all[c] = values[values.length == 1 ? 0 : c];
        }
        return all;
    }

    private static int @Nullable [] cardSize(JsonNode size) {
        return size.isArray()
                        && size.size() == 2
                        && size.get(0).isInt()
                        && size.get(1).isInt()
                ? size(size.get(0).asText() + "x" + size.get(1).asText())
                : null;
    }

    private static Path beside(Path model) {
        String name = String.valueOf(model.getFileName());
        int dot = name.lastIndexOf('.');
        return model.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".json");
    }

    /// The JSON beside a model that says how it reads pictures; missing where there is none, or it is about
    /// something else.
    private static JsonNode card(Path file) throws IOException {
        JsonNode none = new ObjectMapper().missingNode();
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return none;
        }
        try {
            JsonNode card = new ObjectMapper().readTree(Files.readAllBytes(file));
            return card.has("mean") && card.has("std") ? card : none;
        } catch (JsonProcessingException e) {
            throw new IOException(Printable.of(file) + ": not JSON: " + Printable.of(e.getOriginalMessage()), e);
        }
    }
}
