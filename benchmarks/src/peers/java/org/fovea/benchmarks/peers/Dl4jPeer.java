package org.fovea.benchmarks.peers;

import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/// A reference network in Deeplearning4j, with oneDNN.
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public abstract class Dl4jPeer extends NetworkPeer {
    /// [org.fovea.benchmarks.ReferenceNetwork]: the one that is written down for DL4J.
    @Param("cnn64")
    public String network = "";

    /// Threads that compute one operator.
    @Param({"1", "2"})
    public int threads;

    @SuppressWarnings("NullAway.Init") // by prepare, which every benchmark's set-up calls
    Dl4jNetwork net;

    void prepare(int batch) {
        Workload workload = Workload.of(network, batch);
        net = new Dl4jNetwork(workload, threads);
        Agreement.checkSoftmax("DL4J", workload, net.forward());
    }
}
