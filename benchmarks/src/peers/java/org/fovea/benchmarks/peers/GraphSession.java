package org.fovea.benchmarks.peers;

import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// ONNX Runtime running a graph as it is written, on one thread, with Fovea's tensors.
final class GraphSession {
    private static final String TYPE = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    /// @param model the file's bytes
    /// @param inputs of FLOAT or DOUBLE
    /// @throws OrtException if it refuses the model or the inputs
    Map<String, OnnxTensor> run(byte[] model, Map<String, OnnxTensor> inputs) throws OrtException {
        Map<String, ai.onnxruntime.OnnxTensor> given = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = options();
                OrtSession session = environment.createSession(model, options)) {
            for (Map.Entry<String, OnnxTensor> input : inputs.entrySet()) {
                given.put(input.getKey(), tensor(input.getValue()));
            }
            try (OrtSession.Result result = session.run(given)) {
                Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
                for (Map.Entry<String, OnnxValue> output : result) {
                    outputs.put(output.getKey(), read((ai.onnxruntime.OnnxTensor) output.getValue()));
                }
                return outputs;
            }
        } finally {
            given.values().forEach(ai.onnxruntime.OnnxTensor::close);
        }
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        return options;
    }

    private ai.onnxruntime.OnnxTensor tensor(OnnxTensor value) throws OrtException {
        long[] extents = RandomNodes.longs(value.extents());
        return value.type() == OnnxType.DOUBLE
                ? ai.onnxruntime.OnnxTensor.createTensor(environment, DoubleBuffer.wrap(value.doubles()), extents)
                : ai.onnxruntime.OnnxTensor.createTensor(environment, FloatBuffer.wrap(value.floats()), extents);
    }

    private static OnnxTensor read(ai.onnxruntime.OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        int[] extents =
                Arrays.stream(info.getShape()).mapToInt(Math::toIntExact).toArray();
        OnnxType type = OnnxType.valueOf(info.onnxType.name().substring(TYPE.length()));
        int count = OnnxTensor.count(extents);
        ByteBuffer bytes = count == 0 ? ByteBuffer.allocate(0) : tensor.getByteBuffer();
        bytes.order(ByteOrder.nativeOrder());
        if (type.real()) {
            double[] reals = new double[count];
            Arrays.setAll(reals, i -> type == OnnxType.DOUBLE ? bytes.getDouble(8 * i) : bytes.getFloat(4 * i));
            return OnnxTensor.ofReals(type, reals, extents);
        }
        long[] wholes = new long[count];
        Arrays.setAll(wholes, i -> switch (type.bits()) {
            case 64 -> bytes.getLong(8 * i);
            case 32 -> bytes.getInt(4 * i);
            case 16 -> bytes.getShort(2 * i);
            default -> bytes.get(i);
        });
        return OnnxTensor.ofWholes(type, wholes, extents);
    }
}
