package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.LoweredModel;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.OnnxPort;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.model.FaceModel.Member;
import org.fovea.facerec.model.FaceModelExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Writes a model in another format; the files' names say which.",
        footer = {
            "",
            "  A.safetensors B.onnx          a network or a face model of Fovea's as ONNX, opset 17",
            "  A.safetensors B.safetensors   its weights alone, laid out as PyTorch has them",
            "  A.onnx B.safetensors          the constants of an ONNX file, by name; with --network a network of"
                    + " Fovea's",
            "",
            "Example: fovea convert model.safetensors model.onnx"
        })
final class ConvertCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "The file to read: .safetensors or .onnx.")
    private Path from;

    @Parameters(index = "1", paramLabel = "B", description = "The file to write: .onnx or .safetensors.")
    private Path to;

    @Option(
            names = "--channels-last",
            description = "Give a network's ONNX file inputs and outputs of (N, H, W, C) in place of (N, C, H, W).")
    private boolean channelsLast;

    @Option(
            names = "--network",
            description = "Make of an ONNX file a network of Fovea's, with the channels last, for inputs as the file or"
                    + " --shape says.")
    private boolean network;

    @Mixin
    private ShapeOptions shapes;

    @Mixin
    private RunOptions run;

    /// The formats that files' names end in.
    private enum Format {
        ONNX,
        SAFETENSORS
    }

    /// What is said of the file written.
    ///
    /// @param nodes of an ONNX graph or a network; 0 of weights alone
    /// @param numbers in all arrays
    record Result(String file, int nodes, int arrays, long numbers, List<String> inputs, List<String> outputs) {}

    @Override
    public Integer call() throws IOException {
        Format read = format(from);
        Format written = format(to);
        if (read == Format.ONNX && written == Format.ONNX) {
            throw run.wrong("both files are ONNX; an ONNX file is converted to .safetensors");
        }
        if (channelsLast && written != Format.ONNX) {
            throw run.wrong("--channels-last goes with an ONNX file to write, found " + Printable.of(to));
        }
        if (network && read != Format.ONNX) {
            throw run.wrong("--network goes with an ONNX file to read, found " + Printable.of(from));
        }
        if (shapes.given() && !network) {
            throw run.wrong("--shape goes with --network");
        }
        Paths.checkModel(from);
        if (Paths.same(from, to)) {
            throw run.wrong(Printable.of(from) + " is read here; the result needs another file");
        }
        Paths.checkOutput(to);
        Result result =
                network ? network() : read == Format.ONNX ? constants() : written == Format.ONNX ? onnx() : weights();
        run.print(result, text(result));
        return 0;
    }

    private Format format(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (Format format : Format.values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw run.wrong(Printable.of(file) + ": the name must end in .onnx or .safetensors, which say the format");
    }

    private Result onnx() throws IOException {
        SafeTensors arrays = SafeTensors.read(from);
        OnnxExport export;
        if (FaceModel.isIn(arrays)) {
            if (channelsLast) {
                throw run.wrong("--channels-last goes with a network; " + Printable.of(from) + " is a face model,"
                        + " whose frames have the channels first");
            }
            export = FaceModelExport.of(FaceModel.read(arrays));
        } else {
            OnnxExport.Axes axes = channelsLast ? OnnxExport.Axes.CHANNELS_LAST : OnnxExport.Axes.CHANNELS_FIRST;
            export = OnnxExport.of(ModelFile.network(arrays, ""), axes);
        }
        export.write(to);
        OnnxGraph graph = export.graph();
        return new Result(
                to.toString(),
                graph.nodes().size(),
                graph.constants().size(),
                graph.constants().values().stream().mapToLong(OnnxTensor::count).sum(),
                graph.inputs().stream().map(OnnxValue::toString).toList(),
                graph.outputs().stream().map(OnnxValue::toString).toList());
    }

    /// The weights of a network, or of each of a face model's under the prefix that it has there.
    private Result weights() throws IOException {
        SafeTensors arrays = SafeTensors.read(from);
        Weights weights = new Weights();
        if (FaceModel.isIn(arrays)) {
            List<Member> members = FaceModel.read(arrays).members();
            for (int m = 0; m < members.size(); m++) {
                weights.add("network" + (m + 1) + "/", members.get(m).face().network());
            }
        } else {
            weights.add("", ModelFile.network(arrays, ""));
        }
        return weights.written(to);
    }

    private Result constants() throws IOException {
        Map<String, OnnxTensor> constants = OnnxModel.inspect(from).graph().constants();
        Weights weights = new Weights();
        constants.forEach(weights::add);
        for (String remark : weights.remarks()) {
            run.remarks().println(remark);
        }
        return weights.written(to);
    }

    /// The network that the file's model is lowered to, whole or not at all.
    private Result network() throws IOException {
        OnnxModel model = OnnxModel.read(from);
        OnnxShapes known = OnnxShapes.of(model, shapes.said(run, model.graph().inputs()));
        if (known.unknown() != null) {
            throw new IllegalArgumentException(from + ": " + known.unknown());
        }
        LoweredModel lowered = model.lowered(known.inputs());
        List<String> others = Stream.concat(lowered.byDefinition().stream(), lowered.rest().stream())
                .map(OnnxNode::described)
                .toList();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    from + ": no layers compute what these nodes do: " + String.join(", ", others));
        }
        Network made = lowered.network();
        ModelFile.write(to, made);
        return new Result(
                to.toString(),
                made.nodes().size(),
                made.parameters().size(),
                made.parameters().values().stream()
                        .mapToLong(parameter -> parameter.value().size())
                        .sum(),
                lowered.inputs().stream().map(port -> shown(made, port)).toList(),
                lowered.outputs().stream().map(port -> shown(made, port)).toList());
    }

    private static String shown(Network network, OnnxPort port) {
        return port.node() + " N×" + network.node(port.node()).shape();
    }

    private static String text(Result result) {
        String arrays = String.format(Locale.ROOT, "%,d arrays of %,d numbers", result.arrays(), result.numbers());
        String graph = result.nodes() == 0
                ? ""
                : String.format(Locale.ROOT, ", %,d nodes", result.nodes())
                        + lines("input ", result.inputs())
                        + lines("output ", result.outputs());
        return Printable.of(result.file()) + ": " + arrays + graph + "\n";
    }

    private static String lines(String what, List<String> values) {
        return values.stream().map(value -> "\n  " + what + Printable.of(value)).collect(Collectors.joining());
    }
}
