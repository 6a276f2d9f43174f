package org.fovea.benchmarks;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.OnnxRunner;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One picture through an ONNX file of others, from the input's array to the outputs' arrays, by [OnnxRunner].
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class OnnxFile {
    /// [ForeignModel]
    @Param({"mobilefacenet", "yunet_n", "yunet_s", "squeezenet_cifar10"})
    public String model = "";

    /// Threads that compute.
    @Param({"1", "2"})
    public int threads;

    private Workers workers;
    private OnnxRunner runner;
    private Map<String, OnnxTensor> inputs;
    private Map<String, OnnxTensor> outputs = Map.of();

    @Setup
    public void prepare() throws IOException {
        ForeignModel foreign = ForeignModel.of(model);
        OnnxModel onnx = foreign.read();
        workers = new Workers(threads);
        runner = onnx.runner(workers);
        inputs = Map.of(onnx.graph().inputs().getFirst().name(), foreign.picture());
    }

    @TearDown
    public void close() {
        workers.close();
    }

    @Benchmark
    public Map<String, OnnxTensor> fovea() {
        outputs = runner.run(inputs, outputs);
        return outputs;
    }
}
