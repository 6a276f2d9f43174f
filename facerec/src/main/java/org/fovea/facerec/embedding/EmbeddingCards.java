package org.fovea.facerec.embedding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.alignment.ReferencePoints;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.detection.Point;
import org.fovea.facerec.evaluation.LikelihoodRatio;
import org.fovea.facerec.network.PixelScaling;

/// Cards of embedding networks as JSON: read strictly (what is misspelt is not passed over), written, and those of
/// files that Fovea knows.
///
/// ```json
/// {"size": [112, 112], "colours": "RGB", "range": 255, "mean": 127.5, "std": 127.5, "mirror": true}
/// ```
///
/// `size`, `colours`, `mean` and `std` must be there. `mean` and `std` are one number, or three in the order of
/// `colours`. Optional are `name`, `range` (1), `mirror` (false), `reference` (ArcFace's five points, as [x, y] in
/// pixels), `output`, `sha256`, `licence` and `calibration`, which `fovea evaluate --calibrate` writes.
public final class EmbeddingCards {
    private static final int MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 10;
    private static final String KNOWN = "cards.json";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private EmbeddingCards() {}

    /// Where a model's card stands: `net.json` beside `net.onnx`.
    public static Path beside(Path model) {
        String name = Objects.requireNonNull(model.getFileName()).toString();
        int dot = name.lastIndexOf('.');
        return model.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".json");
    }

    /// Reads a card.
    ///
    /// @throws IOException if the file cannot be read or is no card; the message names the file, the key, what was
    ///     expected and what was found
    public static EmbeddingCard read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(Printable.of(file) + ": a model's card of at most " + MOST_BYTES
                    + " bytes expected, found " + Files.size(file));
        }
        return parse(Files.readAllBytes(file), file);
    }

    private static EmbeddingCard parse(byte[] json, Path file) throws IOException {
        String stem = Objects.requireNonNull(file.getFileName()).toString().replaceFirst("\\.json$", "");
        return parse(json, Printable.of(file), stem);
    }

    /// Reads the card beside a model that needs none.
    ///
    /// @return empty where there is none: no such file, or JSON about something else, without `mean` and `std`
    /// @throws IOException as for a file
    public static Optional<EmbeddingCard> find(Path model) throws IOException {
        Path file = beside(model);
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return Optional.empty();
        }
        byte[] json = Files.readAllBytes(file);
        return isCard(json) ? Optional.of(parse(json, file)) : Optional.empty();
    }

    /// Names of classes, say, are JSON of any form; what is no JSON at all is left to [#parse], which says where.
    private static boolean isCard(byte[] json) throws IOException {
        try {
            JsonNode tree = new JsonMapper().readTree(json);
            return tree.has("mean") || tree.has("std");
        } catch (JsonProcessingException e) {
            return true;
        }
    }

    /// Reads a card from memory.
    ///
    /// @param source what messages call it
    /// @param name the model's name where the card does not say
    /// @throws IOException as for a file
    public static EmbeddingCard parse(byte[] json, String source, String name) throws IOException {
        try {
            return card(JSON.readTree(json), name);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IOException(
                    source + ": not JSON"
                            + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()) + ": "
                            + Printable.of(e.getOriginalMessage()),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IOException(source + ": " + Printable.of(String.valueOf(e.getMessage())), e);
        }
    }

    /// The card that Fovea has for a file.
    ///
    /// @param fingerprint the file's SHA-256
    public static Optional<EmbeddingCard> known(String fingerprint) {
        try (InputStream in = Objects.requireNonNull(EmbeddingCards.class.getResourceAsStream(KNOWN))) {
            for (JsonNode node : JSON.readTree(in)) {
                if (fingerprint.equals(node.path("sha256").asText())) {
                    return Optional.of(card(node, ""));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the cards that come with Fovea", e);
        }
    }

    private static EmbeddingCard card(JsonNode node, String name) {
        CardFields fields = new CardFields(node, "a card");
        int[] size = fields.sides("size");
        PixelScaling.Colours colours = fields.oneOf("colours", PixelScaling.Colours.class);
        EmbeddingCard card = new EmbeddingCard(
                fields.text("name").orElse(name),
                fields.points("reference")
                        .map(marks -> new ReferencePoints(size[0], size[1], marks))
                        .orElseGet(() -> ReferencePoints.arcFace(size[0], size[1])),
                new PixelScaling(
                        fields.number("range").orElse(1), fields.oneOrThree("mean"), fields.oneOrThree("std"), colours),
                fields.truth("mirror"),
                fields.text("output").orElse(null),
                fields.text("sha256").orElse(null),
                fields.text("licence").orElse(null),
                fields.object("calibration").map(EmbeddingCards::calibration).orElse(null));
        fields.checkNothingElse();
        return card;
    }

    private static Calibration calibration(CardFields fields) {
        double[][] pairs = fields.pairs("ratios");
        Calibration calibration = new Calibration(
                fields.text("data").orElse("not said"),
                fields.needed("threshold"),
                fields.needed("fmr"),
                fields.needed("fnmr"),
                LikelihoodRatio.of(
                        Arrays.stream(pairs).mapToDouble(pair -> pair[0]).toArray(),
                        Arrays.stream(pairs).mapToDouble(pair -> pair[1]).toArray()));
        fields.checkNothingElse();
        return calibration;
    }

    /// Writes a card; the file is written beside its place and moved there whole.
    ///
    /// @throws IOException if it cannot be written
    public static void write(Path file, EmbeddingCard card) throws IOException {
        AtomicFile.write(file, (json(card) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// A card's text.
    static String json(EmbeddingCard card) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", card.name());
        ArrayNode size = node.putArray("size");
        size.add(card.reference().width()).add(card.reference().height());
        node.put("colours", card.scaling().colours().name());
        node.put("range", card.scaling().range());
        addAll(node.putArray("mean"), card.scaling().mean());
        addAll(node.putArray("std"), card.scaling().deviation());
        node.put("mirror", card.mirror());
        ArrayNode reference = node.putArray("reference");
        for (Point point : card.reference().landmarks().points()) {
            reference.addArray().add(point.x()).add(point.y());
        }
        if (card.output() != null) {
            node.put("output", card.output());
        }
        if (card.sha256() != null) {
            node.put("sha256", card.sha256());
        }
        if (card.licence() != null) {
            node.put("licence", card.licence());
        }
        if (card.calibration() != null) {
            add(node.putObject("calibration"), card.calibration());
        }
        return node.toPrettyString();
    }

    private static void add(ObjectNode node, Calibration calibration) {
        node.put("data", calibration.data());
        node.put("threshold", calibration.threshold());
        node.put("fmr", calibration.fmr());
        node.put("fnmr", calibration.fnmr());
        ArrayNode ratios = node.putArray("ratios");
        double[] scores = calibration.ratio().scores();
        double[] log10 = calibration.ratio().log10s();
        for (int i = 0; i < scores.length; i++) {
            ratios.addArray().add(scores[i]).add(log10[i]);
        }
    }

    private static void addAll(ArrayNode to, double[] values) {
        for (double value : values) {
            to.add(value);
        }
    }
}
