package org.fovea.benchmarks.peers;

import org.fovea.benchmarks.ReferenceNetwork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/// A reference network in Deep Netts, all Java.
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 2, time = 1)
public abstract class DeepNettsPeer extends NetworkPeer {
    /// [ReferenceNetwork]: the only one that Deep Netts can have.
    @Param("plain64")
    public String network = "";

    /// Threads that compute: Deep Netts has one.
    @Param("1")
    public int threads;

    @SuppressWarnings("NullAway.Init") // by prepare, which every benchmark's set-up calls
    DeepNettsNetwork net;

    float[] probabilities = {};

    /// @return what is computed
    Workload prepare(int batch) {
        Workload workload = Workload.of(network, batch);
        net = new DeepNettsNetwork(workload);
        probabilities = new float[workload.batch() * ReferenceNetwork.CLASSES];
        net.forward(probabilities);
        Agreement.checkSoftmax("Deep Netts", workload, probabilities);
        return workload;
    }
}
