package org.fovea.gradcam.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every method.
class EveryMethodTest {
    static List<MapMethod> methods() {
        return MapMethods.all();
    }

    /// A map that is made of what is not a number holds that, and nothing is thrown.
    @ParameterizedTest
    @MethodSource("methods")
    void mapsOfParametersThatAreNotNumbersSaySo(MapMethod method) {
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Network network = TinyNetwork.network();
            TinyNetwork.fill(network, "conv.weight", odd, 1);
            for (Convention convention : Convention.values()) {
                Subject subject = Subject.of(network, TinyNetwork.PICTURE, Targets.logit(0))
                        .convention(convention);
                HeatMap map = method.maps(subject).getFirst();
                assertFalse(map.finite(), method.title() + ", " + convention + ", of " + odd + ": " + map);
            }
        }
    }

    /// Every method says which picture, layer and target its map is of, and gives one a picture.
    @ParameterizedTest
    @MethodSource("methods")
    void mapsSayWhatTheyAreOf(MapMethod method) {
        Tensor two = Tensor.zeros(2, 3, 3, 1);
        System.arraycopy(TinyNetwork.PICTURE.data(), 0, two.data(), 0, 9);
        System.arraycopy(TinyNetwork.PICTURE.data(), 0, two.data(), 9, 9);
        two.data()[9] = 4;
        Subject subject = Subject.of(TinyNetwork.network(), two, Targets.logit(0, 1));
        List<HeatMap> maps = method.maps(subject);
        assertEquals(2, maps.size());
        for (int n = 0; n < 2; n++) {
            HeatMap map = maps.get(n);
            assertEquals(method.title(), map.method());
            assertTrue(map.target().startsWith("logit of class " + n), map.target());
            assertTrue(List.of("relu", "input").contains(map.layer()), map.layer());
            if (!(method instanceof DeepFeatureFactorization)) { // whose parts are those of the whole batch
                HeatMap alone = method.maps(Subject.of(TinyNetwork.network(), two.slice(n, n + 1), Targets.logit(n)))
                        .getFirst();
                assertArrayEquals(alone.values(), map.values(), 1e-5f, "the other picture has no part in it");
            }
        }
    }
}
