package org.fovea.benchmarks;

import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Shape;

/// One convolution of a reference network at its batch size, with operands that are always the same.
///
/// @param shape all extents
/// @param x (N, H, W, C)
/// @param w (KH, KW, C, OC)
/// @param dy (N, OH, OW, OC)
public record ReferenceConvolution(ConvolutionShape shape, float[] x, float[] w, float[] dy) {
    /// The convolution `network/node`, such as `cnn64/conv2`.
    ///
    /// @param batch examples; 0 for the network's own number
    public static ReferenceConvolution of(String layer, int batch) {
        int slash = layer.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a layer is network/node, found " + layer);
        }
        ReferenceNetwork reference = ReferenceNetwork.of(layer.substring(0, slash));
        Network network = reference.build();
        Node node = network.node(layer.substring(slash + 1));
        if (!(node.layer() instanceof Conv2d conv)) {
            throw new IllegalArgumentException(layer + " is no convolution");
        }
        Conv2d.Geometry g = conv.geometry();
        Shape in = network.node(node.inputs().getFirst()).shape();
        ConvolutionShape s = new ConvolutionShape(
                batch == 0 ? reference.batch() : batch,
                in.extent(0),
                in.extent(1),
                in.channels(),
                node.shape().channels(),
                g.kernelH(),
                g.kernelW(),
                g.strideH(),
                g.strideW(),
                g.padTop(),
                g.padLeft(),
                g.padBottom(),
                g.padRight(),
                1,
                1,
                1);
        return new ReferenceConvolution(
                s,
                Operands.values(s.n() * s.h() * s.w() * s.c(), 1),
                Operands.values(s.kh() * s.kw() * s.c() * s.oc(), 2),
                Operands.values(s.n() * s.oh() * s.ow() * s.oc(), 3));
    }
}
