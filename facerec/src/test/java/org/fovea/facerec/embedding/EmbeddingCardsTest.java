package org.fovea.facerec.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.alignment.ReferencePoints;
import org.fovea.facerec.evaluation.Scores;
import org.fovea.facerec.network.PixelScaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingCardsTest {
    private static final String SIX_LINES = """
        {
          "size": [112, 112],
          "colours": "rgb",
          "range": 255,
          "mean": 127.5,
          "std": [127.5, 128, 128.5],
          "mirror": true
        }
        """;

    @TempDir
    private Path folder;

    private static EmbeddingCard parse(String json) throws IOException {
        return EmbeddingCards.parse(json.getBytes(StandardCharsets.UTF_8), "net.json", "net");
    }

    @Test
    void sixLinesAreACard() throws IOException {
        EmbeddingCard card = parse(SIX_LINES);
        assertEquals("net", card.name());
        assertEquals(ReferencePoints.ARC_FACE, card.reference());
        assertEquals(PixelScaling.Colours.RGB, card.scaling().colours());
        assertEquals(255, card.scaling().range());
        assertArrayEquals(new double[] {127.5, 127.5, 127.5}, card.scaling().mean());
        assertArrayEquals(new double[] {127.5, 128, 128.5}, card.scaling().deviation());
        assertTrue(card.mirror());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"size\": [112, 112],  | ~~                           | a card without \"size\"",
                "[112, 112]             | [112]                        | \"size\": [width, height], each from 1 to"
                        + " 4096, expected, found [112]",
                "[112, 112]             | [112, 0]                     | found [112,0]",
                "[112, 112]             | [112.5, 112]                 | found [112.5,112]",
                "\"rgb\"                | \"grb\"                      | \"colours\": one of [RGB, BGR] expected,"
                        + " found \"grb\"",
                "255                    | \"255\"                      | \"range\": a number expected, found \"255\"",
                "255                    | -1                           | a range of -1.0; it must be above 0",
                "127.5,                 | [1, 2],                      | \"mean\": a number or three expected, found"
                        + " [1,2]",
                "128.5                  | 0                            | a deviation of 0.0; numbers expected, the"
                        + " deviation above 0",
                "true                   | 1                            | \"mirror\": true or false expected, found 1",
                "\"mirror\"             | \"miror\"                    | a card with \"miror\", which is not one of [",
                "\"mirror\": true       | \"reference\": [[1, 2]]      | \"reference\": five points [x, y] expected,"
                        + " found [[1,2]]",
                "\"mirror\": true       | \"reference\": [[1, 2], 3]   | \"reference[1]\": [number, number] expected,"
                        + " found 3",
                "\"mirror\": true       | \"size\": [1, 1]             | not JSON at line 7, column 9: Duplicate field"
                        + " 'size'",
                "\"mirror\": true       | \"calibration\": []          | \"calibration\", {…}, expected; found []",
                "\"mirror\": true       | \"calibration\": {}          | \"calibration\" without \"ratios\"",
                "true                   | true,                        | not JSON at line 8, column 1",
            })
    void whatIsWrongIsNamed(String part, String replacement, String message) {
        var e = assertThrows(IOException.class, () -> parse(SIX_LINES.replace(part, replacement)));
        assertTrue(e.getMessage().startsWith("net.json: "), e.getMessage());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void deepAndTrailingJsonIsRefused() {
        assertThrows(IOException.class, () -> parse("[".repeat(100_000)));
        assertThrows(IOException.class, () -> parse(SIX_LINES + "{}"));
        assertThrows(IOException.class, () -> parse(""));
    }

    @Test
    void aCardIsWrittenAsItIsRead() throws IOException {
        double[] genuine = {0.3, 0.6, 0.7, 0.8};
        double[] impostor = {-0.1, 0, 0.1, 0.2, 0.4};
        Calibration calibration = Calibration.of("made pairs", Scores.of(genuine, impostor), 0.6);
        EmbeddingCard card = parse(SIX_LINES).withCalibration(calibration);
        Path file = folder.resolve("net.json");
        EmbeddingCards.write(file, card);
        EmbeddingCard read = EmbeddingCards.read(file);
        assertEquals(card.recipe(), read.recipe());
        assertEquals("made pairs", read.calibration().data());
        assertEquals(calibration.threshold(), read.calibration().threshold());
        for (double score = -1; score <= 1; score += 0.05) {
            assertEquals(
                    calibration.ratio().log10(score), read.calibration().ratio().log10(score));
        }
    }

    @Test
    void aCalibrationBeyondTheNumberOfPairsIsRefused() {
        Scores few = Scores.of(new double[] {0.9}, new double[] {0.1, 0.2, 0.3});
        var e = assertThrows(IllegalArgumentException.class, () -> Calibration.of("few", few, 0.001));
        assertTrue(e.getMessage().contains("3 impostor pairs support one from 1.0"), e.getMessage());
    }

    @Test
    void theCardStandsBesideTheModel() {
        assertEquals(Path.of("a/net.v2.json"), EmbeddingCards.beside(Path.of("a/net.v2.onnx")));
        assertEquals(Path.of("net.json"), EmbeddingCards.beside(Path.of("net")));
    }

    @Test
    void whatNeedsNoCardFindsOneAndPassesOverOtherJson() throws IOException {
        Path model = folder.resolve("net.onnx");
        assertTrue(EmbeddingCards.find(model).isEmpty());
        Path file = folder.resolve("net.json");
        for (String labels : new String[] {"[\"cat\", \"dog\"]", "{\"crane\": 1, \"crane\": 2}", ""}) {
            Files.writeString(file, labels);
            assertTrue(EmbeddingCards.find(model).isEmpty(), labels);
        }
        Files.writeString(file, SIX_LINES);
        assertEquals(
                parse(SIX_LINES).recipe(),
                EmbeddingCards.find(model).orElseThrow().recipe());
        Files.writeString(file, SIX_LINES.replace("mean", "maen"));
        var misspelt = assertThrows(IOException.class, () -> EmbeddingCards.find(model));
        assertTrue(misspelt.getMessage().endsWith("net.json: a card without \"mean\""), misspelt.getMessage());
        Files.writeString(file, "{\"mean\": 1,");
        var cut = assertThrows(IOException.class, () -> EmbeddingCards.find(model));
        assertTrue(cut.getMessage().contains("net.json: not JSON at line 1"), cut.getMessage());
    }

    @Test
    void aKnownFilesCardIsThere() {
        String mobileFaceNet = "b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507";
        EmbeddingCard card = EmbeddingCards.known(mobileFaceNet).orElseThrow();
        assertEquals("MobileFaceNet (foamliu) (112×112 RGB)", card.toString());
        assertTrue(card.mirror());
        assertEquals(0.333989, card.calibration().threshold());
        assertTrue(card.calibration().ratio().log10(0.5) > 4);
        assertTrue(EmbeddingCards.known("0").isEmpty());
    }

    @Test
    void aModelWithoutACardSaysHowToWriteOne() throws IOException {
        Path model = folder.resolve("strange.onnx");
        OnnxExport.of(Network.builder("strange", Shape.of(4))
                        .dense("embedding", 2)
                        .build())
                .write(model);
        var e = assertThrows(IOException.class, () -> EmbeddingModel.read(model));
        assertTrue(e.getMessage().contains("strange.json beside it, such as {\"size\""), e.getMessage());
        Files.writeString(folder.resolve("strange.json"), SIX_LINES.replace("\"mirror\": true", "\"sha256\": \"00\""));
        e = assertThrows(IOException.class, () -> EmbeddingModel.read(model));
        assertTrue(e.getMessage().contains("is about 00"), e.getMessage());
        Path none = Files.write(folder.resolve("none.onnx"), new byte[] {1, 2, 3});
        e = assertThrows(IOException.class, () -> EmbeddingModel.read(none));
        assertTrue(e.getMessage().contains("none.onnx: byte 1: expected a protobuf message"), e.getMessage());
    }
}
