package org.fovea.facerec.gaze;

import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.View;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Resize;

/// Where a network looks in the pictures that it learned from: the positive part of each picture's raw Grad-CAM map for
/// the person shown, in its place in the frame and scaled to sum 1, so that every picture counts as much; and the mean.
///
/// @param view what the network sees; outside it every gaze is 0
/// @param observations of the training pictures, each explained for the person it shows
/// @param mean the mean over the pictures, at the frame's size, of sum 1; 0 everywhere if every map is blank
/// @param blank how many pictures have no evidence for the person they show, so that they count for nothing
public record Gaze(View view, Observations observations, HeatMap mean, int blank) {
    /// Looks at every picture of a set.
    public static Gaze of(FaceNetwork face, FaceSet faces, Workers workers) {
        return of(face.view(), Observations.of(face, faces, faces.labels(), workers));
    }

    /// The gaze that observations of the training pictures show.
    public static Gaze of(View view, Observations observations) {
        double[] sums = new double[view.frameWidth() * view.frameHeight()];
        int blank = 0;
        for (int i = 0; i < observations.size(); i++) {
            HeatMap map = of(view, observations.map(i));
            double sum = map.sum();
            if (sum == 0) {
                blank++;
                continue;
            }
            for (int pixel = 0; pixel < sums.length; pixel++) {
                sums[pixel] += map.values()[pixel];
            }
        }
        int seen = Math.max(1, observations.size() - blank);
        float[] mean = new float[sums.length];
        for (int pixel = 0; pixel < mean.length; pixel++) {
            mean[pixel] = (float) (sums[pixel] / seen);
        }
        String what = "mean of " + observations.size() + " maps";
        return new Gaze(
                view,
                observations,
                new HeatMap(view.frameHeight(), view.frameWidth(), mean, "Grad-CAM", "the gaze layer", what),
                blank);
    }

    /// One raw map's gaze: its positive part at the frame's size, of sum 1; 0 everywhere if it has none.
    ///
    /// @param raw over the cells of a layer, which cover the view's box
    public static HeatMap of(View view, HeatMap raw) {
        HeatMap map = view.onFrame(Resize.bilinear(raw.positive(), view.height(), view.width()));
        double sum = map.sum();
        float[] values = map.values();
        for (int i = 0; i < values.length && sum > 0; i++) {
            values[i] = (float) (values[i] / sum);
        }
        return map;
    }

    /// One picture's gaze, at the frame's size and of sum 1; 0 everywhere if nothing speaks for the person shown.
    public HeatMap picture(int i) {
        return of(view, observations.map(i));
    }

    /// The share of the mean gaze that lies on a part of the face, from 0 to 1.
    ///
    /// @param part one flag a pixel of the frame
    public double share(boolean[] part) {
        double inside = 0;
        double all = 0;
        for (int i = 0; i < part.length; i++) {
            inside += part[i] ? mean.values()[i] : 0;
            all += mean.values()[i];
        }
        return all == 0 ? 0 : inside / all;
    }
}
