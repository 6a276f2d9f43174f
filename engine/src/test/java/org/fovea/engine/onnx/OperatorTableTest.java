package org.fovea.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.fovea.engine.onnx.operator.Operator;
import org.fovea.engine.onnx.operator.Operators;
import org.junit.jupiter.api.Test;

/// The table of operators in `docs/onnx.md` is that of the registry.
class OperatorTableTest {
    @Test
    void theTableForReadersIsTheRegistry() throws IOException {
        TreeMap<String, String> rows = new TreeMap<>();
        for (Operator operator : Operators.list()) {
            rows.merge(
                    String.format("| %2d to %d |", operator.since(), operator.until()),
                    operator.name(),
                    (before, name) -> before + ", " + name);
        }
        StringBuilder table = new StringBuilder("| opsets | operators |\n|---|---|\n");
        rows.forEach((opsets, names) -> table.append(opsets.replaceAll(" +", " "))
                .append(' ')
                .append(names)
                .append(" |\n"));
        String page = Files.readString(Path.of("../docs/onnx.md"));
        assertTrue(page.contains(table), "docs/onnx.md should hold this table:\n" + table);
    }
}
