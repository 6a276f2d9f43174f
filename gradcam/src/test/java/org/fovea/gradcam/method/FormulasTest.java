package org.fovea.gradcam.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.PictureTarget;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.Scaling;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.junit.jupiter.api.Test;

/// Methods held against their formulas written out a second time, at a layer whose activations and gradients have both
/// signs and differ from cell to cell.
class FormulasTest {
    private static final Shape INPUT = Shape.of(4, 5, 2);
    private static final Subject SUBJECT = subject();
    private static final Reading R = SUBJECT.reading(0);

    private static Subject subject() {
        Network network = Network.builder("n", INPUT)
                .conv2d("conv1", 3, Geometry.of(3).padding(1))
                .silu("silu1")
                .flatten("flat")
                .dense("hidden", 8)
                .silu("silu2")
                .dense("logits", 7)
                .build(new Xoshiro256(5));
        return Subject.of(network, noise(1), Targets.logit(2)).layer("conv1");
    }

    private static Tensor noise(long seed) {
        Xoshiro256 random = new Xoshiro256(seed);
        Tensor x = Tensor.zeros(INPUT.batch(1));
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private interface Term {
        double of(double a, double g);
    }

    /// f(A, G), (cells, channels).
    private static double[][] terms(Term f) {
        double[][] terms = new double[R.cells()][R.channels()];
        for (int i = 0; i < terms.length; i++) {
            for (int k = 0; k < R.channels(); k++) {
                terms[i][k] = f.of(R.a(i, k), R.g(i, k));
            }
        }
        return terms;
    }

    private static double[][] centred(double[][] terms) {
        double[][] centred = new double[terms.length][];
        for (int i = 0; i < terms.length; i++) {
            centred[i] = terms[i].clone();
            for (int k = 0; k < centred[i].length; k++) {
                for (double[] other : terms) {
                    centred[i][k] -= other[k] / terms.length;
                }
            }
        }
        return centred;
    }

    /// T·v, v the direction that T's rows lie along the most, found by multiplying with TᵀT again and again.
    private static double[] along(double[][] t) {
        double[] v = {1, 0.3, -0.2};
        double[] tv = new double[t.length];
        for (int round = 0; round < 2000; round++) {
            for (int i = 0; i < t.length; i++) {
                tv[i] = dot(t[i], v);
            }
            double[] next = new double[v.length];
            for (int i = 0; i < t.length; i++) {
                for (int k = 0; k < v.length; k++) {
                    next[k] += t[i][k] * tv[i];
                }
            }
            double length = Math.sqrt(dot(next, next));
            v = Arrays.stream(next).map(x -> x / length).toArray();
        }
        return tv;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double[] sums(double[][] terms) {
        return Arrays.stream(terms).mapToDouble(t -> Arrays.stream(t).sum()).toArray();
    }

    private static double[] map(MapMethod method) {
        return map(method, SUBJECT);
    }

    private static double[] map(MapMethod method, Subject subject) {
        HeatMap map = method.maps(subject).getFirst();
        return IntStream.range(0, map.values().length)
                .mapToDouble(i -> map.values()[i])
                .toArray();
    }

    private static void assertNear(double[] expected, double[] found) {
        assertEquals(expected.length, found.length);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertTrue(largest > 1e-4, "nothing would agree with anything");
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], 1e-4 * largest, "cell " + i);
        }
    }

    @Test
    void bothSignsOccurTogether() {
        for (double sign : new double[] {1, -1}) {
            for (double other : new double[] {1, -1}) {
                assertTrue(Arrays.stream(terms((a, g) -> sign * a > 0.01 && other * g > 1e-4 ? 1 : 0))
                        .anyMatch(t -> Arrays.stream(t).sum() > 0));
            }
        }
    }

    @Test
    void methodsOfOneProductACell() {
        assertNear(sums(terms((a, g) -> g * a)), map(new HiResCam()));
        assertNear(sums(terms((a, g) -> Math.max(g * a, 0))), map(new ElementWiseGradCam()));
        assertNear(sums(terms((a, g) -> Math.max(g, 0) * a)), map(new LayerCam()));
    }

    @Test
    void decompositions() {
        double[] eigen = along(terms((a, g) -> a));
        assertNear(signed(eigen, dot(eigen, sums(terms((a, g) -> a)))), map(new EigenCam()));
        double[] eigenGrad = along(centred(terms((a, g) -> g * a)));
        assertNear(signed(eigenGrad, dot(eigenGrad, sums(terms((a, g) -> g * a)))), map(new EigenGradCam()));
        double[] segEigen = along(centred(terms((a, g) -> Math.abs(g) * a)));
        assertNear(signed(segEigen, largest(segEigen)), map(new SegEigenCam()));
    }

    private static double[] signed(double[] values, double sign) {
        return Arrays.stream(values).map(v -> v * Math.signum(sign)).toArray();
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double v : values) {
            largest = Math.abs(v) > Math.abs(largest) ? v : largest;
        }
        return largest;
    }

    /// The map m = √λ·u has K·m = λ·m with λ = Σ m², and no other direction is stretched more.
    @Test
    void kernelComponents() {
        double[][] x = centred(terms((a, g) -> a));
        int n = x.length;
        double[][] k = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                k[i][j] = Math.tanh(dot(x[i], x[j]) / R.channels() + 1);
            }
        }
        double[] means = Arrays.stream(k)
                .mapToDouble(row -> Arrays.stream(row).sum() / n)
                .toArray();
        double all = Arrays.stream(means).sum() / n;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                k[i][j] += all - means[i] - means[j];
            }
        }
        double[] m = map(new KpcaCam());
        double eigenvalue = dot(m, m);
        assertNear(
                Arrays.stream(m).map(v -> v * eigenvalue).toArray(),
                Arrays.stream(k).mapToDouble(row -> dot(row, m)).toArray());
        assertTrue(largest(m) > 0);
        Xoshiro256 random = new Xoshiro256(2);
        for (int trial = 0; trial < 100; trial++) {
            double[] other = random.doubles(n, -1, 1).toArray();
            double stretched = dot(
                    other, Arrays.stream(k).mapToDouble(row -> dot(row, other)).toArray());
            assertTrue(stretched <= eigenvalue * dot(other, other) * (1 + 1e-6));
        }
    }

    /// c is the class of the smallest output, so that its nearest are not the largest.
    @Test
    void finerCamTakesTheThreeClassesWhoseLogitsAreNearest() {
        float[] y = SUBJECT.forward().activation("logits").data();
        Integer[] order = IntStream.range(0, 7).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (i, j) -> Float.compare(y[i], y[j]));
        PictureTarget contrast = Targets.of("contrast", (z, dz) -> {
            Arrays.fill(dz, 0);
            dz[order[0]] = 1;
            for (int d = 1; d <= 3; d++) {
                dz[order[d]] = -1f / 3;
            }
            return 0;
        });
        Subject logit = SUBJECT.target(Targets.logit(order[0]));
        assertNear(map(new GradCam(), SUBJECT.target(contrast)), map(new FinerCam(), logit));
        HeatMap unnamed =
                new FinerCam().maps(SUBJECT.target(Targets.negative(contrast))).getFirst();
        assertTrue(unnamed.target().startsWith("logit of class " + order[6] + " against"), unnamed.target());
    }

    @Test
    void finerCamsDerivativeIsItsSlopeByEitherConvention() {
        for (Convention convention : Convention.values()) {
            Subject finer = new FinerCam(0.7).prepare(SUBJECT.convention(convention));
            float[] y = SUBJECT.forward().activation("logits").data();
            float[] slope = new float[7];
            finer.target().evaluate(0, y, slope);
            for (int i = 0; i < 7; i++) {
                float[] above = y.clone();
                float[] below = y.clone();
                above[i] += 1f / 256;
                below[i] -= 1f / 256;
                double measured = (finer.target().evaluate(0, above, new float[7])
                                - finer.target().evaluate(0, below, new float[7]))
                        * 128;
                assertEquals(measured, slope[i], 1e-4, convention + ", class " + i);
            }
        }
    }

    @Test
    void methodsAtTheInputGatherChannels() {
        float[] x = SUBJECT.pictures().data();
        float[] g = SUBJECT.backward().gradient("input").data();
        double[] greatest = new double[20];
        double[] product = new double[20];
        for (int i = 0; i < 40; i++) {
            greatest[i / 2] = Math.max(greatest[i / 2], Math.abs(g[i]));
            product[i / 2] += x[i] * g[i];
        }
        assertNear(greatest, map(new Gradient()));
        assertNear(product, map(new GradientTimesInput()));
    }

    @Test
    void guidedGradCamKeepsWhatSpeaksFor() {
        double[] guided = map(new GuidedBackprop());
        double[] gradCam = map(new GradCam());
        assertNear(
                IntStream.range(0, 20)
                        .mapToDouble(i -> Math.max(gradCam[i], 0) * guided[i])
                        .toArray(),
                map(new GuidedGradCam()));
    }

    @Test
    void scoreCamSeesThroughChannelsScaledToOne() {
        double[] scores = new double[3];
        for (int k = 0; k < 3; k++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < 20; i++) {
                low = Math.min(low, R.a(i, k));
                high = Math.max(high, R.a(i, k));
            }
            Tensor seen = SUBJECT.pictures().copy();
            for (int i = 0; i < 40; i++) {
                seen.data()[i] *= (float) ((R.a(i / 2, k) - low) / (high - low));
            }
            scores[k] = SUBJECT.network().forward(seen).output().get(0, 2);
        }
        double all = Arrays.stream(scores).map(Math::exp).sum();
        double[] alpha = Arrays.stream(scores).map(y -> Math.exp(y) / all).toArray();
        assertNear(alpha, new ScoreCam().weights(SUBJECT, 0));
    }

    @Test
    void fullGradAddsScaledMagnitudes() {
        FullGradient full = FullGradient.of(SUBJECT, 0);
        double[] paper = new double[20];
        double[] pytorch = new double[20];
        addScaled(full.input(), 2, false, paper);
        addScaled(full.biases().get("conv1").data(), 3, false, paper);
        addScaled(full.biases().get("silu1").data(), 3, false, paper);
        addScaled(full.input(), 2, true, pytorch);
        addScaled(full.biases().get("conv1").data(), 3, true, pytorch);
        assertNear(paper, map(new FullGrad()));
        assertNear(pytorch, map(new FullGrad(), SUBJECT.convention(Convention.PYTORCH_GRAD_CAM)));
    }

    /// Σ over channels of |term| from 0 to 1, all channels together or each by itself.
    private static void addScaled(float[] term, int channels, boolean each, double[] map) {
        for (int k = 0; k < channels; k++) {
            double low = Double.POSITIVE_INFINITY;
            double high = 0;
            for (int i = each ? k : 0; i < term.length; i += each ? channels : 1) {
                low = Math.min(low, Math.abs(term[i]));
                high = Math.max(high, Math.abs(term[i]));
            }
            for (int i = 0; i < map.length; i++) {
                double v = Math.abs(term[i * channels + k]) - low;
                map[i] += v / (high - low + (each ? 1e-7 : 1e-6));
            }
        }
    }

    @Test
    void fullGradientsCountAProductsDegree() {
        Network network = Network.builder("product", Shape.of(3, 3, 1))
                .conv2d("a", 2, Geometry.of(3).padding(1))
                .from("input")
                .conv2d("b", 2, Geometry.of(1))
                .product("ab", "a", "b")
                .flatten("flat")
                .dense("logits", 2)
                .build(new Xoshiro256(3));
        network.parameters().get("a.bias").value().data()[0] = 0.7f;
        network.parameters().get("b.bias").value().data()[1] = -0.4f;
        Subject subject =
                Subject.of(network, Tensor.of(Shape.of(1, 3, 3, 1), 1, -2, 3, 4, 0.5f, -1, 2, 0, 1), Targets.logit(1));
        assertEquals(subject.scores()[0], FullGradient.of(subject, 0).sum(), 1e-4);
    }

    @Test
    void guidedRectifiersEndAtTheirUpperBound() {
        Network network = Network.builder("clipped", Shape.of(1, 3, 1))
                .relu6("relu6")
                .flatten("flat")
                .dense("sum", 1)
                .build();
        Arrays.fill(network.parameters().get("sum.weight").value().data(), 1);
        Subject subject = Subject.of(network, Tensor.of(Shape.of(1, 1, 3, 1), 7, 3, -1), Targets.logit(0));
        assertNear(new double[] {0, 1, 0}, map(new GuidedBackprop(), subject));
    }

    /// Of a rectifier at 0.2 the share of normal noise above −0.2: σ = 0.15·1.2 makes it 0.87.
    @Test
    void smoothGradsNoiseIsAShareOfTheSpan() {
        Network network = Network.builder("rectified", Shape.of(1, 2, 1))
                .relu("relu")
                .flatten("flat")
                .dense("sum", 1)
                .build();
        Arrays.fill(network.parameters().get("sum.weight").value().data(), 1);
        Subject subject = Subject.of(network, Tensor.of(Shape.of(1, 1, 2, 1), -1, 0.2f), Targets.logit(0));
        double mean = 0;
        for (int seed = 1; seed <= 20; seed++) {
            double[] found = map(new SmoothGrad(), subject.seed(seed));
            assertEquals(0, found[0], "five and a half σ below 0");
            mean += found[1] / 20;
        }
        assertEquals(0.867, mean, 0.04);
    }

    @Test
    void randomWeightsHaveBothSigns() {
        double[] alpha = IntStream.range(1, 20)
                .mapToObj(seed -> new RandomCam().weights(SUBJECT.seed(seed), 0))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertTrue(Arrays.stream(alpha).min().orElseThrow() < -0.7);
        assertTrue(Arrays.stream(alpha).max().orElseThrow() > 0.7);
    }

    @Test
    void thePartThatSpeaksMostIsShown() {
        DeepFeatureFactorization method = new DeepFeatureFactorization(3);
        DeepFeatureFactorization.Factors factors = method.factors(SUBJECT);
        double[] alpha = GradCam.weights(R);
        double[] worth = new double[3];
        for (int f = 0; f < 3; f++) {
            HeatMap seen = factors.maps().get(f).getFirst();
            assertTrue(Scaling.Range.of(seen.values()).min() >= 0, "nothing is seen less than not at all");
            worth[f] = dot(factors.parts()[f], alpha) * seen.sum();
        }
        int best = IntStream.range(0, 3)
                .boxed()
                .max(Comparator.comparingDouble(f -> worth[f]))
                .orElseThrow();
        assertArrayEquals(
                factors.maps().get(best).getFirst().values(),
                method.maps(SUBJECT).getFirst().values());
    }
}
