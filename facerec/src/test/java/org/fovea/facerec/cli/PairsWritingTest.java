package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fovea.facerec.report.PairsEvaluationPage.Source;
import org.fovea.facerec.verification.PairEmbeddings;
import org.fovea.facerec.verification.PairFigures;
import org.fovea.facerec.verification.PairList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsWritingTest {
    @TempDir
    private Path folder;

    @Test
    void filesTakeThePlaceOfThoseBeforeAndHoldOneRunsFigures() throws Exception {
        PairList list = PairList.parse(List.of("2 1", "Ann 1 2", "Ann 1 Bob 1", "Cid 1 2", "Cid 1 Dan 1"));
        float[] one = {1, 0};
        float[] other = {0, 1};
        PairFigures figures = PairFigures.of(
                new PairEmbeddings(list, List.copyOf(list.photos()), List.of(one, one, other, one, one, other)),
                null,
                1);
        PairsReport report = PairsReport.of("Net", figures, "each from the other fold");
        List<Source> sources = List.of(new Source("model", "net.onnx", "Net", "abc123"));
        for (String name : List.of("evaluation.html", "evaluation.json", "evaluation.csv")) {
            Files.writeString(folder.resolve(name), "of a run before");
        }
        ByteArrayOutputStream remarks = new ByteArrayOutputStream();
        new PairsWriting(figures, report, sources, Map.of())
                .write(folder, new PrintStream(remarks, true, StandardCharsets.UTF_8));
        assertTrue(remarks.toString(StandardCharsets.UTF_8).contains("evaluation.html, evaluation.json and"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
        JsonNode json = new ObjectMapper().readTree(Files.readString(folder.resolve("evaluation.json")));
        assertEquals("abc123", json.at("/sources/0/sha256").asText());
        assertEquals(1, json.at("/figures/accuracy").asDouble());
        assertEquals(new ObjectMapper().readTree(RunOptions.json(report)), json.get("figures"));
        assertEquals(0.01, json.at("/figures/fnmr/0/fmr").asDouble());
        assertTrue(json.at("/figures/fnmr/0/fnmr").isNull(), "two impostor pairs bear out no FMR of 0.01");
        assertTrue(Files.readString(folder.resolve("evaluation.html")).contains("One person or two? Net"));
        assertEquals(5, Files.readAllLines(folder.resolve("evaluation.csv")).size());
    }
}
