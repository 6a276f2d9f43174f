package org.fovea.benchmarks;

import java.util.concurrent.TimeUnit;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;
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

/// A Grad-CAM of one picture of 112×112 in resnet112, from the picture to the finished map: forward, backward from a
/// class's logit to the last layer with height and width, weights, weighted sum.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class GradCam {
    /// The class whose logit is explained.
    public static final int CLASS = 7;

    /// [ReferenceNetwork]
    @Param("resnet112")
    public String network = "";

    /// Threads that compute.
    @Param({"1", "2"})
    public int threads;

    private Workers workers;
    private Trace trace;
    private Tensor face;
    private Target target;
    private Reach reach;
    private String layer = "";

    @Setup
    public void prepare() {
        ReferenceNetwork reference = ReferenceNetwork.of(network);
        layer = reference.mapLayer();
        workers = new Workers(threads);
        trace = reference.build().optimized().trace(1, workers);
        face = reference.inputs(1);
        target = Target.logit(CLASS);
        reach = Reach.downTo(layer);
    }

    @TearDown
    public void close() {
        workers.close();
    }

    @Benchmark
    public HeatMap fovea() {
        trace.forward(face);
        trace.backward(target, reach);
        return org.fovea.gradcam.method.GradCam.of(trace, layer).getFirst();
    }
}
