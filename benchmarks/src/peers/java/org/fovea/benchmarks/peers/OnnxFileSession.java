package org.fovea.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fovea.benchmarks.ForeignModel;

/// A file in ONNX Runtime, its outputs as arrays: what [org.fovea.engine.onnx.OnnxRunner] gives. The memory of inputs
/// and outputs is used again where the input's extents are those of the call before.
final class OnnxFileSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;
    private long[] extents = {};
    private FloatBuffer buffer = FloatBuffer.allocate(0);
    private Map<String, OnnxTensor> inputs = Map.of();
    private Map<String, OnnxTensor> outputs = Map.of();
    private final Map<String, FloatBuffer> values = new LinkedHashMap<>();
    private final Map<String, float[]> arrays = new LinkedHashMap<>();

    /// @param threads that compute one operator
    OnnxFileSession(ForeignModel model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = OnnxSession.options(threads)) {
            session = environment.createSession(model.path().toString(), options);
        }
        input = session.getInputNames().iterator().next();
    }

    /// Runs the network.
    ///
    /// @return the outputs by name, shared: the next call overwrites them
    Map<String, float[]> run(float[] x, int... given) throws OrtException {
        long[] asked = Arrays.stream(given).asLongStream().toArray();
        if (!Arrays.equals(extents, asked)) {
            prepare(x, asked);
        }
        buffer.put(0, x);
        session.run(inputs, outputs).close();
        values.forEach((name, value) -> value.get(0, arrays.get(name)));
        return arrays;
    }

    /// Lays out memory for an input and, by a first run, for the outputs that it has.
    private void prepare(float[] x, long[] asked) throws OrtException {
        closeTensors();
        extents = asked;
        buffer = OnnxSession.direct(x.length);
        buffer.put(0, x);
        inputs = Map.of(input, OnnxTensor.createTensor(environment, buffer, extents));
        Map<String, OnnxTensor> laidOut = new LinkedHashMap<>();
        try (OrtSession.Result result = session.run(inputs)) {
            for (Map.Entry<String, ?> output : result) {
                TensorInfo info = ((OnnxTensor) output.getValue()).getInfo();
                FloatBuffer y = OnnxSession.direct(Math.toIntExact(info.getNumElements()));
                laidOut.put(output.getKey(), OnnxTensor.createTensor(environment, y, info.getShape()));
                values.put(output.getKey(), y);
                arrays.put(output.getKey(), new float[y.capacity()]);
            }
        }
        outputs = laidOut;
    }

    private void closeTensors() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
    }

    @Override
    public void close() throws OrtException {
        closeTensors();
        session.close();
    }
}
