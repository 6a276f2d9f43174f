package org.fovea.facerec.ensemble;

import java.util.Arrays;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.network.Node;
import org.fovea.engine.network.Target;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.Loss;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Resize;

/// A loss that keeps a network's gaze off the places where others look.
///
/// In a network of convolutions, global average and dense layer, the Grad-CAM map of class c is Σₖ wₖ\[c\]·Aₖ over the
/// number of cells Z: a 1×1 convolution by the dense layer's weights. So the network is trained in a form that puts out
/// these maps M, (h, w, people); the logits are their means. With the gaze g = max(M\[label\], 0) of a picture and what
/// the others look at, G, scaled to \[0, 1\]:
///
/// L = loss(mean over cells of M) + λ·Σ g·G / Σ g.
///
/// The second term is the share of the gaze that lies where the others look. It is differentiated through the maps
/// alone, as everything else; no gradient of a gradient is needed.
final class GazePenalty implements Loss {
    private static final String MAPS = "maps";
    private static final double EPSILON = 1e-6;

    private final Network network;
    private final String head;
    private final int cells;
    private final float[] others;
    private final double weight;
    private final Loss loss;

    /// @param plain the network, whose initial weights are taken
    /// @param others where others look on average, at the size of the plain network's input or larger
    /// @param weight λ
    /// @param loss of the logits
    GazePenalty(Network plain, HeatMap others, double weight, Loss loss) {
        this.weight = weight;
        this.loss = loss;
        head = plain.output().name();
        Node layer = plain.node(FaceNetworks.gazeLayer(plain));
        NetworkBuilder builder = Network.builder(
                plain.name(), plain.input().shape(), plain.input().name());
        for (Node node : plain.nodes()) {
            if (node != plain.input()) {
                builder.add(node.name(), node.layer(), node.inputs().toArray(String[]::new));
            }
            if (node == layer) {
                break;
            }
        }
        network = builder.conv2d(
                        MAPS, plain.output().shape().size(), Geometry.of(1).withoutBias())
                .build();
        int h = layer.shape().extent(0);
        int w = layer.shape().extent(1);
        cells = h * w;
        this.others = scaled(Resize.bilinear(others, h, w).values());
        move(plain, head, network, MAPS);
    }

    private static float[] scaled(float[] values) {
        float most = 0;
        for (float v : values) {
            most = Math.max(most, v);
        }
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length && most > 0; i++) {
            scaled[i] /= most;
        }
        return scaled;
    }

    /// Copies the last layer's weights, which both forms store as (in, people). The layers before are shared.
    private static void move(Network from, String fromNode, Network to, String toNode) {
        float[] weights =
                from.node(fromNode).layer().parameters().getFirst().value().data();
        float[] into = to.node(toNode).layer().parameters().getFirst().value().data();
        System.arraycopy(weights, 0, into, 0, weights.length);
    }

    /// The network in the form that puts out maps; it shares all layers but the last with the plain one.
    Network network() {
        return network;
    }

    /// Gives the plain network the weights that were learned.
    void copyTo(Network plain) {
        move(network, MAPS, plain, head);
    }

    @Override
    public boolean classifies() {
        return false;
    }

    @Override
    public String describe() {
        return loss.describe() + ", gaze penalty " + weight;
    }

    @Override
    public Target of(int[] labels) {
        Target inner = loss.of(labels);
        return (maps, gradient) -> {
            int people = maps.shape().channels();
            Tensor logits = Tensor.zeros(labels.length, people);
            for (int n = 0; n < labels.length; n++) {
                for (int cell = 0; cell < cells; cell++) {
                    for (int k = 0; k < people; k++) {
                        logits.data()[n * people + k] += maps.data()[(n * cells + cell) * people + k] / cells;
                    }
                }
            }
            Tensor dLogits = Tensor.zeros(logits.shape());
            double value = inner.evaluate(logits, dLogits);
            Arrays.fill(gradient.data(), 0);
            for (int n = 0; n < labels.length; n++) {
                for (int cell = 0; cell < cells; cell++) {
                    for (int k = 0; k < people; k++) {
                        gradient.data()[(n * cells + cell) * people + k] = dLogits.data()[n * people + k] / cells;
                    }
                }
                value += penalty(maps.data(), gradient.data(), n, labels[n], people, weight / labels.length);
            }
            return value;
        };
    }

    /// One picture's penalty; its gradient is added.
    private double penalty(float[] maps, float[] gradient, int n, int label, int people, double scale) {
        double inside = 0;
        double all = EPSILON;
        for (int cell = 0; cell < cells; cell++) {
            double g = Math.max(0, maps[(n * cells + cell) * people + label]);
            inside += g * others[cell];
            all += g;
        }
        double share = inside / all;
        for (int cell = 0; cell < cells; cell++) {
            int at = (n * cells + cell) * people + label;
            if (maps[at] > 0) {
                gradient[at] += (float) (scale * (others[cell] - share) / all);
            }
        }
        return scale * share;
    }
}
