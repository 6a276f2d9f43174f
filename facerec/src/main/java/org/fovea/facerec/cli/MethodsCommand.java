package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.method.MapMethods;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "methods",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Lists the methods that say where the evidence lies: formula, source, cost, what each needs.",
        footer = {
            "",
            "In formulas A are the layer's activations, G = ∂Y/∂A their gradients, Z the layer's cells, x the picture,",
            "Y what is explained; i, j is a cell and k a channel.",
            "",
            "Example: fovea methods grad-cam layercam"
        })
final class MethodsCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "METHOD",
            description = "Methods to tell of, as fovea explain --method takes them (default: all).")
    private List<String> names = new ArrayList<>();

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() {
        List<Map<String, String>> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (MapMethod method : chosen()) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("name", method.name());
            facts.put("title", method.title());
            facts.put("formula", method.formula());
            facts.put("source", method.source());
            facts.put("cost", method.cost().toString());
            facts.put("needs", method.needs());
            rows.add(facts);
            text.append(String.format("%-28s %s%n", method.name(), method.title()));
            facts.forEach((name, value) -> {
                if (!name.equals("name") && !name.equals("title")) {
                    text.append(String.format("  %-8s %s%n", name, value));
                }
            });
        }
        run.print(rows, text.toString());
        return 0;
    }

    private List<MapMethod> chosen() {
        try {
            return names.isEmpty()
                    ? MapMethods.all()
                    : names.stream().map(MapMethods::named).toList();
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
    }
}
