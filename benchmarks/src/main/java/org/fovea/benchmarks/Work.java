package org.fovea.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A secondary figure beside operations a second: billions of floating-point operations a second, counting two for each
/// multiply-add that the definition asks for. An algorithm that needs fewer, as Winograd's, can be above the machine's
/// peak: the figure is then an *effective* one.
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Work {
    /// Billions of floating-point operations since the iteration began.
    public double gflop;

    /// Counts one operation of so many multiply-adds.
    public void count(long multiplyAdds) {
        gflop += 2e-9 * multiplyAdds;
    }
}
