package org.fovea.facerec.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.onnx.LoweredModel;
import org.fovea.engine.onnx.OnnxPort;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.embedding.EmbeddingCard;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.FaceEmbedder;
import org.fovea.facerec.gaze.Gaze;
import org.fovea.facerec.gaze.Observations;
import org.fovea.facerec.network.PixelScaling;
import org.fovea.facerec.network.View;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Layers;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.GradCam;

/// An embedding network that is shown views of aligned faces: what it makes of them, and where it looks.
final class ViewNetwork {
    private static final int CHANNELS = 3;

    private final EmbeddingCard card;
    private final Network network;
    private final OnnxPort input;
    private final String output;
    private final String layer;
    private final int length;
    private final Sweep sweep;

    private ViewNetwork(EmbeddingCard card, LoweredModel lowered, OnnxPort output, Workers workers) {
        this.card = card;
        network = lowered.network();
        input = lowered.inputs().getFirst();
        this.output = output.node();
        layer = Layers.last(network, this.output);
        length = network.node(this.output).shape().size();
        sweep = new Sweep(network, workers);
    }

    /// @throws IllegalArgumentException if model and card do not fit together, or the embedding is not the last
    ///     node of a network that can be differentiated
    static ViewNetwork of(EmbeddingModel model, Workers workers) {
        FaceEmbedder.of(model, workers); // refuses what does not fit
        EmbeddingCard card = model.card();
        String name = model.onnx().graph().inputs().getFirst().name();
        LoweredModel lowered = model.onnx().lowered(Map.of(name, new int[] {
            1, CHANNELS, card.reference().height(), card.reference().width()
        }));
        String asked = card.output() != null
                ? card.output()
                : model.onnx().graph().outputs().getFirst().name();
        OnnxPort output = lowered.output(asked);
        if (!lowered.byDefinition().isEmpty()
                || !lowered.network().output().name().equals(output.node())) {
            throw new IllegalArgumentException(card.name() + ": a network whose last output is \"" + asked
                    + "\" and whose nodes are all layers expected, so that it can say where it looks; found "
                    + lowered);
        }
        return new ViewNetwork(card, lowered, output, workers);
    }

    /// Columns of the aligned face.
    int width() {
        return card.reference().width();
    }

    /// Rows of the aligned face.
    int height() {
        return card.reference().height();
    }

    /// How many elements an embedding has.
    int length() {
        return length;
    }

    /// The embeddings of faces as they are shown under a view, (N, D), each of length 1.
    Tensor embed(EmbeddedView view, List<Picture> faces) {
        int passes = card.mirror() ? 2 : 1;
        Tensor outputs = sweep.outputs(
                faces.size() * passes,
                (i, into, offset) -> write(view, faces.get(i / passes), i % passes == 1, into, offset));
        Tensor embeddings = Tensor.zeros(faces.size(), length);
        for (int i = 0; i < faces.size(); i++) {
            float[] sum = new float[length];
            for (int k = 0; k < passes * length; k++) {
                sum[k % length] += outputs.data()[i * passes * length + k];
            }
            System.arraycopy(FaceEmbedder.unit(sum), 0, embeddings.data(), i * length, length);
        }
        return embeddings;
    }

    private void write(EmbeddedView view, Picture face, boolean mirrored, float[] into, int offset) {
        PixelScaling scaling = card.scaling();
        float[] values = scaling.planes(view.of(face.colour(), scaling.neutral()), mirrored);
        float[] read = input.toNetwork(OnnxTensor.of(values, 1, CHANNELS, height(), width()))
                .data();
        System.arraycopy(read, 0, into, offset, read.length);
    }

    /// Where it looks under a view in the pictures of a gallery: the mean of the positive parts of Grad-CAM's maps,
    /// each scaled to sum 1, for the cosine of a picture's embedding (not its mirror image's) and the mean of the
    /// other pictures of the same person.
    ///
    /// @param embeddings (N, D), of the same pictures under the same view
    /// @throws IllegalArgumentException if somebody has one picture alone, which is like itself in every part
    HeatMap gaze(EmbeddedView view, FaceSet gallery, Tensor embeddings) {
        float[][] references = others(gallery, embeddings);
        Shape cells = network.node(layer).shape();
        Tensor maps = Tensor.zeros(gallery.size(), cells.extent(0), cells.extent(1));
        int each = cells.extent(0) * cells.extent(1);
        sweep.forward(
                gallery.size(),
                (i, into, offset) -> write(view, gallery.picture(i), false, into, offset),
                (trace, first, count) -> {
                    float[][] batch = new float[trace.batch()][];
                    Arrays.setAll(batch, i -> references[first + Math.min(i, count - 1)]);
                    trace.backward(output, Targets.similarity(batch), Reach.downTo(layer));
                    List<HeatMap> read = GradCam.of(trace, layer);
                    for (int i = 0; i < count; i++) {
                        System.arraycopy(read.get(i).values(), 0, maps.data(), (first + i) * each, each);
                    }
                });
        Observations seen = new Observations(Tensor.zeros(gallery.size(), 1), embeddings, maps);
        return Gaze.of(View.whole(width(), height()), seen).mean();
    }

    /// For each picture the sum of the embeddings of the other pictures of the same person.
    private float[][] others(FaceSet gallery, Tensor embeddings) {
        float[][] others = new float[gallery.size()][length];
        for (int i = 0; i < others.length; i++) {
            int[] own = gallery.indicesOf(gallery.label(i));
            if (own.length < 2) {
                throw new IllegalArgumentException(
                        "\"" + Printable.of(gallery.names().get(gallery.label(i)))
                                + "\" has 1 picture in the gallery; to see what makes two alike takes at least 2");
            }
            for (int j : own) {
                for (int d = 0; d < length && j != i; d++) {
                    others[i][d] += embeddings.data()[j * length + d];
                }
            }
        }
        return others;
    }
}
