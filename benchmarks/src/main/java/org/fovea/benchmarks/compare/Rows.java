package org.fovea.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fovea.benchmarks.ForeignModel;
import org.fovea.benchmarks.PhotographFolder;
import org.fovea.benchmarks.compare.Run.Unit;

/// What is compared.
final class Rows {
    private static final List<String> NETWORKS = List.of("cnn64", "resnet112");
    private static final List<String> FOREIGN = List.of("mobilefacenet", "yunet_n", "yunet_s", "squeezenet_cifar10");
    private static final List<String> THREADS = List.of("1", "2");
    private static final List<String> FORMATS = List.of("NCHW", "NHWC");
    /// Stride 1, 32 channels or more.
    private static final List<String> CONVOLUTIONS = List.of(
            "cnn64/conv2",
            "cnn64/conv3",
            "cnn64/conv4",
            "resnet112/block1.conv2",
            "resnet112/block3.conv2",
            "resnet112/block5.conv2",
            "resnet112/block7.conv2");

    private static final Run PEAK = peak("peak of a core", "1");

    private final List<Row> rows = new ArrayList<>();

    private Rows() {}

    /// Every row there is, in the order of the table.
    static List<Row> all() {
        Rows all = new Rows();
        NETWORKS.forEach(n -> THREADS.forEach(t -> all.training(n, t)));
        NETWORKS.forEach(all::scaling);
        all.coresThemselves();
        NETWORKS.forEach(n -> THREADS.forEach(t -> all.inference(n, t)));
        FOREIGN.forEach(m -> THREADS.forEach(t -> all.onnx(m, t)));
        THREADS.forEach(all::photographs);
        NETWORKS.forEach(all::scalarKernels);
        THREADS.forEach(all::gradCam);
        List.of("512", "1024").forEach(all::product);
        CONVOLUTIONS.forEach(l -> all.convolution("convolution/", l, "forward as in training", "forward"));
        CONVOLUTIONS.forEach(
                l -> all.convolution("convolution-fixed/", l, "forward with fixed filters", "forwardFixed"));
        CONVOLUTIONS.forEach(all::convolutionPeers);
        all.otherJava("dl4j", "DL4J", "Dl4j.dl4j", step("cnn64", "2"));
        all.otherJava(
                "deepnetts",
                "Deep Netts",
                "DeepNetts.deepNetts",
                Map.of("network", "plain64", "threads", "1", "batch", "1"));
        return List.copyOf(all.rows);
    }

    /// Whether a row needs files of others that are not there.
    static boolean lacksFiles(Row row) {
        String model = row.fovea().parameters().get("model");
        boolean photographs = row.fovea().benchmark().startsWith("Photographs.");
        return (model != null && !ForeignModel.of(model).exists()) || (photographs && !PhotographFolder.exists());
    }

    private static Run peak(String label, String threads) {
        return new Run(label, "Peak.fusedMultiplyAdd", Map.of("threads", threads), Unit.GFLOPS);
    }

    private static Run fovea(String benchmark, Map<String, String> parameters, Unit unit) {
        return new Run("Fovea", benchmark, parameters, unit);
    }

    /// A benchmark of PyTorch in both memory formats.
    private static List<Run> pyTorch(String benchmark, Map<String, String> parameters, Unit unit) {
        return FORMATS.stream()
                .map(format -> {
                    Map<String, String> all = new TreeMap<>(parameters);
                    all.put("format", format);
                    return new Run("PyTorch, " + format, "peers." + benchmark, all, unit);
                })
                .toList();
    }

    private static String threads(String threads) {
        return threads.equals("1") ? "1 thread" : threads + " threads";
    }

    private static Map<String, String> step(String network, String threads) {
        return Map.of("network", network, "threads", threads, "batch", "0");
    }

    private void training(String network, String threads) {
        Map<String, String> parameters = step(network, threads);
        rows.add(new Row(
                "train/" + network + "/" + threads,
                "training step, " + network + ", " + threads(threads),
                fovea("TrainStep.fovea", parameters, Unit.MILLISECONDS),
                pyTorch("TrainStepPyTorch.pyTorch", parameters, Unit.MILLISECONDS),
                1.5,
                2,
                true));
    }

    private void scaling(String network) {
        Run one = new Run("Fovea, 1 thread", "TrainStep.fovea", step(network, "1"), Unit.MILLISECONDS);
        rows.add(new Row(
                "threads/" + network,
                "2 threads over 1, training step, " + network,
                fovea("TrainStep.fovea", step(network, "2"), Unit.MILLISECONDS),
                List.of(one),
                1.8,
                1.95,
                true));
    }

    /// What a second thread brings where there is nothing to wait for: the rows before it are to be read against
    /// this.
    private void coresThemselves() {
        Run two = peak("peak of two cores", "2");
        rows.add(new Row("threads/peak", "2 threads over 1, the cores' own peak", two, List.of(PEAK), 0, 0, true));
    }

    private void inference(String network, String threads) {
        for (String batch : List.of("0", "1")) {
            Map<String, String> parameters = Map.of("network", network, "threads", threads, "batch", batch);
            String what = (batch.equals("0") ? "a batch" : "one picture") + ", " + network + ", " + threads(threads);
            String id = network + "/" + threads + (batch.equals("0") ? "/batch" : "/one");
            Run ours = fovea("Inference.fovea", parameters, Unit.MILLISECONDS);
            Run onnx = new Run("ONNX Runtime", "peers.InferenceOnnxRuntime.onnxRuntime", parameters, Unit.MILLISECONDS);
            rows.add(new Row("inference/" + id, "inference, " + what, ours, List.of(onnx), 1.5, 2, true));
            List<Run> torch = pyTorch("InferencePyTorch.pyTorch", parameters, Unit.MILLISECONDS);
            rows.add(new Row("torch-inference/" + id, "inference, " + what, ours, torch, 0, 0, false));
        }
    }

    /// Files of others, which may not be there.
    private void onnx(String model, String threads) {
        Map<String, String> parameters = Map.of("model", model, "threads", threads);
        rows.add(new Row(
                "onnx/" + model + "/" + threads,
                "one picture, " + model + ".onnx, " + threads(threads),
                fovea("OnnxFile.fovea", parameters, Unit.MILLISECONDS),
                List.of(new Run(
                        "ONNX Runtime", "peers.OnnxFileOnnxRuntime.onnxRuntime", parameters, Unit.MILLISECONDS)),
                1,
                1.25,
                true));
    }

    private void photographs(String threads) {
        Map<String, String> parameters = Map.of("threads", threads);
        rows.add(new Row(
                "onnx/photographs/" + threads,
                "a photograph, from JPEG to embeddings, " + threads(threads),
                fovea("Photographs.fovea", parameters, Unit.MILLISECONDS),
                List.of(new Run(
                        "ONNX Runtime", "peers.PhotographsOnnxRuntime.onnxRuntime", parameters, Unit.MILLISECONDS)),
                1,
                0,
                true));
    }

    /// What the vector kernels bring over those in plain Java, which run where the Vector API is not there.
    private void scalarKernels(String network) {
        overScalar("train/" + network, "training step, " + network, "TrainStep", step(network, "1"));
        for (String batch : List.of("0", "1")) {
            Map<String, String> parameters = Map.of("network", network, "threads", "1", "batch", batch);
            boolean one = batch.equals("1");
            overScalar(
                    "inference/" + network + (one ? "/one" : "/batch"),
                    "inference, " + (one ? "one picture, " : "a batch, ") + network,
                    "Inference",
                    parameters);
        }
    }

    private void overScalar(String id, String what, String work, Map<String, String> parameters) {
        Run scalar = new Run("Fovea, scalar kernels", work + ".scalarKernels", parameters, Unit.MILLISECONDS);
        rows.add(new Row(
                "scalar/" + id,
                "vector kernels over scalar, " + what + ", 1 thread",
                fovea(work + ".fovea", parameters, Unit.MILLISECONDS),
                List.of(scalar),
                0,
                0,
                false));
    }

    private void gradCam(String threads) {
        Map<String, String> parameters = Map.of("network", "resnet112", "threads", threads);
        rows.add(new Row(
                "gradcam/" + threads,
                "Grad-CAM of one picture, resnet112, " + threads(threads),
                fovea("GradCam.fovea", parameters, Unit.MILLISECONDS),
                pyTorch("GradCamPyTorch.pyTorch", parameters, Unit.MILLISECONDS),
                1.5,
                3,
                true));
    }

    private void product(String size) {
        Map<String, String> parameters = Map.of("shape", size, "threads", "1");
        Run ours = fovea("MatrixProduct.fovea", parameters, Unit.GFLOPS);
        String title = "matrix product " + size + "³, 1 thread";
        rows.add(new Row("product/" + size, title, ours, List.of(PEAK), 0.92, 0.97, true));
        Run torch = new Run("PyTorch (OpenBLAS)", "peers.MatrixProductPyTorch.pyTorch", parameters, Unit.GFLOPS);
        Run ejml = new Run("EJML", "MatrixProduct.ejml", parameters, Unit.GFLOPS);
        rows.add(new Row("product-peers/" + size, title, ours, List.of(torch, ejml), 0, 0, false));
    }

    private void convolution(String id, String layer, String what, String method) {
        rows.add(new Row(
                id + layer,
                "3×3 convolution, " + layer + ", " + what + ", 1 thread",
                fovea("Convolution." + method, one(layer), Unit.GFLOPS),
                List.of(PEAK),
                2,
                2.5,
                true));
    }

    /// To ONNX Runtime filters are constants, as they are to Fovea's inference; PyTorch takes them anew each time.
    private void convolutionPeers(String layer) {
        Run onnx = new Run("ONNX Runtime", "peers.ConvolutionOnnxRuntime.forward", one(layer), Unit.GFLOPS);
        convolutionPeer(layer, "forwardFixed", List.of(onnx));
        for (String pass : List.of("forward", "backwardData", "backwardFilters")) {
            convolutionPeer(layer, pass, pyTorch("ConvolutionPyTorch." + pass, one(layer), Unit.GFLOPS));
        }
    }

    private void convolutionPeer(String layer, String pass, List<Run> peers) {
        rows.add(new Row(
                "convolution-peers/" + layer + "/" + pass,
                "3×3 convolution, " + layer + ", " + pass + ", 1 thread",
                fovea("Convolution." + pass, one(layer), Unit.GFLOPS),
                peers,
                0,
                0,
                false));
    }

    /// Other engines of the Java world; with Deep Netts a batch would take half a minute, so it gets one picture.
    private void otherJava(String id, String label, String suffix, Map<String, String> parameters) {
        String where = ", " + parameters.get("network") + ", "
                + ("1".equals(parameters.get("batch")) ? "one picture, " : "")
                + threads(parameters.getOrDefault("threads", "1"));
        for (String work : List.of("TrainStep", "Inference")) {
            boolean trains = work.equals("TrainStep");
            rows.add(new Row(
                    id + "/" + (trains ? "train" : "inference"),
                    (trains ? "training step" : "inference") + where,
                    fovea(work + ".fovea", parameters, Unit.MILLISECONDS),
                    List.of(new Run(label, "peers." + work + suffix, parameters, Unit.MILLISECONDS)),
                    0,
                    0,
                    false));
        }
    }

    private static Map<String, String> one(String layer) {
        return Map.of("layer", layer, "threads", "1", "batch", "0");
    }
}
