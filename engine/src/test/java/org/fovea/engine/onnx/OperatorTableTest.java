package org.fovea.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.fovea.engine.onnx.lowering.GraphLowering;
import org.fovea.engine.onnx.operator.Operator;
import org.fovea.engine.onnx.operator.Operators;
import org.junit.jupiter.api.Test;

/// The table of operators in `docs/onnx.md` is that of the registries and of the tests of gradients. Its column of
/// ONNX's own cases is held by the test that runs them.
class OperatorTableTest {
    @Test
    void theTableForReadersIsTheRegistries() throws IOException {
        Set<String> differentiated = GraphLowering.differentiated();
        List<OperatorCase> cases = OperatorCases.all();
        StringBuilder table = new StringBuilder();
        for (Operator operator : Operators.list()) {
            long graphs = cases.stream()
                    .filter(test -> test.operator.equals(operator.name()))
                    .count();
            table.append(String.format(
                    "| %s | %d to %d | %s | %s |%n",
                    operator.name(),
                    operator.since(),
                    operator.until(),
                    differentiated.contains(operator.name()) ? "yes" : "",
                    graphs == 0 ? "" : graphs));
        }
        StringBuilder found = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("../docs/onnx.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 7 && cells[2].contains(" to ")) {
                found.append(String.join("|", "", cells[1], cells[2], cells[3], cells[5], ""))
                        .append(System.lineSeparator());
            }
        }
        assertEquals(table.toString().replace(" ", ""), found.toString().replace(" ", ""));
    }
}
