package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.text.Columns;
import org.fovea.facerec.data.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Runs an ONNX model: arrays in, arrays out.",
        footer = {
            "",
            "Into DIR it writes each output as NAME.npy, with an underscore for each letter of its name that may not",
            "stand in every file's.",
            "",
            "Example: fovea run model.onnx --input image=x.npy --output-dir out/"
        })
final class RunCommand implements Callable<Integer> {
    /// So much of an output's name stands in its file's: systems take 255 bytes.
    private static final int LONGEST_NAME = 100;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
    private Path file;

    @Option(
            names = "--input",
            paramLabel = "[NAME=]X.npy",
            description = "What an input of the model is given, once for each; the name may be left out where there is"
                    + " one input.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = {"-o", "--output-dir"},
            required = true,
            paramLabel = "DIR",
            description = "The folder for the outputs; made if it is not there.")
    private Path output;

    @Option(
            names = "--by-definition",
            description = "Run the model by its operators' definitions, exact and slow, on one thread.")
    private boolean byDefinition;

    @Mixin
    private RunOptions run;

    /// What is said of one output.
    ///
    /// @param nans how many of its numbers are NaN
    record Line(String name, String type, List<Integer> extents, int nans, String file) {}

    @Override
    public Integer call() throws IOException {
        Paths.checkModel(file);
        OnnxModel model = OnnxModel.inspect(file);
        checkSupported(model);
        Map<OnnxValue, Path> given = given(model.graph().inputs());
        Map<String, Path> files = files(model.graph().outputs());
        checkOutputs(files, given);
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<OnnxValue, Path> entry : given.entrySet()) {
            OnnxTensor tensor = OnnxArrays.read(entry.getValue(), entry.getKey());
            tensors.put(entry.getKey().name(), tensor);
            remarkNans("input", entry.getKey().name(), tensor);
        }
        Map<String, OnnxTensor> results =
                byDefinition ? model.run(tensors) : model.runner(run.workers()).run(tensors);
        List<Line> lines = new ArrayList<>();
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            String name = entry.getKey();
            OnnxTensor tensor = Objects.requireNonNull(results.get(name));
            OnnxArrays.write(entry.getValue(), tensor);
            int nans = remarkNans("output", name, tensor);
            lines.add(new Line(
                    name,
                    tensor.type().toString(),
                    Arrays.stream(tensor.extents()).boxed().toList(),
                    nans,
                    entry.getValue().toString()));
        }
        run.print(lines, text(lines));
        return 0;
    }

    private void checkSupported(OnnxModel model) throws IOException {
        List<String> problems = model.unsupported();
        if (!problems.isEmpty()) {
            throw new IOException(Printable.of(file) + ": " + problems.size()
                    + (problems.size() == 1 ? " node is" : " nodes are") + " not supported: "
                    + String.join("; ", problems));
        }
    }

    /// The file of each of the model's inputs.
    private Map<OnnxValue, Path> given(List<OnnxValue> expected) {
        Map<OnnxValue, String> said;
        try {
            said = InputArguments.of("--input", inputs, expected);
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
        List<OnnxValue> missing =
                expected.stream().filter(input -> !said.containsKey(input)).toList();
        if (!missing.isEmpty()) {
            throw run.wrong("no --input for " + InputArguments.list(missing));
        }
        Map<OnnxValue, Path> given = new LinkedHashMap<>();
        try {
            said.forEach((input, path) -> given.put(input, Paths.parse(path)));
        } catch (TypeConversionException e) {
            throw run.wrong("--input: " + e.getMessage());
        }
        return given;
    }

    /// The file of each output, by name.
    ///
    /// @throws IllegalArgumentException if two would be one, in small letters as well, since some file systems take
    ///     them for one
    private Map<String, Path> files(List<OnnxValue> outputs) {
        Map<String, Path> files = new LinkedHashMap<>();
        Map<String, String> taken = new HashMap<>();
        for (OnnxValue value : outputs) {
            String name = fileName(value.name());
            String other = taken.put(name.toLowerCase(Locale.ROOT), value.name());
            if (other != null) {
                throw new IllegalArgumentException(
                        "the outputs \"" + other + "\" and \"" + value.name() + "\" would both be written to " + name);
            }
            files.put(value.name(), output.resolve(name));
        }
        return files;
    }

    /// A file's name for an output: a dot or a hyphen at its beginning would hide it or make it an option.
    static String fileName(String output) {
        String plain = output.replaceAll("[^\\w.-]", "_").replaceFirst("^[.-]", "_");
        return plain.substring(0, Math.min(plain.length(), LONGEST_NAME)) + ".npy";
    }

    private void checkOutputs(Map<String, Path> files, Map<OnnxValue, Path> given) throws IOException {
        Paths.checkOutputFolder(output);
        for (Path written : files.values()) {
            for (Path read : given.values()) {
                if (Paths.same(written, read)) {
                    throw run.wrong(Printable.of(written) + " is read here; the outputs need another folder");
                }
            }
            Paths.checkOutput(written);
        }
    }

    private int remarkNans(String what, String name, OnnxTensor tensor) {
        int nans = OnnxArrays.nans(tensor);
        if (nans > 0) {
            run.remarks()
                    .println(what + " " + Printable.of(name) + ": " + nans + " of " + tensor.count()
                            + " numbers are NaN");
        }
        return nans;
    }

    private static String text(List<Line> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("output", "type", "extents", "file"));
        for (Line line : lines) {
            rows.add(List.of(
                    Printable.of(line.name()),
                    line.type(),
                    OnnxTensor.text(
                            line.extents().stream().mapToInt(Integer::intValue).toArray()),
                    Printable.of(line.file())));
        }
        return Columns.of(rows, 4, 3);
    }
}
