package org.fovea.tests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.alignment.ReferencePoints;
import org.fovea.facerec.embedding.EmbeddingCard;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.network.PixelScaling;

/// A small embedding network that nobody trained, of painted faces, so that answers can be explained where there are
/// no models.
final class PaintedNetwork {
    private static final double[] HALF = {0.5, 0.5, 0.5};

    private PaintedNetwork() {}

    /// @param side the faces' width and height in pixels
    /// @param length of the embeddings
    static EmbeddingModel of(int side, int length) {
        Network network = Network.builder("painted", Shape.of(side, side, 3))
                .conv2d("conv1", 8, Geometry.of(3).stride(2))
                .relu("relu1")
                .conv2d("conv2", 16, Geometry.of(3).stride(2))
                .relu("relu2")
                .flatten("flat")
                .dense("embedding", length)
                .build()
                .initialize(new Xoshiro256(5));
        var card = new EmbeddingCard(
                "painted",
                ReferencePoints.arcFace(side, side),
                new PixelScaling(1, HALF, HALF, PixelScaling.Colours.RGB),
                false,
                null,
                null,
                null,
                null);
        try {
            OnnxModel onnx = OnnxModel.read(OnnxExport.of(network).toByteArray(), "painted.onnx");
            return new EmbeddingModel(onnx, card, "0123456789abcdef");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
