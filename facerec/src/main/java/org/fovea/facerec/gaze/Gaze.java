package org.fovea.facerec.gaze;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.gradcam.GradCam;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Scaling;

/// Where a network looks in the pictures of a set: the Grad-CAM map of each picture for the person it shows, and their
/// mean.
///
/// @param maps one map a picture, scaled to \[0, 1\] at the pictures' size
/// @param mean the mean of the maps
/// @param blank how many pictures have no evidence for the person they show, so that their map is blank
public record Gaze(List<HeatMap> maps, HeatMap mean, int blank) {
    private static final int BATCH = 32;

    /// Looks at every picture of a set.
    ///
    /// @param layer the node whose activations are read
    public static Gaze of(
            Network network, String layer, FaceSet faces, Standardisation standardisation, Workers workers) {
        int height = faces.shape().extent(0);
        int width = faces.shape().extent(1);
        int size = Math.min(BATCH, faces.size());
        Trace trace = network.trace(size, workers);
        Tensor batch = Tensor.zeros(faces.shape().batch(size));
        int[] labels = new int[size];
        List<HeatMap> maps = new ArrayList<>();
        int blank = 0;
        for (int from = 0; from < faces.size(); from += size) {
            int count = Math.min(size, faces.size() - from);
            for (int i = 0; i < count; i++) {
                faces.write(
                        from + i,
                        standardisation,
                        batch.data(),
                        i * faces.shape().size());
                labels[i] = faces.label(from + i);
            }
            trace.forward(batch).backward(Target.logit(labels), Reach.downTo(layer));
            for (HeatMap raw : GradCam.of(trace, layer).subList(0, count)) {
                blank += raw.withoutPositiveEvidence() ? 1 : 0;
                maps.add(Scaling.forDisplay(raw, height, width));
            }
        }
        return new Gaze(List.copyOf(maps), mean(maps), blank);
    }

    /// The mean of maps of one size.
    public static HeatMap mean(List<HeatMap> maps) {
        HeatMap first = maps.getFirst();
        double[] sums = new double[first.values().length];
        for (HeatMap map : maps) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += map.values()[i];
            }
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / maps.size());
        }
        return new HeatMap(
                first.height(), first.width(), mean, first.method(), first.layer(), "mean of " + maps.size() + " maps");
    }

    /// How alike two networks look at the same pictures: the mean over the pictures of the correlation of their two
    /// maps.
    public static double similarity(Gaze a, Gaze b) {
        if (a.maps.size() != b.maps.size()) {
            throw new IllegalArgumentException("gazes over " + a.maps.size() + " and " + b.maps.size() + " pictures");
        }
        double sum = 0;
        for (int i = 0; i < a.maps.size(); i++) {
            sum += similarity(a.maps.get(i), b.maps.get(i));
        }
        return sum / a.maps.size();
    }

    /// How alike two maps are: the correlation (Pearson) of the values of two maps of one size, from −1
    /// to 1.
    public static double similarity(HeatMap a, HeatMap b) {
        if (a.height() != b.height() || a.width() != b.width()) {
            throw new IllegalArgumentException("maps of " + a.height() + "×" + a.width() + " and " + b.height() + "×"
                    + b.width() + " cannot be held together");
        }
        int n = a.values().length;
        double meanA = 0;
        double meanB = 0;
        for (int i = 0; i < n; i++) {
            meanA += a.values()[i] / (double) n;
            meanB += b.values()[i] / (double) n;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < n; i++) {
            double da = a.values()[i] - meanA;
            double db = b.values()[i] - meanB;
            ab += da * db;
            aa += da * da;
            bb += db * db;
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }
}
