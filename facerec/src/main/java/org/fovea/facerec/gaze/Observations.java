package org.fovea.facerec.gaze;

import java.util.List;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.method.GradCam;
import org.jspecify.annotations.Nullable;

/// What one network made of N pictures: what it answers, by which features, and where it looked.
///
/// @param logits (N, people)
/// @param features (N, D): what the last dense layer reads, for networks with a global average the mean of each
///     channel
/// @param maps (N, h, w): raw, signed Grad-CAM maps over the cells of the layer that shows where the network looks
public record Observations(Tensor logits, Tensor features, Tensor maps) {
    public Observations {
        int n = logits.shape().extent(0);
        if (features.shape().extent(0) != n || maps.shape().extent(0) != n) {
            throw new IllegalArgumentException("observations of as many pictures expected, found logits "
                    + logits.shape() + ", features " + features.shape() + ", maps " + maps.shape());
        }
    }

    /// How many pictures.
    public int size() {
        return logits.shape().extent(0);
    }

    /// Observes every picture of a set.
    ///
    /// @param explained for each picture the person whose evidence the map shows; null for the one the network sees
    public static Observations of(FaceNetwork face, FaceSet faces, int @Nullable [] explained, Workers workers) {
        var network = face.network();
        String layer = FaceNetworks.gazeLayer(network);
        String features = FaceNetworks.featureNode(network);
        int people = network.output().shape().size();
        int length = network.node(features).shape().size();
        var cells = network.node(layer).shape();
        Tensor logits = Tensor.zeros(faces.size(), people);
        Tensor vectors = Tensor.zeros(faces.size(), length);
        Tensor maps = Tensor.zeros(faces.size(), cells.extent(0), cells.extent(1));
        new Sweep(network, workers).forward(faces.size(), face.source(faces), (trace, first, count) -> {
            copy(trace.output(), logits, first, count);
            copy(trace.activation(features), vectors, first, count);
            trace.backward(Target.logit(targets(trace, explained, first, count)), Reach.downTo(layer));
            List<HeatMap> read = GradCam.of(trace, layer);
            int each = cells.extent(0) * cells.extent(1);
            for (int i = 0; i < count; i++) {
                System.arraycopy(read.get(i).values(), 0, maps.data(), (first + i) * each, each);
            }
        });
        return new Observations(logits, vectors, maps);
    }

    private static int[] targets(Trace trace, int @Nullable [] explained, int first, int count) {
        int people = trace.output().shape().channels();
        int[] targets = new int[trace.batch()];
        for (int i = 0; i < count; i++) {
            targets[i] = explained == null ? largest(trace.output().data(), i * people, people) : explained[first + i];
        }
        return targets;
    }

    private static int largest(float[] values, int from, int length) {
        int largest = 0;
        for (int k = 1; k < length; k++) {
            largest = values[from + k] > values[from + largest] ? k : largest;
        }
        return largest;
    }

    /// Copies the first `count` rows of a batch behind the first `first` rows of all.
    private static void copy(Tensor batch, Tensor all, int first, int count) {
        int each = all.size() / all.shape().extent(0);
        System.arraycopy(batch.data(), 0, all.data(), first * each, count * each);
    }

    /// The raw map of one picture, over the layer's cells.
    public HeatMap map(int i) {
        int h = maps.shape().extent(1);
        int w = maps.shape().extent(2);
        float[] values = new float[h * w];
        System.arraycopy(maps.data(), i * values.length, values, 0, values.length);
        return new HeatMap(h, w, values, "Grad-CAM", "the gaze layer", "picture " + (i + 1));
    }
}
