package org.fovea.engine.onnx;

import java.util.stream.Stream;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Reshape;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Networks with every layer that is exported, in all the ways in which ONNX's forms differ.
final class ExportedNetworks {
    private ExportedNetworks() {}

    static Stream<Network> all() {
        return Stream.of(
                        convolutions(), residual(), elementwise(), vectors(), embedding(), reshapes(), rank2(), alone())
                .map(ExportedNetworks::randomised);
    }

    private static Network convolutions() {
        Geometry g3 = Geometry.of(3);
        return Network.builder("convolutions", Shape.of(9, 8, 4))
                .conv2d("plain", 6, g3)
                .conv2d("padded", 6, g3.padding(2, 0, 1, 1).stride(2).withoutBias())
                .depthwise("depthwise", g3.padding(1))
                .conv2d("grouped", 4, Geometry.of(1).groups(2))
                .conv2d("oblong", 3, new Geometry(3, 2, 1, 2, 2, 1, 2, 1, 2, 1, 1, true))
                .conv2d("one place", 2, Geometry.of(1).stride(1 << 30))
                .build();
    }

    private static Network residual() {
        return Network.builder("residual näme \"quoted\"", Shape.of(6, 5, 4), "face crop")
                .conv2d("a", 4, Geometry.of(3).padding(1))
                .add("bn", new BatchNorm(4, 1e-3, 0.25))
                .relu("relu")
                .sum("sum", "relu", "face crop")
                .silu("a.weight") // the name of a's filters
                .product("product", "a.weight", "a")
                .sum("three", "product", "a", "bn")
                .prelu("prelu")
                .concatenate("both", "prelu", "face crop", "bn")
                .globalAveragePool("gap")
                .dropout("dropout", 0.3)
                .dense("dense", 7)
                .softmax("softmax")
                .build();
    }

    private static Network elementwise() {
        return Network.builder("elementwise", Shape.of(3, 2, 4))
                .add("leaky", ActivationLayer.leakyRelu(0.1))
                .add("clip", ActivationLayer.clip(-0.3, 1.7))
                .add("sigmoid", ActivationLayer.sigmoid())
                .add("tanh", ActivationLayer.tanh())
                .gelu("gelu")
                .softmax("softmax")
                .build();
    }

    private static Network vectors() {
        return Network.builder("vectors", Shape.of(12))
                .add("no bias", new Dense(12, 5, false))
                .add("bn", new BatchNorm(5))
                .prelu("prelu")
                .flatten("flat")
                .concatenate("both", "flat", "bn")
                .build();
    }

    private static Network embedding() {
        return Network.builder("embedding", Shape.of(12))
                .l2Normalize("unit")
                .cosine("cosine", 3)
                .build();
    }

    private static Network reshapes() {
        return Network.builder("reshapes", Shape.of(4, 6, 2))
                .add("reshape", new Reshape(Shape.of(3, 4, 4)))
                .conv2d("conv", 5, Geometry.of(2))
                .flatten("flat")
                .dense("dense", 24)
                .add("picture", new Reshape(Shape.of(2, 3, 4)))
                .build();
    }

    private static Network rank2() {
        return Network.builder("rank 2", Shape.of(6, 4))
                .prelu("prelu")
                .add("bn", new BatchNorm(4))
                .softmax("softmax")
                .flatten("flat")
                .build();
    }

    private static Network alone() {
        return Network.builder("alone", Shape.of(3, 2, 2)).build();
    }

    /// Pools of all kinds on a picture of H×W, side by side.
    static Network pools(int h, int w, int kernelH, int kernelW, int stride, int padding, boolean ceil) {
        NetworkBuilder b = Network.builder("pools", Shape.of(h, w, 3));
        b.add("max", new MaxPool(kernelH, kernelW, stride, padding, ceil), "input");
        b.add("counting", new AveragePool(kernelH, kernelW, stride, padding, ceil, true), "input");
        b.add("inside", new AveragePool(kernelH, kernelW, stride, padding, ceil, false), "input");
        return b.concatenate("all", "max", "counting", "inside").build();
    }

    /// Every parameter random, statistics positive.
    private static Network randomised(Network network) {
        Xoshiro256 random = new Xoshiro256(4);
        for (Parameter p : network.parameters().values()) {
            for (int i = 0; i < p.value().size(); i++) {
                p.value().data()[i] = (float) (p.trained() ? random.nextGaussian() : 0.5 + random.nextDouble());
            }
        }
        return network;
    }

    /// Random examples for a network.
    static Tensor batch(Network network, int n) {
        Tensor batch = Tensor.zeros(network.input().shape().batch(n));
        Xoshiro256 random = new Xoshiro256(n);
        for (int i = 0; i < batch.size(); i++) {
            batch.data()[i] = (float) random.nextGaussian();
        }
        return batch;
    }
}
