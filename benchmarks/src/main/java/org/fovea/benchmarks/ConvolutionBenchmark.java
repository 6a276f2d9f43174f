package org.fovea.benchmarks;

import org.openjdk.jmh.annotations.Param;

/// What is asked of whoever computes a convolution: of which layer, on how many threads, over how many examples.
public abstract class ConvolutionBenchmark extends KernelBenchmark {
    /// `network/node`
    @Param({
        "cnn64/conv1",
        "cnn64/conv2",
        "cnn64/conv3",
        "cnn64/conv4",
        "resnet112/stem.conv",
        "resnet112/block1.conv1",
        "resnet112/block1.short.conv",
        "resnet112/block1.conv2",
        "resnet112/block3.conv1",
        "resnet112/block3.short.conv",
        "resnet112/block3.conv2",
        "resnet112/block5.conv1",
        "resnet112/block5.conv2",
        "resnet112/block7.conv1",
        "resnet112/block7.conv2"
    })
    public String layer = "";

    /// Threads that compute.
    @Param("1")
    public int threads;

    /// Examples in a batch; 0 for the network's own, 32 or 16.
    @Param("0")
    public int batch;
}
