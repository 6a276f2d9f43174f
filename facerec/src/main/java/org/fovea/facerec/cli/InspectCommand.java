package org.fovea.facerec.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.model.FaceModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Tells what a model file holds: inputs, outputs, nodes and their shapes, parameters,"
                + " multiply-adds, and all that could not be run of it.",
        footer = {
            "",
            "An open first extent of an ONNX model's input is taken for a batch of 1.",
            "",
            "Example: fovea inspect detector.onnx --shape input=1x3x320x320"
        })
final class InspectCommand implements Callable<Integer> {
    /// The tag of an ONNX model's first field.
    private static final int IR_VERSION = 0x08;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file, or a safetensors file that holds networks.")
    private Path file;

    @Mixin
    private ShapeOptions shapes;

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws IOException {
        Paths.checkModel(file);
        if (!isSafeTensors(file)) {
            OnnxModel model = OnnxModel.inspect(file);
            OnnxInspection told = OnnxInspection.of(
                    model, OnnxShapes.of(model, shapes.said(run, model.graph().inputs())));
            run.print(told, OnnxInspectionText.of(told));
            return 0;
        }
        if (shapes.given()) {
            throw run.wrong("--shape goes with an ONNX file; " + Printable.of(file) + " says its shapes");
        }
        List<Network> networks = networks(SafeTensors.read(file));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("format", "safetensors");
        told.put("networks", networks.stream().map(NetworkInspection::of).toList());
        run.print(
                told,
                networks.stream()
                        .map(network -> Printable.of(network.toString()) + "\n" + network.summary())
                        .collect(Collectors.joining("\n")));
        return 0;
    }

    /// Whether a file begins as a safetensors file does: with the length of a header within the file, and a brace.
    private static boolean isSafeTensors(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(Long.BYTES + 1);
        }
        if (start.length <= Long.BYTES || start[Long.BYTES] != '{') {
            return false;
        }
        long header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return header > 0 && header <= Files.size(file) - Long.BYTES;
    }

    /// Whether a file is an ONNX model by its name, or begins as one does: with the version of its format.
    static boolean isOnnx(Path file) throws IOException {
        if (String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".onnx")) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == IR_VERSION && !isSafeTensors(file);
        }
    }

    private static List<Network> networks(SafeTensors arrays) throws IOException {
        return FaceModel.isIn(arrays)
                ? FaceModel.read(arrays).members().stream()
                        .map(member -> member.face().network())
                        .toList()
                : List.of(ModelFile.network(arrays, ""));
    }
}
