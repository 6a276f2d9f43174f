package org.fovea.benchmarks.peers;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.Map;
import org.fovea.benchmarks.ForeignModel;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// [org.fovea.benchmarks.OnnxFile] in ONNX Runtime.
public class OnnxFileOnnxRuntime extends NetworkPeer {
    /// [ForeignModel]
    @Param({"mobilefacenet", "yunet_n", "yunet_s", "squeezenet_cifar10"})
    public String model = "";

    /// Threads that compute one operator.
    @Param({"1", "2"})
    public int threads;

    private OnnxFileSession session;
    private OnnxTensor picture;

    @Setup
    public void prepare() throws OrtException, IOException {
        ForeignModel foreign = ForeignModel.of(model);
        picture = foreign.picture();
        session = new OnnxFileSession(foreign, threads);
        Map<String, float[]> theirs = onnxRuntime();
        if (Agreement.wanted()) {
            OnnxModel onnx = foreign.read();
            try (Workers workers = new Workers(1)) {
                String input = onnx.graph().inputs().getFirst().name();
                onnx.runner(workers)
                        .run(Map.of(input, picture))
                        .forEach((name, ours) -> Agreement.check(
                                "ONNX Runtime", ours.floats(), theirs.getOrDefault(name, new float[0])));
            }
        }
    }

    @TearDown
    public void close() throws OrtException {
        session.close();
    }

    @Benchmark
    public Map<String, float[]> onnxRuntime() throws OrtException {
        return session.run(picture.floats(), picture.extents());
    }
}
