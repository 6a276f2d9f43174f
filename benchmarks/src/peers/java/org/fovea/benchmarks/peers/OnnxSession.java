package org.fovea.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A network in ONNX Runtime over one batch: all graph optimisations, input and output in native memory that is used
/// again.
final class OnnxSession implements AutoCloseable {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;
    private final FloatBuffer y;

    /// @param threads that compute one operator
    /// @param x (N, H, W, C)
    OnnxSession(Network network, int threads, Tensor x) throws OrtException {
        int batch = x.shape().extent(0);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = options(threads)) {
            session = environment.createSession(OnnxModel.of(network, batch), options);
        }
        Tensor pictures = Layout.nhwcToNchw(x);
        FloatBuffer buffer = direct(pictures.size()).put(pictures.data()).rewind();
        inputs = Map.of("x", OnnxTensor.createTensor(environment, buffer, longs(pictures.shape())));
        Shape out = OnnxModel.channelsFirst(network.output().shape()).batch(batch);
        y = direct(out.size());
        outputs = Map.of("y", OnnxTensor.createTensor(environment, y, longs(out)));
    }

    /// All optimisations, and so many threads for one operator.
    static OrtSession.SessionOptions options(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        return options;
    }

    /// Native memory for so many floats.
    static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(4 * floats)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static long[] longs(Shape shape) {
        return Arrays.stream(shape.toArray()).asLongStream().toArray();
    }

    /// Runs the network.
    ///
    /// @return the first of its outputs, for a benchmark to consume
    float run() throws OrtException {
        session.run(inputs, outputs).close();
        return y.get(0);
    }

    /// A copy of all outputs of the last run, channels first.
    float[] outputs() {
        float[] values = new float[y.capacity()];
        y.get(0, values);
        return values;
    }

    @Override
    public void close() throws OrtException {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        session.close();
    }
}
