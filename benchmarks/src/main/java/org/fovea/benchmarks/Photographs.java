package org.fovea.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceReader;
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

/// Whole photographs, from the JPEG file to the embeddings of its faces: the time of one, where each thread reads its
/// own.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class Photographs {
    /// Threads that read.
    @Param({"1", "2"})
    public int threads;

    private PhotographFolder photographs;

    @Setup
    public void prepare() throws IOException {
        OnnxModel detector = PhotographFolder.detector().read();
        EmbeddingModel embedder =
                EmbeddingModel.read(PhotographFolder.embedder().path());
        photographs = new PhotographFolder(
                FaceReader.of(detector, DetectorSettings.standard(), embedder, new Workers(1)), threads);
    }

    @TearDown
    public void close() {
        photographs.close();
    }

    @Benchmark
    @OperationsPerInvocation(PhotographFolder.COUNT)
    public List<List<Face>> fovea() throws InterruptedException, ExecutionException {
        return photographs.read();
    }
}
