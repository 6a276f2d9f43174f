package org.fovea.tests.lessons;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.Npy;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A network small enough to be worked out by hand: a ReLU, whose outputs are the printed feature maps, and a dense
/// layer that reads every cell of them, so that its weights are the gradients.
///
/// @param side cells down and across
/// @param a the feature maps, channel after channel, each row by row
/// @param gradients for each class, in the same order
/// @param bias one a class
record HandNetwork(int side, float[][] a, float[][][] gradients, float[] bias) {
    /// Averaging halves and turns nothing: two channels, one for and one against class 0.
    static final HandNetwork BY_HAND = new HandNetwork(
            3,
            new float[][] {{0, 1, 2, 0, 3, 4, 0, 1, 1}, {5, 2, 0, 3, 1, 0, 1, 0, 0}},
            new float[][][] {
                {
                    {0.1f, 0.2f, 0.3f, 0.2f, 0.4f, 0.2f, 0, 0.3f, 0.1f},
                    {-0.2f, -0.1f, 0, -0.3f, -0.1f, 0.1f, -0.2f, -0.1f, 0}
                },
                {
                    {0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f},
                    {0.3f, 0.3f, 0.3f, 0.3f, 0.3f, 0.3f, 0.3f, 0.3f, 0.3f}
                }
            },
            new float[] {0.5f, 0});

    /// Averaging misleads: one cell is lit that speaks against, and one goes dark that the answer rests on.
    static final HandNetwork AVERAGING = new HandNetwork(
            3,
            new float[][] {{4, 0, 0, 0, 0, 0, 0, 0, 4}, {0, 0, 0, 0, 5, 0, 0, 0, 0}},
            new float[][][] {
                {
                    {1, 0, 0, 0, 0, 0, 0, 0, -0.1f},
                    {-0.2f, -0.2f, -0.2f, -0.2f, 0.7f, -0.2f, -0.2f, -0.2f, -0.2f}
                },
                {new float[9], new float[9]}
            },
            new float[] {0.2f, 0});

    /// Writes NAME.safetensors, the network, and NAME.npy, its input: (1, C, H, W), as `fovea explain` reads it.
    static void write(Path folder, String name, HandNetwork hand) throws IOException {
        ModelFile.write(folder.resolve(name + ".safetensors"), hand.network(name));
        Tensor input = Tensor.zeros(1, hand.a.length, hand.side, hand.side);
        int cells = hand.side * hand.side;
        for (int k = 0; k < hand.a.length; k++) {
            System.arraycopy(hand.a[k], 0, input.data(), k * cells, cells);
        }
        Npy.write(folder.resolve(name + ".npy"), input);
    }

    private Network network(String name) {
        int channels = a.length;
        int classes = bias.length;
        Network network = Network.builder(name, Shape.of(side, side, channels))
                .relu("relu")
                .flatten("flatten")
                .dense("logits", classes)
                .build();
        Dense dense = (Dense) network.node("logits").layer();
        float[] weight = dense.weight().value().data();
        for (int c = 0; c < classes; c++) {
            for (int k = 0; k < channels; k++) {
                for (int cell = 0; cell < side * side; cell++) {
                    weight[(cell * channels + k) * classes + c] = gradients[c][k][cell];
                }
            }
        }
        System.arraycopy(bias, 0, Objects.requireNonNull(dense.bias()).value().data(), 0, classes);
        return network;
    }

    @Override
    public String toString() {
        return a.length + " feature maps of " + side + "×" + side + " and " + bias.length + " classes";
    }
}
