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
    private record Tally(List<String> passed, List<String> failed) {}

    @Test
    void operatorsGiveWhatOnnxsOwnTestsExpect() throws IOException {
        Map<String, Tally> tallies = run(folder());
        int passed =
                tallies.values().stream().mapToInt(tally -> tally.passed.size()).sum();
        int failed =
                tallies.values().stream().mapToInt(tally -> tally.failed.size()).sum();
        tallies.forEach((operator, tally) -> System.out.printf(
                "%-24s %3d of %3d%n", operator, tally.passed.size(), tally.passed.size() + tally.failed.size()));
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

    static Path folder() {
        Path folder = Path.of(System.getProperty("fovea.onnx.nodes", INSTALLED));
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                "skipped: no " + folder + " (install libonnx-testdata or set fovea.onnx.nodes)");
        return folder;
    }

    private static Map<String, Tally> run(Path root) throws IOException {
        Map<String, Tally> tallies = new TreeMap<>();
        List<Path> folders;
        try (var all = Files.list(root)) {
            // Those expanded are of several nodes: what functions consist of.
            folders = all.filter(folder -> !folder.getFileName().toString().contains("_expanded"))
                    .sorted()
                    .toList();
        }
        for (Path folder : folders) {
            NodeCase test;
            String problem;
            try {
                test = NodeCase.read(folder);
                if (!OPERATORS.contains(test.operator())) {
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
