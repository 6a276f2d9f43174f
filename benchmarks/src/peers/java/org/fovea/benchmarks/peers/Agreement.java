package org.fovea.benchmarks.peers;

import org.fovea.benchmarks.ReferenceNetwork;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;

/// Times of engines that compute different things cannot be compared; this refuses to. `-Dfovea.peers.check=false`
/// leaves it out, for runs repeated right after one that was checked.
final class Agreement {
    private static final double TOLERANCE = 1e-3;
    private static final boolean CHECKS = !"false".equals(System.getProperty("fovea.peers.check"));

    private Agreement() {}

    /// Whether results are compared in this run.
    static boolean wanted() {
        return CHECKS;
    }

    /// @throws IllegalStateException if `theirs` are not the network's logits for the workload's inputs
    static void check(String peer, Workload workload, float[] theirs) {
        if (CHECKS) {
            check(peer, logits(workload), theirs);
        }
    }

    /// As [#check(String, Workload, float[])] for a peer that gives probabilities.
    static void checkSoftmax(String peer, Workload workload, float[] theirs) {
        if (CHECKS) {
            float[] ours = logits(workload);
            for (int at = 0; at < ours.length; at += ReferenceNetwork.CLASSES) {
                softmax(ours, at, ReferenceNetwork.CLASSES);
            }
            check(peer, ours, theirs);
        }
    }

    private static float[] logits(Workload workload) {
        try (Workers workers = new Workers(1)) {
            Trace trace = workload.network().trace(workload.batch(), workers);
            return trace.forward(workload.inputs()).output().data().clone();
        }
    }

    private static void softmax(float[] y, int at, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = at; k < at + count; k++) {
            largest = Math.max(largest, y[k]);
        }
        double sum = 0;
        for (int k = at; k < at + count; k++) {
            sum += Math.exp(y[k] - largest);
        }
        for (int k = at; k < at + count; k++) {
            y[k] = (float) (Math.exp(y[k] - largest) / sum);
        }
    }

    /// @throws IllegalStateException if two results differ by more than 1e-3 of the largest magnitude (at least 1)
    static void check(String peer, float[] ours, float[] theirs) {
        if (ours.length != theirs.length) {
            throw new IllegalStateException(peer + " gives " + theirs.length + " values, Fovea gives " + ours.length);
        }
        double magnitude = 1;
        for (float value : ours) {
            magnitude = Math.max(magnitude, Math.abs(value));
        }
        for (int i = 0; i < ours.length; i++) {
            if (!(Math.abs(ours[i] - theirs[i]) <= TOLERANCE * magnitude)) {
                throw new IllegalStateException(
                        "value " + i + ": " + peer + " has " + theirs[i] + ", Fovea has " + ours[i]);
            }
        }
    }
}
