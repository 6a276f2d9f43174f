package org.fovea.tests.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fovea.engine.io.FileFormatException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// ONNX's own node tests: every case of one node whose operator is of those that convolutional networks have.
///
/// A selection of the smallest, one or more of each operator, lies beside this class. The folder of all is where
/// Debian's `libonnx-testdata` puts it, or where the system property `fovea.onnx.nodes` says; without it only the
/// selection is tested.
class OnnxNodeSuiteTest {
    private static final String INSTALLED = "/usr/share/libonnx-testdata/data/node";

    private static final Set<String> OPERATORS =
            Set.of(("Conv ConvTranspose Gemm MatMul BatchNormalization InstanceNormalization LayerNormalization"
                + " GroupNormalization LRN MaxPool AveragePool GlobalAveragePool GlobalMaxPool GlobalLpPool LpPool"
                + " Relu LeakyRelu PRelu Elu Selu Celu Sigmoid HardSigmoid HardSwish Mish Gelu Swish Tanh Softplus"
                + " Clip Softmax LogSoftmax Add Sub Mul Div Pow Sqrt Exp Log Abs Neg Min Max Sum Mean ReduceMean"
                + " ReduceSum ReduceMax ReduceMin ReduceL1 ReduceL2 Concat Split Slice Gather Reshape Flatten Squeeze"
                + " Unsqueeze Transpose Expand Tile Pad Resize Upsample DepthToSpace SpaceToDepth Dropout Identity"
                + " Constant ConstantOfShape Shape Size Cast Where Equal Greater Less Not And Or ArgMax TopK"
                + " LpNormalization Range QuantizeLinear DequantizeLinear DynamicQuantizeLinear ConvInteger"
                + " MatMulInteger QLinearConv QLinearMatMul NonMaxSuppression")
                    .split(" "));

    /// What happened to the cases of one operator.
    private record Tally(List<String> passed, List<String> failed) {
        String counts() {
            return passed.size() + " of " + (passed.size() + failed.size());
        }
    }

    /// The table for readers: what it says by operator of these cases.
    private static Map<String, String> table() throws IOException {
        Map<String, String> table = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/onnx.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 7 && cells[2].contains(" to ")) {
                table.put(cells[1].strip(), cells[4].strip());
            }
        }
        return table;
    }

    @Test
    void operatorsGiveWhatOnnxsOwnTestsExpect() throws IOException {
        Map<String, String> table = table();
        Set<String> all = new TreeSet<>(table.keySet());
        all.addAll(OPERATORS);
        Map<String, Tally> tallies = run(folder(), all);
        Map<String, String> counts = new TreeMap<>();
        for (String operator : table.keySet()) {
            Tally tally = tallies.get(operator);
            counts.put(operator, tally == null ? "" : tally.counts());
        }
        assertEquals(counts, table, "the column of docs/onnx.md");
        tallies.keySet().retainAll(OPERATORS);
        int passed =
                tallies.values().stream().mapToInt(tally -> tally.passed.size()).sum();
        int failed =
                tallies.values().stream().mapToInt(tally -> tally.failed.size()).sum();
        tallies.forEach((operator, tally) -> System.out.printf("%-24s %s%n", operator, tally.counts()));
        System.out.printf("ONNX's node tests: %d of %d passed%n", passed, passed + failed);
        List<String> failures = tallies.values().stream()
                .flatMap(tally -> tally.failed.stream())
                .toList();
        failures.forEach(System.out::println);
        assertTrue(passed > 400, "cases passed: " + passed);
        assertTrue(passed >= 0.98 * (passed + failed), String.join("\n", failures));
    }

    @Test
    void operatorsGiveWhatASelectionOfThemExpects() throws IOException, URISyntaxException {
        Path zip = Path.of(Objects.requireNonNull(OnnxNodeSuiteTest.class.getResource("node-cases.zip"))
                .toURI());
        int cases = 0;
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            List<Path> folders;
            try (var all = Files.list(files.getPath("/"))) {
                folders = all.filter(Files::isDirectory).sorted().toList();
            }
            for (Path folder : folders) {
                assertEquals("", NodeCase.read(folder).run(), folder.toString());
                cases++;
            }
        }
        assertTrue(cases > 100, "cases: " + cases);
    }

    /// What of the floating-point cases layers compute, and so differentiate: the share that is to stay.
    @Test
    void layersComputeTheOperatorsOfFloatingPointNumbers() throws IOException {
        int layers = 0;
        List<String> definitions = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Path folder : cases(folder())) {
            NodeCase test;
            try {
                test = NodeCase.read(folder);
                if (!OPERATORS.contains(test.operator())
                        || !test.real()
                        || test.name().startsWith("test_training_dropout") // which is random
                        || !test.model().unsupported().isEmpty()) {
                    continue;
                }
                if (test.layers()) {
                    layers++;
                } else {
                    definitions.add(test.name());
                }
            } catch (FileFormatException e) {
                continue;
            } catch (AssertionError e) {
                wrong.add(e.getMessage());
            }
        }
        int all = layers + definitions.size() + wrong.size();
        System.out.printf("ONNX's node tests of floating point: layers compute %d of %d%n", layers, all);
        definitions.forEach(name -> System.out.println("by definition: " + name));
        assertEquals(List.of(), wrong);
        assertTrue(layers >= 0.9 * all, layers + " of " + all + " by layers");
    }

    static Path folder() {
        Path folder = Path.of(System.getProperty("fovea.onnx.nodes", INSTALLED));
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                "skipped: no " + folder + " (install libonnx-testdata or set fovea.onnx.nodes)");
        return folder;
    }

    private static List<Path> cases(Path root) throws IOException {
        try (var all = Files.list(root)) {
            // Those expanded are of several nodes: what functions consist of.
            return all.filter(folder -> !folder.getFileName().toString().contains("_expanded"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Tally> run(Path root, Set<String> operators) throws IOException {
        Map<String, Tally> tallies = new TreeMap<>();
        for (Path folder : cases(root)) {
            NodeCase test;
            String problem;
            try {
                test = NodeCase.read(folder);
                if (!operators.contains(test.operator())) {
                    continue;
                }
                problem = test.run();
            } catch (FileFormatException e) {
                continue; // of texts, sequences, or floats and integers of fewer than 8 bits
            }
            Tally tally = tallies.computeIfAbsent(
                    test.operator(), operator -> new Tally(new ArrayList<>(), new ArrayList<>()));
            if (problem.isEmpty()) {
                tally.passed.add(test.name());
            } else {
                tally.failed.add(test.name() + ": " + problem);
            }
        }
        return tallies;
    }
}
