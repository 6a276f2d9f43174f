package org.fovea.tests.golden;

import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.tensor.Shape;

/// The golden networks, node by node under PyTorch's module names; each in two sizes, of pictures and of channels.
final class GoldenNetworks {
    private static final Geometry SAME3 = Geometry.of(3).padding(1);

    private GoldenNetworks() {}

    static Network plain(int pixels, int first, int second, int third, int hidden, int classes) {
        return Network.builder("plain", Shape.of(pixels, pixels, 1))
                .conv2d("0", first, Geometry.of(5).padding(2))
                .relu("1")
                .maxPool("2", 2)
                .conv2d("3", second, SAME3)
                .relu("4")
                .maxPool("5", 2)
                .conv2d("6", third, Geometry.of(3))
                .relu("7")
                .maxPool("8", 2)
                .flatten("9")
                .dense("10", hidden)
                .relu("11")
                .dense("12", classes)
                .build();
    }

    static Network residual(int pixels, int width, int classes) {
        NetworkBuilder b = Network.builder("residual", Shape.of(pixels, pixels, 1))
                .conv2d("0", width, SAME3.withoutBias())
                .batchNorm("1")
                .relu("2");
        residualBlock(b, "3", width, 1);
        residualBlock(b, "4", 2 * width, 2);
        residualBlock(b, "5", 4 * width, 2);
        return b.globalAveragePool("6").dense("8", classes).build();
    }

    private static void residualBlock(NetworkBuilder b, String name, int out, int stride) {
        String input = b.last();
        boolean same = b.shape().channels() == out && stride == 1;
        String shortcut = input;
        if (!same) {
            b.conv2d(name + ".short.0", out, Geometry.of(1).stride(stride).withoutBias())
                    .batchNorm(name + ".short.1");
            shortcut = b.last();
            b.from(input);
        }
        b.conv2d(name + ".conv1", out, SAME3.stride(stride).withoutBias())
                .batchNorm(name + ".bn1")
                .relu(name + ".relu1")
                .conv2d(name + ".conv2", out, SAME3.withoutBias())
                .batchNorm(name + ".bn2")
                .sum(name + ".sum", name + ".bn2", shortcut)
                .relu(name + ".out");
    }

    static Network mobile(int pixels, int first, int second, int third, int last, int classes) {
        NetworkBuilder b = Network.builder("mobile", Shape.of(pixels, pixels, 1))
                .conv2d("0", first, SAME3.stride(2).withoutBias())
                .batchNorm("1")
                .prelu("2");
        depthwiseBlock(b, "3", second, 2);
        depthwiseBlock(b, "4", second, 1);
        depthwiseBlock(b, "5", third, 2);
        return b.conv2d("6", last, Geometry.of(1))
                .relu6("7")
                .averagePool("8", 2)
                .flatten("9")
                .dropout("10", 0)
                .dense("11", classes)
                .build();
    }

    private static void depthwiseBlock(NetworkBuilder b, String name, int out, int stride) {
        String input = b.last();
        boolean skip = stride == 1 && b.shape().channels() == out;
        b.depthwise(name + ".f.0", SAME3.stride(stride).withoutBias())
                .batchNorm(name + ".f.1")
                .prelu(name + ".f.2")
                .conv2d(name + ".f.3", out, Geometry.of(1).withoutBias())
                .batchNorm(name + ".f.4");
        if (skip) {
            b.sum(name + ".out", input, name + ".f.4");
        }
    }
}
