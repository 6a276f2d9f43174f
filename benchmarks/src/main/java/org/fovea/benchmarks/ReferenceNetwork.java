package org.fovea.benchmarks;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.network.Node;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// The networks that speed is measured on, the same in every engine.
///
/// - `cnn64`: pictures 64×64×1; four 3×3 convolutions of 32, 64, 128 and 128 filters with bias, each with batch norm
///   and ReLU, 2×2 max pooling after the first three, global average pooling, a dense layer.
/// - `resnet112`: pictures 112×112×1; ResNet-18's shape (He and others, 2016) at a width of 32, with a 3×3 stem of
///   stride 1 and no pooling after it.
/// - `plain64`: cnn64 as an engine without batch norm and global pooling can have it: four convolutions, each with ReLU
///   and max pooling, a hidden dense layer of 128.
public enum ReferenceNetwork {
    CNN64("cnn64", Shape.of(64, 64, 1), 32, "relu4"),
    RESNET112("resnet112", Shape.of(112, 112, 1), 16, "block8.relu2"),
    PLAIN64("plain64", Shape.of(64, 64, 1), 32, "relu4");

    /// Classes, and so outputs.
    public static final int CLASSES = 40;

    private final String title;
    private final Shape input;
    private final int batch;
    private final String mapLayer;

    ReferenceNetwork(String title, Shape input, int batch, String mapLayer) {
        this.title = title;
        this.input = input;
        this.batch = batch;
        this.mapLayer = mapLayer;
    }

    /// The network called `title`: `cnn64`, `resnet112` or `plain64`.
    ///
    /// @throws IllegalArgumentException if there is none
    public static ReferenceNetwork of(String title) {
        return Arrays.stream(values())
                .filter(n -> n.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("cnn64, resnet112 or plain64, not \"" + title + "\""));
    }

    /// Examples in a batch of training.
    public int batch() {
        return batch;
    }

    /// The node that a Grad-CAM reads: the last one with height and width.
    public String mapLayer() {
        return mapLayer;
    }

    /// The network with parameters drawn from a fixed seed. Batch norm's are drawn as well, statistics included, so
    /// that whoever folds or forgets them is found out by the outputs.
    public Network build() {
        NetworkBuilder builder = Network.builder(title, input);
        switch (this) {
            case CNN64 -> cnn(builder);
            case RESNET112 -> resnet(builder, 32);
            case PLAIN64 -> plain(builder);
        }
        RandomGenerator random = new Xoshiro256(1);
        Network network = builder.dense("logits", CLASSES).build(random);
        for (Node node : network.nodes()) {
            if (node.layer() instanceof BatchNorm norm) {
                fill(norm.gamma().value(), 0.8f, 1.2f, random);
                fill(norm.beta().value(), -0.1f, 0.1f, random);
                fill(norm.runningMean().value(), -0.1f, 0.1f, random);
                fill(norm.runningVar().value(), 0.8f, 1.2f, random);
            }
        }
        return network;
    }

    private static void cnn(NetworkBuilder builder) {
        int[] filters = {32, 64, 128, 128};
        for (int i = 1; i <= filters.length; i++) {
            builder.conv2d("conv" + i, filters[i - 1], Geometry.of(3).padding(1))
                    .batchNorm("bn" + i)
                    .relu("relu" + i);
            if (i < filters.length) {
                builder.maxPool("pool" + i, 2);
            }
        }
        builder.globalAveragePool("gap");
    }

    private static void plain(NetworkBuilder builder) {
        int[] filters = {32, 64, 128, 128};
        for (int i = 1; i <= filters.length; i++) {
            builder.conv2d("conv" + i, filters[i - 1], Geometry.of(3).padding(1))
                    .relu("relu" + i)
                    .maxPool("pool" + i, 2);
        }
        builder.flatten("flat").dense("hidden", 128).relu("hidden.relu");
    }

    private static void resnet(NetworkBuilder builder, int width) {
        builder.conv2d("stem.conv", width, three(1)).batchNorm("stem.bn").relu("stem.relu");
        for (int i = 0; i < 8; i++) {
            residual(builder, "block" + (i + 1), width << (i / 2), i % 2 == 0 ? 2 : 1);
        }
        builder.globalAveragePool("gap");
    }

    /// relu(bn(conv(relu(bn(conv(x))))) + x), where x goes through a 1×1 convolution if its shape would not fit.
    private static void residual(NetworkBuilder builder, String name, int filters, int stride) {
        String x = builder.last();
        String shortcut = x;
        if (stride != 1 || builder.shape().channels() != filters) {
            shortcut = name + ".short.bn";
            Geometry one = Geometry.of(1).stride(stride).withoutBias();
            builder.conv2d(name + ".short.conv", filters, one).batchNorm(shortcut);
        }
        builder.from(x)
                .conv2d(name + ".conv1", filters, three(stride))
                .batchNorm(name + ".bn1")
                .relu(name + ".relu1")
                .conv2d(name + ".conv2", filters, three(1))
                .batchNorm(name + ".bn2")
                .sum(name + ".sum", name + ".bn2", shortcut)
                .relu(name + ".relu2");
    }

    private static Geometry three(int stride) {
        return Geometry.of(3).stride(stride).padding(1).withoutBias();
    }

    /// A batch of noise with mean 0 and variance 1, always the same; with one channel it is the same in every
    /// layout.
    public Tensor inputs(int batch) {
        RandomGenerator random = new Xoshiro256(2);
        Tensor inputs = Tensor.zeros(input.batch(batch));
        for (int i = 0; i < inputs.size(); i++) {
            inputs.data()[i] = (float) random.nextGaussian();
        }
        return inputs;
    }

    /// A class for each example of a batch.
    public int[] labels(int batch) {
        RandomGenerator random = new Xoshiro256(3);
        int[] labels = new int[batch];
        Arrays.setAll(labels, i -> random.nextInt(CLASSES));
        return labels;
    }

    private static void fill(Tensor tensor, float from, float to, RandomGenerator random) {
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = random.nextFloat(from, to);
        }
    }
}
