package org.fovea.benchmarks;

import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.FixedFilters;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// The reference networks' convolutions, one of each shape, forward and both ways backward. GFLOP/s are effective ones:
/// see [Work].
///
/// Forward is measured twice: in training the filters change from step to step, and bringing them into the algorithm's
/// own form is a part of every pass; for inference that is done once, before anything is timed.
public class Convolution extends ConvolutionBenchmark {
    private ReferenceConvolution operands;
    private org.fovea.engine.kernel.Convolution convolution;
    private org.fovea.engine.kernel.Convolution fixed;
    private Workers workers;
    private float[] y = {};
    private float[] dx = {};
    private float[] dw = {};

    @Setup
    public void prepare() {
        operands = ReferenceConvolution.of(layer, batch);
        convolution = KernelSelection.selected().convolution(operands.shape());
        workers = new Workers(threads);
        fixed = KernelSelection.selected().convolution(operands.shape());
        fixed.fixFilters(new FixedFilters(operands.w()), workers);
        y = new float[operands.dy().length];
        dx = new float[operands.x().length];
        dw = new float[operands.w().length];
    }

    @TearDown
    public void close() {
        workers.close();
    }

    /// As training computes it.
    @Benchmark
    public float[] forward(Work work) {
        convolution.forward(operands.x(), operands.w(), Epilogue.NONE, y, workers);
        work.count(operands.shape().multiplyAdds());
        return y;
    }

    /// As [Predictor][org.fovea.engine.network.Predictor] computes it.
    @Benchmark
    public float[] forwardFixed(Work work) {
        fixed.forward(operands.x(), operands.w(), Epilogue.NONE, y, workers);
        work.count(operands.shape().multiplyAdds());
        return y;
    }

    @Benchmark
    public float[] backwardData(Work work) {
        convolution.backwardData(operands.dy(), operands.w(), dx, false, workers);
        work.count(operands.shape().multiplyAdds());
        return dx;
    }

    /// Adds to what is there, as training does over the uses of one filter.
    @Benchmark
    public float[] backwardFilters(Work work) {
        convolution.backwardFilters(operands.x(), operands.dy(), dw, workers);
        work.count(operands.shape().multiplyAdds());
        return dw;
    }
}
