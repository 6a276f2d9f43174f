package org.fovea.gradcam.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fovea.gradcam.MapMethod;

/// Every method, by its name.
public final class MapMethods {
    private static final List<MapMethod> ALL = List.of(
            new GradCam(),
            new Cam(),
            new HiResCam(),
            new ElementWiseGradCam(),
            new GradCamPlusPlus(),
            new XGradCam(),
            new LayerCam(),
            new EigenCam(),
            new EigenGradCam(),
            new SegEigenCam(),
            new KpcaCam(),
            new Fem(),
            new FinerCam(),
            new ShapleyCam(),
            new RandomCam(),
            new ScoreCam(),
            new AblationCam(),
            new Occlusion(),
            new FullGrad(),
            new Gradient(),
            new GradientTimesInput(),
            new IntegratedGradients(),
            new SmoothGrad(),
            new GuidedBackprop(),
            new GuidedGradCam(),
            new DeepFeatureFactorization());

    private static final Map<String, MapMethod> BY_NAME = new LinkedHashMap<>();

    static {
        for (MapMethod method : ALL) {
            BY_NAME.put(key(method.name()), method);
            BY_NAME.put(key(method.title()), method);
        }
        alias("gradcam-plusplus", "grad-cam++");
        alias("elementwise", "element-wise-grad-cam");
        alias("dff", "deep-feature-factorization");
        alias("deep-feature-factorisation", "deep-feature-factorization");
    }

    private MapMethods() {}

    private static void alias(String other, String name) {
        MapMethod method = BY_NAME.get(key(name));
        if (method != null) {
            BY_NAME.put(key(other), method);
        }
    }

    /// Hyphens, underscores, spaces and case make no difference: `grad-cam`, `GradCAM` and `gradcam` are one.
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /// All of them, the plainest first.
    public static List<MapMethod> all() {
        return ALL;
    }

    /// The method of a name, which may be written as its paper or pytorch-grad-cam does.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists those there are
    public static MapMethod named(String name) {
        MapMethod method = BY_NAME.get(key(name));
        if (method == null) {
            throw new IllegalArgumentException("no method \"" + name + "\"; there are "
                    + String.join(", ", ALL.stream().map(MapMethod::name).toList()));
        }
        return method;
    }
}
