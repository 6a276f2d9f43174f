package org.fovea.benchmarks.peers;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.fovea.benchmarks.ForeignModel;
import org.fovea.benchmarks.PhotographFolder;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.detection.FaceDetector;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceEmbedder;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.network.OnnxNetwork;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// [org.fovea.benchmarks.Photographs] with both networks in ONNX Runtime, a session a thread; decoding, alignment and
/// all else are Fovea's.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class PhotographsOnnxRuntime {
    /// Threads that read.
    @Param({"1", "2"})
    public int threads;

    private final List<OnnxFileSession> sessions = new CopyOnWriteArrayList<>();
    private PhotographFolder photographs;

    @Setup
    public void prepare() throws IOException {
        OnnxModel detector = PhotographFolder.detector().read();
        EmbeddingModel embedder =
                EmbeddingModel.read(PhotographFolder.embedder().path());
        FaceReader reader = FaceReader.of(
                () -> FaceDetector.of(network(detector, PhotographFolder.detector()), DetectorSettings.standard()),
                () -> FaceEmbedder.of(embedder, network(embedder.onnx(), PhotographFolder.embedder())));
        photographs = new PhotographFolder(reader, threads);
    }

    private OnnxNetwork network(OnnxModel model, ForeignModel file) {
        try {
            OnnxFileSession session = new OnnxFileSession(file, 1);
            sessions.add(session);
            return OnnxNetwork.of(model, inputs -> run(session, inputs));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, OnnxTensor> run(OnnxFileSession session, Map<String, OnnxTensor> inputs) {
        OnnxTensor x = inputs.values().iterator().next();
        Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
        try {
            session.run(x.floats(), x.extents()).forEach((name, y) -> outputs.put(name, OnnxTensor.of(y, y.length)));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        return outputs;
    }

    @TearDown
    public void close() throws OrtException {
        photographs.close();
        for (OnnxFileSession session : sessions) {
            session.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(PhotographFolder.COUNT)
    public List<List<Face>> onnxRuntime() throws InterruptedException, ExecutionException {
        return photographs.read();
    }
}
