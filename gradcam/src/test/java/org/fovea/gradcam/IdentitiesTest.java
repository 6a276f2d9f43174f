package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.method.Cam;
import org.fovea.gradcam.method.FullGradient;
import org.fovea.gradcam.method.GradCam;
import org.fovea.gradcam.method.GradientTimesInput;
import org.fovea.gradcam.method.HiResCam;
import org.fovea.gradcam.method.LayerCam;
import org.fovea.gradcam.method.ScoreCam;
import org.fovea.gradcam.method.XGradCam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What must hold between raw maps whatever the network: each on several networks drawn at random.
class IdentitiesTest {
    private static final String LAYER = "relu2";
    private static final int PICTURES = 3;

    /// Rounding of single precision, relative to the largest magnitude at hand.
    private static final double ROUNDING = 2e-5;

    private static final List<ChannelMethod> LINEAR_IN_TARGET = List.of(new GradCam(), new HiResCam(), new XGradCam());

    private static Stream<Subject> of(LongFunction<Network> network) {
        return LongStream.range(1, 6)
                .mapToObj(seed -> Subject.of(
                                network.apply(seed), RandomNetworks.pictures(PICTURES, seed), Targets.logit((int)
                                        (seed % 4)))
                        .layer(LAYER));
    }

    static Stream<Subject> pooled() {
        return of(RandomNetworks::pooled);
    }

    static Stream<Subject> all() {
        return Stream.of(of(RandomNetworks::pooled), of(RandomNetworks::deep), of(RandomNetworks::branched))
                .flatMap(subjects -> subjects);
    }

    static Stream<Subject> smooth() {
        return Stream.concat(of(RandomNetworks::pooled), of(RandomNetworks::branched));
    }

    // --- a global average pool and a dense layer ---

    @ParameterizedTest
    @MethodSource("pooled")
    void pooledHeadsWeightsAreDenseWeightsOverZ(Subject subject) {
        float[] w = ((Dense) subject.network().node("logits").layer())
                .weight()
                .value()
                .data();
        int c = subject.target().classOf(0).orElseThrow();
        for (int n = 0; n < PICTURES; n++) {
            Reading reading = subject.reading(n);
            double[] alpha = GradCam.weights(reading);
            for (int k = 0; k < alpha.length; k++) {
                assertEquals(w[k * RandomNetworks.CLASSES + c] / reading.cells(), alpha[k], 1e-8);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pooled")
    void pooledHeadsMapsAreOneAndTheSame(Subject subject) {
        List<HeatMap> gradCam = new GradCam().maps(subject);
        List<HeatMap> cam = new Cam().maps(subject);
        for (int n = 0; n < PICTURES; n++) {
            double[] overZ = times(cam.get(n), 1.0 / subject.reading(n).cells());
            assertNear(overZ, gradCam.get(n), "CAM / Z");
            assertNear(values(gradCam.get(n)), new HiResCam().maps(subject).get(n), "HiResCAM");
            assertNear(values(gradCam.get(n)), new XGradCam().maps(subject).get(n), "XGrad-CAM");
        }
    }

    @ParameterizedTest
    @MethodSource("pooled")
    void pooledHeadsMapAddsUpToTheLogitWithoutItsBias(Subject subject) {
        Dense dense = (Dense) subject.network().node("logits").layer();
        float bias = dense.bias().value().data()[subject.target().classOf(0).orElseThrow()];
        List<HeatMap> maps = new GradCam().maps(subject);
        for (int n = 0; n < PICTURES; n++) {
            assertEquals(subject.scores()[n] - bias, maps.get(n).sum(), ROUNDING);
        }
    }

    // --- sums ---

    @ParameterizedTest
    @MethodSource("all")
    void whatAveragingThrowsAwayIsTheCovariance(Subject subject) {
        for (int n = 0; n < PICTURES; n++) {
            Reading r = subject.reading(n);
            double z = r.cells();
            double[] a = r.sums((x, g) -> x);
            double[] g = r.sums((x, y) -> y);
            double[] ga = r.sums((x, y) -> x * y);
            double covariances = IntStream.range(0, r.channels())
                    .mapToDouble(k -> ga[k] / z - a[k] / z * (g[k] / z))
                    .sum();
            double difference = new HiResCam().maps(subject).get(n).sum()
                    - new GradCam().maps(subject).get(n).sum();
            assertEquals(z * covariances, difference, ROUNDING * (1 + Math.abs(difference)));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void xGradCamAddsUpToWhatHiResCamDoes(Subject subject) {
        for (int n = 0; n < PICTURES; n++) {
            double sum = new HiResCam().maps(subject).get(n).sum();
            assertEquals(sum, new XGradCam().maps(subject).get(n).sum(), ROUNDING * (1 + Math.abs(sum)));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void layerCamForLessLayerCamAgainstIsHiResCam(Subject subject) {
        Subject against = subject.target(Targets.negative(subject.target()));
        for (int n = 0; n < PICTURES; n++) {
            HeatMap with = new LayerCam().maps(subject).get(n);
            HeatMap without = new LayerCam().maps(against).get(n);
            double[] difference = new double[with.values().length];
            for (int i = 0; i < difference.length; i++) {
                difference[i] = (double) with.values()[i] - without.values()[i];
            }
            assertNear(difference, new HiResCam().maps(subject).get(n), "LayerCAM(y) − LayerCAM(−y)");
        }
    }

    // --- against measured differences ---

    @ParameterizedTest
    @MethodSource("smooth")
    void zTimesAlphaIsTheSlopeWhenAChannelIsRaised(Subject subject) {
        for (int n = 0; n < PICTURES; n++) {
            Reading r = subject.reading(n);
            double[] alpha = GradCam.weights(r);
            for (int k = 0; k < r.channels(); k++) {
                double slope = slope(subject, n, k, (a, step) -> a + step);
                assertEquals(slope, r.cells() * alpha[k], 2e-3 * (1 + Math.abs(slope)), "channel " + k);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void hiResCamsSumIsTheSlopeWhenAChannelIsScaled(Subject subject) {
        for (int n = 0; n < PICTURES; n++) {
            Reading r = subject.reading(n);
            double[] sums = r.sums((a, g) -> a * g);
            for (int k = 0; k < r.channels(); k++) {
                double slope = slope(subject, n, k, (a, step) -> a * (1 + step));
                assertEquals(slope, sums[k], 2e-3 * (1 + Math.abs(slope)), "channel " + k);
            }
        }
    }

    private interface Change {
        float apply(float a, float step);
    }

    /// dY/dstep, measured by a central difference on the network after the layer.
    private static double slope(Subject subject, int picture, int k, Change change) {
        float step = 1f / 64;
        Reading r = subject.reading(picture);
        Tensor both = Tensor.zeros(Shape.of(2, r.height(), r.width(), r.channels()));
        for (int side = 0; side < 2; side++) {
            float[] a = r.a().clone();
            for (int i = k; i < a.length; i += r.channels()) {
                a[i] = change.apply(a[i], side == 0 ? step : -step);
            }
            System.arraycopy(a, 0, both.data(), side * a.length, a.length);
        }
        double[] scores = subject.scoresAfter(picture, both);
        return (scores[0] - scores[1]) / (2 * step);
    }

    // --- the full gradient ---

    @ParameterizedTest
    @MethodSource("all")
    void theFullGradientIsComplete(Subject subject) {
        double[] scores = subject.scores();
        for (int n = 0; n < PICTURES; n++) {
            FullGradient full = FullGradient.of(subject, n);
            assertEquals(scores[n], full.sum(), ROUNDING * (1 + Math.abs(scores[n])));
            assertTrue(!full.biases().isEmpty(), "every network here has biases");
        }
    }

    // --- targets ---

    @ParameterizedTest
    @MethodSource("all")
    void mapsAreLinearInTheTarget(Subject subject) {
        PictureTarget mixed = Targets.of("2·y[0] − 3·y[1]", (y, dy) -> {
            Arrays.fill(dy, 0);
            dy[0] = 2;
            dy[1] = -3;
            return 2 * y[0] - 3 * y[1];
        });
        for (MapMethod method : linear()) {
            List<HeatMap> firsts = method.maps(subject.target(Targets.logit(0)));
            List<HeatMap> seconds = method.maps(subject.target(Targets.logit(1)));
            List<HeatMap> mixtures = method.maps(subject.target(mixed));
            for (int n = 0; n < PICTURES; n++) {
                double[] first = values(firsts.get(n));
                double[] second = values(seconds.get(n));
                double[] expected = new double[first.length];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = 2 * first[i] - 3 * second[i];
                }
                assertNear(expected, mixtures.get(n), method.title());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theNegativeTargetsMapIsTheNegativeMap(Subject subject) {
        for (MapMethod method : linear()) {
            List<HeatMap> maps = method.maps(subject.target(Targets.logit(2)));
            List<HeatMap> against = method.maps(subject.target(Targets.negativeLogit(2)));
            List<HeatMap> negative = method.maps(subject.target(Targets.negative(Targets.logit(2))));
            for (int n = 0; n < PICTURES; n++) {
                double[] expected = times(maps.get(n), -1);
                assertNear(expected, against.get(n), method.title());
                assertNear(expected, negative.get(n), method.title());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theLogProbabilitysMapIsTheProbabilitysOverTheProbability(Subject subject) {
        Subject p = subject.target(Targets.probability(1));
        for (MapMethod method : linear()) {
            List<HeatMap> maps = method.maps(p);
            List<HeatMap> logarithms = method.maps(subject.target(Targets.logProbability(1)));
            for (int n = 0; n < PICTURES; n++) {
                assertNear(times(maps.get(n), 1 / p.scores()[n]), logarithms.get(n), method.title());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theProbabilitiesMapsAddUpToNothing(Subject subject) {
        for (MapMethod method : linear()) {
            List<List<HeatMap>> maps = IntStream.range(0, RandomNetworks.CLASSES)
                    .mapToObj(c -> method.maps(subject.target(Targets.probability(c))))
                    .toList();
            for (int n = 0; n < PICTURES; n++) {
                double[] sum = new double[maps.getFirst().get(n).values().length];
                double largest = 0;
                for (List<HeatMap> ofClass : maps) {
                    float[] values = ofClass.get(n).values();
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += values[i];
                        largest = Math.max(largest, Math.abs(values[i]));
                    }
                }
                assertTrue(largest > 0);
                for (double v : sum) {
                    assertEquals(0, v, ROUNDING * largest, method.title());
                }
            }
        }
    }

    private static List<MapMethod> linear() {
        return Stream.concat(LINEAR_IN_TARGET.stream(), Stream.of(new GradientTimesInput()))
                .toList();
    }

    // --- embeddings ---

    @Test
    void aCosinesMapAddsUpToNothingWhereNoBiasFollows() {
        for (long seed = 1; seed < 6; seed++) {
            float[] reference = {0.8f, 0.9f, 0.1f, -0.7f, -0.9f, -0.3f, 0.6f, 1};
            Subject subject = Subject.of(
                            RandomNetworks.withoutBias(seed),
                            RandomNetworks.pictures(PICTURES, seed),
                            Targets.similarity(reference))
                    .layer(LAYER);
            for (HeatMap map : new HiResCam().maps(subject)) {
                double magnitude = 0;
                for (float v : map.values()) {
                    magnitude += Math.abs(v);
                }
                assertTrue(magnitude > 1e-3, "a map of nothing would add up to nothing as well");
                assertEquals(0, map.sum(), ROUNDING * magnitude);
            }
        }
    }

    // --- Score-CAM ---

    @ParameterizedTest
    @MethodSource("all")
    void scoreCamWeightsAreEqualForATargetThatNeverChanges(Subject subject) {
        Subject constant = subject.target(Targets.of("a constant", (y, dy) -> {
            Arrays.fill(dy, 0);
            return 3.5;
        }));
        double[] equal = new double[constant.channels()];
        Arrays.fill(equal, 1.0 / equal.length);
        for (int n = 0; n < PICTURES; n++) {
            assertArrayEquals(equal, new ScoreCam().weights(constant, n), 1e-12);
        }
    }

    // --- help ---

    private static double[] values(HeatMap map) {
        return times(map, 1);
    }

    private static double[] times(HeatMap map, double factor) {
        double[] values = new double[map.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = factor * map.values()[i];
        }
        return values;
    }

    static void assertNear(double[] expected, HeatMap actual, String what) {
        double largest = 1e-6;
        for (double v : expected) {
            largest = Math.max(largest, Math.abs(v));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual.values()[i], ROUNDING * largest, what + " at " + i);
        }
    }
}
