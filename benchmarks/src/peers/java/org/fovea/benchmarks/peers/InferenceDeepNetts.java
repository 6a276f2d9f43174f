package org.fovea.benchmarks.peers;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [org.fovea.benchmarks.Inference] in Deep Netts.
public class InferenceDeepNetts extends DeepNettsPeer {
    /// Examples in a batch; 0 for the network's own number.
    @Param({"0", "1"})
    public int batch;

    @Setup
    public void prepare() {
        prepare(batch);
    }

    @Benchmark
    public float[] deepNetts() {
        net.forward(probabilities);
        return probabilities;
    }
}
