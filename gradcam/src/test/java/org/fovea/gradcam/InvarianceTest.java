package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.method.GradCam;
import org.fovea.gradcam.method.HiResCam;
import org.fovea.gradcam.method.LayerCam;
import org.fovea.gradcam.method.MapMethods;
import org.fovea.gradcam.method.XGradCam;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What must not change a map: how a network happens to be written down, and what else is in the batch.
class InvarianceTest {
    private static final String LAYER = "relu2";
    private static final double TOLERANCE = 2e-4;

    static Stream<MapMethod> methods() {
        return MapMethods.all().stream();
    }

    static Stream<MapMethod> homogeneous() {
        return Stream.of(new GradCam(), new HiResCam(), new LayerCam(), new XGradCam());
    }

    private static Subject subject(Network network, Tensor pictures) {
        return Subject.of(network, pictures, Targets.logit(1)).layer(LAYER);
    }

    private static Network network(MapMethod method, long seed) {
        return method.name().equals("cam") ? RandomNetworks.pooled(seed) : RandomNetworks.deep(seed);
    }

    @ParameterizedTest
    @MethodSource("homogeneous")
    void rescalingAChannelAndUndoingItDownstreamChangesNothing(MapMethod method) {
        for (long seed = 1; seed < 6; seed++) {
            Tensor pictures = RandomNetworks.pictures(3, seed);
            Network other = RandomNetworks.deep(seed);
            int channel = (int) (seed % 6);
            scaleFilter(other, "conv2", channel, 8);
            scaleInput(other, "conv3", channel, 1f / 8);
            assertSame(method, subject(RandomNetworks.deep(seed), pictures), subject(other, pictures));
        }
    }

    /// Methods whose own random numbers belong to the channels' places are left out.
    @ParameterizedTest
    @MethodSource("methods")
    void permutingChannelsChangesNothing(MapMethod method) {
        if (Set.of("random-cam", "deep-feature-factorization").contains(method.name())) {
            return;
        }
        int[] order = {3, 0, 5, 1, 4, 2};
        Tensor pictures = RandomNetworks.pictures(2, 3);
        Network other = network(method, 3);
        permuteFilters(other, "conv2", order);
        permuteInputs(
                other, other.nodes().stream().anyMatch(n -> n.name().equals("conv3")) ? "conv3" : "logits", order);
        assertSame(method, subject(network(method, 3), pictures), subject(other, pictures));
    }

    /// Deep feature factorisation is left out: its parts are those of the whole batch.
    @ParameterizedTest
    @MethodSource("methods")
    void batchNeighboursChangeNothing(MapMethod method) {
        if (method.name().equals("deep-feature-factorization")) {
            return;
        }
        Network network = network(method, 4);
        Tensor pictures = RandomNetworks.pictures(3, 4);
        List<HeatMap> together = method.maps(subject(network, pictures));
        int[] order = {2, 0, 1};
        Tensor permuted = Tensor.zeros(pictures.shape());
        int each = pictures.size() / 3;
        for (int n = 0; n < 3; n++) {
            System.arraycopy(pictures.data(), order[n] * each, permuted.data(), n * each, each);
        }
        List<HeatMap> inOtherOrder = method.maps(subject(network, permuted));
        for (int n = 0; n < 3; n++) {
            assertSame(together.get(order[n]), inOtherOrder.get(n), method.title());
            HeatMap alone =
                    method.maps(subject(network, pictures.slice(n, n + 1))).getFirst();
            assertSame(together.get(n), alone, method.title() + ", alone");
        }
    }

    private static void assertSame(MapMethod method, Subject one, Subject other) {
        List<HeatMap> expected = method.maps(one);
        List<HeatMap> actual = method.maps(other);
        for (int n = 0; n < expected.size(); n++) {
            assertSame(expected.get(n), actual.get(n), method.title());
        }
    }

    private static void assertSame(HeatMap expected, HeatMap actual, String what) {
        double largest = 0;
        for (float v : expected.values()) {
            largest = Math.max(largest, Math.abs(v));
        }
        assertTrue(largest > 0, what + ": the map is blank");
        for (int i = 0; i < expected.values().length; i++) {
            assertEquals(expected.values()[i], actual.values()[i], TOLERANCE * largest, what + " at " + i);
        }
    }

    private static float[] values(Network network, String parameter) {
        return network.parameters().get(parameter).value().data();
    }

    private static void scaleFilter(Network network, String conv, int k, float by) {
        float[] bias = values(network, conv + ".bias");
        float[] w = values(network, conv + ".weight"); // (KH, KW, IC, OC)
        for (int i = k; i < w.length; i += bias.length) {
            w[i] *= by;
        }
        bias[k] *= by;
    }

    private static void scaleInput(Network network, String conv, int k, float by) {
        int out = values(network, conv + ".bias").length;
        float[] w = values(network, conv + ".weight");
        for (int i = 0; i < w.length; i++) {
            w[i] *= i / out % 6 == k ? by : 1;
        }
    }

    private static void permuteFilters(Network network, String conv, int[] order) {
        permute(values(network, conv + ".bias"), 1, order);
        permute(values(network, conv + ".weight"), 1, order);
    }

    private static void permuteInputs(Network network, String node, int[] order) {
        permute(values(network, node + ".weight"), values(network, node + ".bias").length, order);
    }

    /// Reorders an axis whose steps are `stride` apart.
    private static void permute(float[] values, int stride, int[] order) {
        float[] before = values.clone();
        for (int i = 0; i < values.length; i++) {
            int k = i / stride % order.length;
            values[i] = before[i + (order[k] - k) * stride];
        }
    }
}
