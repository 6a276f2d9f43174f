package org.fovea.benchmarks;

import org.openjdk.jmh.annotations.Param;

/// What is asked of whoever multiplies matrices: of which shape, on how many threads.
public abstract class MatrixProductBenchmark extends KernelBenchmark {
    /// Rows of A, columns of A and columns of B as `m x k x n` without the blanks; one number for all three. After
    /// the squares come shapes of the reference networks: a 3×3 convolution from 32 to 64 channels seen as a
    /// product, 1×1 convolutions, a Winograd block's product, the dense layers.
    @Param({
        "64",
        "128",
        "256",
        "512",
        "1024",
        "2048",
        "32768x288x64",
        "50176x32x32",
        "784x128x256",
        "24x128x128",
        "32x128x40",
        "16x256x40"
    })
    public String shape = "";

    /// Threads that compute; EJML uses one.
    @Param("1")
    public int threads;
}
