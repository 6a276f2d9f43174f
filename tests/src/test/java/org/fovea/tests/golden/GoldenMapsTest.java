package org.fovea.tests.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.ChannelMethod;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Display;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.GuidedBackprop;
import org.fovea.gradcam.method.MapMethods;
import org.fovea.gradcam.method.Smoothing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every map of the golden cases, as pytorch-grad-cam shows it, against ours by its convention. The signs of singular
/// vectors are held as well, though a decomposition leaves them open.
@Tag("kernels")
class GoldenMapsTest {
    private static final double TOLERANCE = 1e-4;

    /// What the cases hold; a golden file with more or fewer maps would be noticed.
    private static final int MAPS_A_CASE = 16 + 3 + 3;

    static Stream<Arguments> maps() {
        return mapsOf("plain", "residual", "mobile");
    }

    static Stream<Arguments> largeMaps() {
        return mapsOf("large plain", "large residual", "large mobile");
    }

    private static Stream<Arguments> mapsOf(String... cases) {
        return Stream.of(cases)
                .flatMap(name -> GoldenCase.read(name).file().names().stream()
                        .filter(key -> key.startsWith("cam"))
                        .map(key -> Arguments.of(name, key)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("maps")
    void mapAgrees(String name, String key) {
        GoldenCase golden = GoldenCase.read(name);
        String which = key.startsWith("cam_other/") ? "other_target" : "target";
        Subject subject = Subject.of(golden.network(), golden.pictures("input"), Targets.logit(golden.classes(which)))
                .layer(golden.layer())
                .convention(Convention.PYTORCH_GRAD_CAM);
        MapMethod method = MapMethods.named(key.substring(key.indexOf('/') + 1));
        if (key.startsWith("cam_eigen_smooth/")) {
            method = Smoothing.byFirstComponent((ChannelMethod) method);
        }
        List<HeatMap> maps = method.maps(subject);
        Tensor expected = golden.array(key);
        assertEquals(expected.shape().extent(0), maps.size());
        for (int n = 0; n < maps.size(); n++) {
            float[] shown = Display.of(maps.get(n), subject).values();
            float[] one = expected.slice(n, n + 1).data();
            assertEquals(one.length, shown.length);
            double worst = 0;
            for (int i = 0; i < one.length; i++) {
                worst = Math.max(worst, Math.abs(one[i] - shown[i]));
                assertTrue(Float.isFinite(shown[i]), key + " picture " + n + ": pixel " + i + " is " + shown[i]);
            }
            assertTrue(worst <= TOLERANCE, name + " " + key + " picture " + n + " differs by " + worst);
        }
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("largeMaps")
    void largeMapAgrees(String name, String key) {
        mapAgrees(name, key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "residual", "mobile"})
    void everyMapIsHeld(String name) {
        List<String> keys = GoldenCase.read(name).file().names().stream()
                .filter(key -> key.startsWith("cam"))
                .toList();
        assertEquals(MAPS_A_CASE, keys.size(), name + " holds " + keys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "residual", "mobile"})
    void guidedBackpropagationAgrees(String name) {
        GoldenCase golden = GoldenCase.read(name);
        Subject subject = Subject.of(
                        golden.network(), golden.pictures("input"), Targets.logit(golden.classes("target")))
                .convention(Convention.PYTORCH_GRAD_CAM);
        Near.assertNear(
                golden.array("guided_backprop"),
                GuidedBackprop.gradient(subject),
                TOLERANCE,
                name + " guided backprop");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"large plain", "large residual", "large mobile"})
    void largeGuidedBackpropagationAgrees(String name) {
        guidedBackpropagationAgrees(name);
    }
}
