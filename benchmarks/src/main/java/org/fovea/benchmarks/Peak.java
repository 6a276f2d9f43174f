package org.fovea.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.fovea.engine.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// The most multiply-adds that the cores do in a second: fused multiply-adds on registers, no memory. Products and
/// convolutions are measured against one core's; what two threads reach here is the most that a second thread can bring
/// to anything bound by arithmetic. On a shared host it is often less than twice as much.
///
/// Twelve independent sums hide the latency of an addition (4 cycles, two a cycle) and, with both factors, still fit
/// into the 16 registers of AVX2.
public class Peak extends KernelBenchmark {
    private static final VectorSpecies<Float> SPECIES = switch (System.getProperty("fovea.vectorBits", "")) {
        case "128" -> FloatVector.SPECIES_128;
        case "256" -> FloatVector.SPECIES_256;
        case "512" -> FloatVector.SPECIES_512;
        default -> FloatVector.SPECIES_PREFERRED;
    };
    private static final int SUMS = 12;
    private static final int ROUNDS = 100_000;

    /// Threads that compute, each the same.
    @Param("1")
    public int threads;

    // Fields, so that the compiler does not know their values; the sums stay finite.
    private float a = 0.999f;
    private float b = 1e-3f;

    private Workers workers;
    private float[] results = {};

    @Setup
    public void prepare() {
        workers = new Workers(threads);
        results = new float[threads];
    }

    @TearDown
    public void close() {
        workers.close();
    }

    @Benchmark
    public float[] fusedMultiplyAdd(Work work) {
        workers.run(threads, thread -> results[thread] = onOneCore());
        work.count((long) threads * ROUNDS * SUMS * SPECIES.length());
        return results;
    }

    private float onOneCore() {
        FloatVector x = FloatVector.broadcast(SPECIES, a);
        FloatVector y = FloatVector.broadcast(SPECIES, b);
        FloatVector s0 = x;
        FloatVector s1 = x;
        FloatVector s2 = x;
        FloatVector s3 = x;
        FloatVector s4 = x;
        FloatVector s5 = x;
        FloatVector s6 = x;
        FloatVector s7 = x;
        FloatVector s8 = x;
        FloatVector s9 = x;
        FloatVector s10 = x;
        FloatVector s11 = x;
        for (int i = 0; i < ROUNDS; i++) {
            s0 = s0.fma(x, y);
            s1 = s1.fma(x, y);
            s2 = s2.fma(x, y);
            s3 = s3.fma(x, y);
            s4 = s4.fma(x, y);
            s5 = s5.fma(x, y);
            s6 = s6.fma(x, y);
            s7 = s7.fma(x, y);
            s8 = s8.fma(x, y);
            s9 = s9.fma(x, y);
            s10 = s10.fma(x, y);
            s11 = s11.fma(x, y);
        }
        FloatVector sum = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
        return sum.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).reduceLanes(VectorOperators.ADD);
    }
}
