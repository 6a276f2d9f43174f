package org.fovea.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.tensor.Tensor;

/// Whether ONNX Runtime takes what [org.fovea.engine.onnx.OnnxExport] writes, and computes the same.
///
/// ```
/// java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
///     -cp benchmarks/target/benchmarks.jar org.fovea.benchmarks.peers.ExportCheck [MODEL.safetensors …]
/// ```
///
/// For each model it prints the largest difference over the largest magnitude; the exit code is 1 where one is above
/// 1e-5, or where the engine has a kind of layer that none of the networks has.
public final class ExportCheck {
    private static final double TOLERANCE = 1e-5;

    private ExportCheck() {}

    public static void main(String[] files) throws OrtException, IOException {
        List<ExportCases> cases = new ArrayList<>(ExportCases.all());
        for (String file : files) {
            cases.add(ExportCases.read(Path.of(file)));
        }
        Set<String> missing = LayerNetworks.missing(LayerNetworks.all());
        boolean near = missing.isEmpty();
        missing.forEach(type -> System.out.println("no network has a layer of the type " + type));
        for (ExportCases one : cases) {
            double difference = difference(one.y().data(), run(one));
            near &= difference <= TOLERANCE;
            System.out.printf(
                    Locale.ROOT,
                    "%-60s %3d nodes  %.1e%n",
                    one.name(),
                    one.export().graph().nodes().size(),
                    difference);
        }
        System.exit(near ? 0 : 1);
    }

    /// What ONNX Runtime gives as the graph's first output.
    private static float[] run(ExportCases one) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Tensor x = one.x();
        long[] extents = Arrays.stream(x.shape().toArray()).asLongStream().toArray();
        String input = one.export().graph().inputs().getFirst().name();
        try (OrtSession session = environment.createSession(one.export().toByteArray());
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x.data()), extents);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            FloatBuffer y = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] values = new float[y.remaining()];
            y.get(values);
            return values;
        }
    }

    /// The largest difference over the largest magnitude; infinite where there are not as many values.
    private static double difference(float[] expected, float[] found) {
        double worst = expected.length == found.length ? 0 : Double.POSITIVE_INFINITY;
        double largest = Double.MIN_NORMAL;
        for (int i = 0; i < Math.min(expected.length, found.length); i++) {
            double difference = Math.abs((double) expected[i] - found[i]);
            worst = difference <= worst ? worst : difference; // a NaN is the worst
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return worst / largest;
    }
}
