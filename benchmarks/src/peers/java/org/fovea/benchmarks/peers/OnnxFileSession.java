package org.fovea.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fovea.benchmarks.ForeignModel;

/// A file in ONNX Runtime, its outputs as arrays: what [org.fovea.engine.onnx.OnnxRunner] gives. The input's memory is
/// used again where the extents are those of the call before.
final class OnnxFileSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;
    private long[] extents = {};
    private FloatBuffer buffer = FloatBuffer.allocate(0);
    private Map<String, OnnxTensor> inputs = Map.of();

    /// @param threads that compute one operator
    OnnxFileSession(ForeignModel model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = OnnxSession.options(threads)) {
            session = environment.createSession(model.path().toString(), options);
        }
        input = session.getInputNames().iterator().next();
    }

    /// Runs the network.
    Map<String, float[]> run(float[] x, int... given) throws OrtException {
        long[] asked = Arrays.stream(given).asLongStream().toArray();
        if (!Arrays.equals(extents, asked)) {
            close(inputs);
            extents = asked;
            buffer = ByteBuffer.allocateDirect(4 * x.length)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            inputs = Map.of(input, OnnxTensor.createTensor(environment, buffer, extents));
        }
        buffer.put(0, x);
        Map<String, float[]> outputs = new LinkedHashMap<>();
        try (OrtSession.Result result = session.run(inputs)) {
            for (Map.Entry<String, ?> output : result) {
                FloatBuffer y = ((OnnxTensor) output.getValue()).getFloatBuffer();
                float[] values = new float[y.remaining()];
                y.get(values);
                outputs.put(output.getKey(), values);
            }
        }
        return outputs;
    }

    private static void close(Map<String, OnnxTensor> tensors) {
        tensors.values().forEach(OnnxTensor::close);
    }

    @Override
    public void close() throws OrtException {
        close(inputs);
        session.close();
    }
}
