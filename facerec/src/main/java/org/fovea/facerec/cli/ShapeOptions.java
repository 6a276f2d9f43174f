package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fovea.engine.onnx.graph.OnnxValue;
import picocli.CommandLine.Option;

/// The extents of inputs that an ONNX file leaves open.
final class ShapeOptions {
    private static final Pattern EXTENTS = Pattern.compile("\\d{1,9}(x\\d{1,9})*");

    @Option(
            names = "--shape",
            paramLabel = "[NAME=]EXTENTS",
            description = "The extents of an input that an ONNX file leaves open, such as 1x3x224x224.")
    private List<String> shapes = new ArrayList<>();

    boolean given() {
        return !shapes.isEmpty();
    }

    /// The extents that are said of inputs, by name.
    Map<String, int[]> said(RunOptions run, List<OnnxValue> inputs) {
        Map<String, int[]> extents = new LinkedHashMap<>();
        try {
            InputArguments.of("--shape", shapes, inputs)
                    .forEach((input, text) -> extents.put(input.name(), extents(input, text)));
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
        return extents;
    }

    private static int[] extents(OnnxValue input, String text) {
        if (!EXTENTS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "--shape must be like " + input.name() + "=1x3x224x224, found \"" + text + "\"");
        }
        return Pattern.compile("x")
                .splitAsStream(text)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
