package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.ChannelMethod;
import org.fovea.gradcam.Cost.Beyond;
import org.fovea.gradcam.Display;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.MapMethod.About;
import org.fovea.gradcam.Subject;

/// Ways to make a method's maps less noisy. Both are pytorch-grad-cam's: `eigen_smooth` and `aug_smooth`.
public final class Smoothing {
    private static final float[] FACTORS = {0.9f, 1, 1.1f};

    private Smoothing() {}

    /// A method whose map is not the sum of its terms T over the channels but T, less each channel's mean, along
    /// its first principal component. The sign is the one that goes along with the sum (by pytorch-grad-cam's
    /// convention, the one that LAPACK arrives at).
    public static MapMethod byFirstComponent(ChannelMethod method) {
        About about = method.about();
        return byFirstComponent(
                method,
                new About(
                        about.name() + "+eigen-smooth",
                        about.title() + ", first principal component",
                        "T·v₁, T the terms of " + about.formula() + " less their means",
                        about.source() + "; pytorch-grad-cam, eigen_smooth",
                        about.cost().and(Beyond.DECOMPOSITION, "1 singular value decomposition"),
                        about.needs()));
    }

    static MapMethod byFirstComponent(ChannelMethod method, About about) {
        return new MapMethod() {
            @Override
            public About about() {
                return about;
            }

            @Override
            public List<HeatMap> maps(Subject subject) {
                Subject asked = method.prepare(subject);
                List<HeatMap> maps = new ArrayList<>();
                for (int n = 0; n < asked.size(); n++) {
                    double[] terms = method.terms(asked, n);
                    float[] sum = ChannelMethod.sumOverChannels(terms, asked.channels());
                    float[] map = PrincipalComponent.projection(terms, asked.channels(), true, asked.convention(), sum);
                    maps.add(asked.map(n, about.title(), map));
                }
                return maps;
            }
        };
    }

    /// A method whose map is the mean of another's over six pictures: as it is and mirrored, each times 0.9, 1 and
    /// 1.1; maps of mirrored pictures are mirrored back.
    public static MapMethod byAugmentation(MapMethod method) {
        About about = method.about();
        About smooth = new About(
                about.name() + "+aug-smooth",
                about.title() + ", augmented",
                "mean over mirrorings and brightnesses of " + about.formula(),
                about.source() + "; pytorch-grad-cam, aug_smooth",
                about.cost().times(2 * FACTORS.length),
                about.needs());
        return new MapMethod() {
            @Override
            public About about() {
                return smooth;
            }

            @Override
            public List<HeatMap> maps(Subject subject) {
                return meanOverAugmentations(method, subject, smooth.title(), false);
            }
        };
    }

    /// As [#byAugmentation(MapMethod)], of the maps as they are shown: brought to \[0, 1\] and the pictures' size
    /// first, and not scaled again after, which is what pytorch-grad-cam averages.
    public static List<HeatMap> shownByAugmentation(MapMethod method, Subject subject) {
        return meanOverAugmentations(method, subject, method.title() + ", augmented", true);
    }

    private static List<HeatMap> meanOverAugmentations(MapMethod method, Subject subject, String title, boolean shown) {
        List<List<HeatMap>> all = new ArrayList<>();
        for (boolean mirror : new boolean[] {false, true}) {
            for (float factor : FACTORS) {
                List<HeatMap> maps = method.maps(subject.pictures(augmented(subject.pictures(), mirror, factor)));
                all.add(maps.stream()
                        .map(map -> shown ? Display.of(map, subject) : map)
                        .map(map -> mirror ? mirrored(map) : map)
                        .toList());
            }
        }
        List<HeatMap> means = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            HeatMap first = all.getFirst().get(n);
            float[] mean = new float[first.values().length];
            for (List<HeatMap> maps : all) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += maps.get(n).values()[i] / all.size();
                }
            }
            means.add(new HeatMap(first.height(), first.width(), mean, title, first.layer(), first.target()));
        }
        return means;
    }

    private static Tensor augmented(Tensor pictures, boolean mirror, float factor) {
        Shape shape = pictures.shape();
        int width = shape.extent(2);
        int c = shape.channels();
        Tensor other = Tensor.zeros(shape);
        for (int row = 0; row < pictures.size() / (width * c); row++) {
            for (int j = 0; j < width; j++) {
                int from = (row * width + (mirror ? width - 1 - j : j)) * c;
                for (int k = 0; k < c; k++) {
                    other.data()[(row * width + j) * c + k] = factor * pictures.data()[from + k];
                }
            }
        }
        return other;
    }

    private static HeatMap mirrored(HeatMap map) {
        float[] values = new float[map.values().length];
        for (int i = 0; i < map.height(); i++) {
            for (int j = 0; j < map.width(); j++) {
                values[i * map.width() + j] = map.at(i, map.width() - 1 - j);
            }
        }
        return map.with(values);
    }
}
