package org.fovea.benchmarks.peers;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [org.fovea.benchmarks.TrainStep] in Deeplearning4j.
public class TrainStepDl4j extends Dl4jPeer {
    /// Examples in a batch; 0 for the network's own number.
    @Param("0")
    public int batch;

    @Setup
    public void prepare() {
        prepare(batch);
    }

    @Benchmark
    public double dl4j() {
        return net.step();
    }
}
