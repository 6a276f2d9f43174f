package org.fovea.benchmarks.peers;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [org.fovea.benchmarks.TrainStep] in Deep Netts: plain gradient descent.
public class TrainStepDeepNetts extends DeepNettsPeer {
    /// Examples in a batch; 0 for the network's own number.
    @Param("0")
    public int batch;

    private int[] labels = {};

    @Setup
    public void prepare() {
        labels = prepare(batch).labels();
    }

    @Benchmark
    public float deepNetts() {
        return net.step(labels);
    }
}
