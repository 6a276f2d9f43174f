package org.fovea.benchmarks.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The outcomes with every round's figures, for programs.
final class JsonReport {
    private JsonReport() {}

    static String of(Machine machine, List<Outcome> outcomes) throws JsonProcessingException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("machine", machine.asMap());
        report.put("rows", outcomes.stream().map(JsonReport::row).toList());
        return new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .writeValueAsString(report)
                + "\n";
    }

    private static Map<String, Object> row(Outcome o) {
        List<Map<String, Object>> contenders = new ArrayList<>();
        o.figures().forEach((run, figures) -> {
            Map<String, Object> contender = new LinkedHashMap<>();
            contender.put("label", run.label());
            contender.put("benchmark", run.benchmark());
            contender.put("parameters", run.parameters());
            contender.put("unit", run.unit().symbol);
            // JSON has no NaN: a round without this contender is null.
            contender.put(
                    "rounds", figures.stream().map(f -> f.isNaN() ? null : f).toList());
            contender.put("median", o.figure(run));
            contenders.add(contender);
        });
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", o.row().id());
        row.put("title", o.row().title());
        row.put("contenders", contenders);
        row.put("best", o.best().label());
        row.put("ratios", o.ratios());
        row.put("ratio", o.ratio());
        row.put("lowest", o.lowest());
        row.put("highest", o.highest());
        if (o.row().atLeast() > 0) {
            row.put("atLeast", o.row().atLeast());
            row.put("aim", o.row().aim());
            row.put("reached", o.reached());
        }
        return row;
    }
}
