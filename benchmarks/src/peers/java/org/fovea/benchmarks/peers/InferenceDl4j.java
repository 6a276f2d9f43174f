package org.fovea.benchmarks.peers;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [org.fovea.benchmarks.Inference] in Deeplearning4j.
public class InferenceDl4j extends Dl4jPeer {
    /// Examples in a batch; 0 for the network's own number.
    @Param({"0", "1"})
    public int batch;

    @Setup
    public void prepare() {
        prepare(batch);
    }

    @Benchmark
    public float[] dl4j() {
        return net.forward();
    }
}
