package org.fovea.benchmarks.peers;

import ai.onnxruntime.OrtException;
import org.fovea.benchmarks.ReferenceNetwork;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// [org.fovea.benchmarks.Inference] in ONNX Runtime.
public class InferenceOnnxRuntime extends NetworkPeer {
    /// [ReferenceNetwork]
    @Param({"cnn64", "resnet112"})
    public String network = "";

    /// Threads that compute one operator.
    @Param({"1", "2"})
    public int threads;

    /// Pictures in a batch; 0 for the network's own number, 32 or 16.
    @Param({"0", "1"})
    public int batch;

    private OnnxSession session;

    @Setup
    public void prepare() throws OrtException {
        Workload workload = Workload.of(network, batch);
        session = new OnnxSession(workload.network(), threads, workload.inputs());
        onnxRuntime();
        Agreement.check("ONNX Runtime", workload, session.outputs());
    }

    @TearDown
    public void close() throws OrtException {
        session.close();
    }

    @Benchmark
    public float onnxRuntime() throws OrtException {
        return session.run();
    }
}
