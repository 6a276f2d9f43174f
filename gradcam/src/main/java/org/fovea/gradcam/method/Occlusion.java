package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Cost.Beyond;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.metric.Baseline;

/// Occlusion: a patch of the picture's mean is moved over it, and where the score falls, it was needed. A pixel's value
/// is the mean of Y(x) − Y(x occluded) over the patches that cover it.
///
/// Patches are an eighth of the picture high and wide and move by half of that, unless said otherwise.
///
/// Source: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014, arXiv:1311.2901.
public final class Occlusion implements MapMethod {
    private static final int CHUNK = 32;
    private static final int SHARE = 8;

    private final int patch;
    private final int step;

    /// Patches of an eighth of the picture.
    public Occlusion() {
        this(0, 0);
    }

    /// @param patch pixels on a side; 0 for an eighth of the picture
    /// @param step pixels from one patch to the next; 0 for half a patch
    public Occlusion(int patch, int step) {
        if (patch < 0 || step < 0) {
            throw new IllegalArgumentException("a patch of " + patch + " pixels moved by " + step);
        }
        this.patch = patch;
        this.step = step;
    }

    @Override
    public About about() {
        return new About(
                "occlusion",
                "Occlusion",
                "mean over patches on a pixel of Y(x) − Y(x without the patch)",
                "Zeiler and Fergus, ECCV 2014, arXiv:1311.2901",
                Cost.passes(1, 0)
                        .and(
                                Beyond.MANY_PASSES,
                                "1 forward a patch (" + (2 * SHARE - 1) * (2 * SHARE - 1)
                                        + " patches where not said otherwise)"),
                "no gradients; no layer");
    }

    private record Patch(int top, int left, int bottom, int right) {}

    @Override
    public List<HeatMap> maps(Subject subject) {
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            maps.add(subject.inputMap(n, title(), map(subject, n)));
        }
        return maps;
    }

    private float[] map(Subject subject, int picture) {
        Tensor x = subject.pictures().slice(picture, picture + 1);
        Shape shape = subject.pictureShape();
        int width = shape.extent(1);
        List<Patch> patches = patches(shape.extent(0), width);
        double whole = subject.scores()[picture];
        double[] drops = new double[shape.extent(0) * width];
        int[] covered = new int[drops.length];
        Tensor mean = Baseline.MEAN.of(x);
        for (int from = 0; from < patches.size(); from += CHUNK) {
            List<Patch> now = patches.subList(from, Math.min(patches.size(), from + CHUNK));
            Tensor hidden = Tensor.zeros(shape.batch(now.size()));
            for (int i = 0; i < now.size(); i++) {
                System.arraycopy(x.data(), 0, hidden.data(), i * x.size(), x.size());
                cover(hidden, i, now.get(i), mean);
            }
            double[] scores = subject.scores(picture, hidden);
            for (int i = 0; i < now.size(); i++) {
                Patch p = now.get(i);
                for (int row = p.top; row < p.bottom; row++) {
                    for (int column = p.left; column < p.right; column++) {
                        drops[row * width + column] += whole - scores[i];
                        covered[row * width + column]++;
                    }
                }
            }
        }
        float[] map = new float[drops.length];
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) (drops[i] / covered[i]);
        }
        return map;
    }

    private List<Patch> patches(int height, int width) {
        int patchH = patch > 0 ? Math.min(patch, height) : Math.max(1, height / SHARE);
        int patchW = patch > 0 ? Math.min(patch, width) : Math.max(1, width / SHARE);
        List<Patch> patches = new ArrayList<>();
        for (int top : starts(height, patchH)) {
            for (int left : starts(width, patchW)) {
                patches.add(new Patch(top, left, top + patchH, left + patchW));
            }
        }
        return patches;
    }

    /// Where patches begin on one side, so that together they cover it.
    private List<Integer> starts(int extent, int size) {
        int by = Math.min(step > 0 ? step : Math.max(1, size / 2), size);
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at + size < extent; at += by) {
            starts.add(at);
        }
        starts.add(extent - size);
        return starts;
    }

    /// Puts the mean in the patch's place in picture `i`.
    private static void cover(Tensor pictures, int i, Patch p, Tensor mean) {
        int c = mean.shape().channels();
        int width = mean.shape().extent(2);
        for (int row = p.top; row < p.bottom; row++) {
            int at = (row * width + p.left) * c;
            System.arraycopy(mean.data(), at, pictures.data(), i * mean.size() + at, (p.right - p.left) * c);
        }
    }
}
