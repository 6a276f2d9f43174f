package org.fovea.facerec.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.gaze.Observations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FusionsTest {
    private static final int PEOPLE = 4;

    /// Members without noise: the templates are the axes, and nothing scatters.
    private static List<Experience> clear(int members) {
        return Stream.generate(() -> Made.member(0, 1, PEOPLE, 1))
                .limit(members)
                .toList();
    }

    private static float[] fused(Fusion fusion, List<Experience> members, double[]... features) {
        List<Observations> probes =
                Stream.of(features).map(f -> Made.probe(Made.row(f))).toList();
        return fusion.fit(members).scores(probes).data();
    }

    /// softmax(sharpness · cosines), in double.
    private static double[] softmax(double sharpness, double... cosines) {
        double sum = 0;
        double[] p = cosines.clone();
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp(sharpness * cosines[k]);
            sum += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= sum;
        }
        return p;
    }

    static List<Fusion> all() {
        return Fusions.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void posteriorsSumToOneAndNameThePersonShown(Fusion fusion) {
        List<Experience> members = List.of(
                Made.member(0.1, 1, PEOPLE, 3), Made.member(0.1, 11, PEOPLE, 3), Made.member(0.1, 21, PEOPLE, 3));
        int[] shown = {3, 1, 0, 2, 2};
        List<Observations> probes = List.of(
                Made.observations(0.1, 31, PEOPLE, shown),
                Made.observations(0.1, 32, PEOPLE, shown),
                Made.observations(0.1, 33, PEOPLE, shown));
        Tensor scores = fusion.fit(members).scores(probes);
        assertEquals(Shape.of(shown.length, PEOPLE), scores.shape());
        for (int i = 0; i < shown.length; i++) {
            double sum = 0;
            for (int k = 0; k < PEOPLE; k++) {
                assertTrue(scores.get(i, k) >= 0, scores.get(i, k) + " of person " + k);
                assertTrue(k == shown[i] || scores.get(i, k) < scores.get(i, shown[i]), fusion.name());
                sum += scores.get(i, k);
            }
            assertEquals(1, sum, 1e-5);
        }
        assertArrayEquals(scores.data(), fusion.fit(members).scores(probes).data(), "the same again");
    }

    @Test
    void names() {
        Set<String> names = new HashSet<>();
        for (Fusion fusion : Fusions.all()) {
            assertTrue(names.add(fusion.name()), fusion.name() + " twice");
            assertSame(fusion, Fusions.named(fusion.name()));
            assertTrue(fusion.about().length() > 20, fusion.about());
        }
        var e = assertThrows(IllegalArgumentException.class, () -> Fusions.named("majority"));
        assertTrue(names.stream().allMatch(e.getMessage()::contains), e.getMessage());
    }

    @Test
    void productAndSumOfPosteriors() {
        double[] a = {1, 2, -1, 0.5};
        double[] b = {3, -40, 2, 2.5};
        List<Observations> one = List.of(Made.withLogits(a));
        float[] softmax = LogSumExp.softmax(Made.row(a)).data();
        assertArrayEquals(
                softmax, new MeanLogPosterior().fit(List.of()).scores(one).data(), 1e-6f);
        assertArrayEquals(
                softmax, new MeanPosterior().fit(List.of()).scores(one).data(), 1e-6f);

        List<Observations> both = List.of(Made.withLogits(a), Made.withLogits(b));
        double[] p = softmax(1, a);
        double[] q = softmax(1, b);
        float[] product = new MeanLogPosterior().fit(List.of()).scores(both).data();
        float[] sum = new MeanPosterior().fit(List.of()).scores(both).data();
        double whole = 0;
        for (int k = 0; k < PEOPLE; k++) {
            whole += Math.sqrt(p[k] * q[k]);
        }
        for (int k = 0; k < PEOPLE; k++) {
            assertEquals(Math.sqrt(p[k] * q[k]) / whole, product[k], 1e-6);
            assertEquals((p[k] + q[k]) / 2, sum[k], 1e-6);
        }
    }

    @Test
    void softAndLargestCosine() {
        double[] near = {0.8, 0.6, 0, 0, 0, 0};
        double[] other = {0, 0, 0.28, 0, 0.96, 0};
        double[] p = softmax(12, 0.8, 0.6, 0, 0);
        double[] q = softmax(12, 0, 0, 0.28, 0);
        float[] mean = fused(new SoftCosine(SoftCosine.Rule.MEAN), clear(2), near, other);
        float[] largest = fused(new SoftCosine(SoftCosine.Rule.LARGEST), clear(2), near, other);
        double whole = 0;
        for (int k = 0; k < PEOPLE; k++) {
            whole += Math.max(p[k], q[k]);
        }
        for (int k = 0; k < PEOPLE; k++) {
            assertEquals((p[k] + q[k]) / 2, mean[k], 1e-5);
            assertEquals(Math.max(p[k], q[k]) / whole, largest[k], 1e-5);
        }
    }

    @Test
    void jointCosineIsTheCosineOfFeaturesSideBySide() {
        float[] fused = fused(
                new JointCosine(), clear(2), new double[] {5, 0, 0, 0, 0, 0}, new double[] {0.6, 0.8, 0, 0, 0, 0});
        // Each member's features and templates have length 1, so the cosine of the pair is the mean of the cosines.
        double[] p = softmax(12, 0.8, 0.4, 0, 0);
        for (int k = 0; k < PEOPLE; k++) {
            assertEquals(p[k], fused[k], 1e-5);
        }
    }

    @Test
    void oneMemberThatIsWrongAndSureCannotOverturnTheOthers() {
        double[] right = {1, 0, 0, 0, 0, 0};
        double[] wrong = {0, 1, 0, 0, 0, 0};
        float[] fused = fused(new BoundedCosine(), clear(3), right, wrong, right);
        // Sure evidence: log((½·1 + ½/4) / (½·0 + ½/4)) = log 5, twice for person 0 and once for person 1.
        assertEquals(5, fused[0] / fused[1], 1e-3);
        assertEquals(5, fused[1] / fused[2], 1e-3);
        float[] product = new MeanLogPosterior()
                .fit(List.of())
                .scores(List.of(Made.withLogits(4, 0, 0, 0), Made.withLogits(0, 20, 0, 0), Made.withLogits(4, 0, 0, 0)))
                .data();
        assertTrue(product[1] > product[0], "a product is overturned");
    }

    @Test
    void aMemberThatIsNearToNobodyHardlyCounts() {
        double c = 0.3;
        double[] right = {1, 0, 0, 0, 0, 0};
        double[] covered = {0, c, 0, 0, 0, Math.sqrt(1 - c * c)};
        float[] fused = fused(new BoundedCosine(), clear(3), right, covered, right);
        double w = Math.pow(c, 4);
        double[] p = softmax(30, 0, c, 0, 0);
        double[] e = new double[PEOPLE];
        for (int k = 0; k < PEOPLE; k++) {
            e[k] = Math.log(0.5 * p[k] + 0.125);
        }
        double expected = 3 * (2 * Math.log(5) + w * (e[0] - e[1])) / (2 + w);
        assertEquals(expected, Math.log(fused[0] / fused[1]), 1e-3);
        assertTrue(expected > 2.9 * Math.log(5), "nearly as if it were not there: " + expected);
    }

    @Test
    void reliabilityByMarginWeighsByTheDistanceOfTheFirstTwo() {
        double[] sure = {1, 0, 0, 0, 0, 0};
        double[] torn = {0, 0.8, 0.6, 0, 0, 0};
        float[] fused = fused(new Reliability(Reliability.Sign.MARGIN), clear(2), sure, torn);
        double[] p = softmax(12, 1, 0, 0, 0);
        double[] q = softmax(12, 0, 0.8, 0.6, 0);
        double wp = p[0] - p[1];
        double wq = q[1] - q[2];
        for (int k = 0; k < PEOPLE; k++) {
            assertEquals((wp * p[k] + wq * q[k]) / (wp + wq), fused[k], 1e-5);
        }
    }

    @Test
    void reliabilityByGazeListensToMembersThatLookWhereTheyUsuallyDo() {
        // Both members name person 0 by their logits; person 0's usual map is cell 0.
        Tensor logits = Made.row(4, 0, 0, 0);
        Tensor usual = Tensor.of(Shape.of(1, 2, 3), 2, -3, 0, 0, -1, 0);
        Tensor elsewhere = Tensor.of(Shape.of(1, 2, 3), -2, 3, 0, 0, 1, 0);
        Observations looking = new Observations(logits, Made.row(1, 0, 0, 0, 0, 0), usual);
        Observations distracted = new Observations(logits, Made.row(0, 1, 0, 0, 0, 0), elsewhere);
        float[] fused = new Reliability(Reliability.Sign.GAZE)
                .fit(clear(2))
                .scores(List.of(looking, distracted))
                .data();
        double[] p = softmax(12, 1, 0, 0, 0);
        for (int k = 0; k < PEOPLE; k++) {
            assertEquals(p[k], fused[k], 1e-4);
        }
    }

    @Test
    void stackingGivesAMemberOfNoiseLessWeight() {
        Experience good = Made.member(0.3, 1, PEOPLE, 4);
        Experience noise = Made.member(30, 2, PEOPLE, 4); // the axis is lost in it
        Observations zero = Made.probe(Made.row(1, 0, 0, 0, 0, 0));
        // What the noisy member takes for person 1 most clearly: a picture of it that it learned.
        Observations one = Made.probe(noise.pictures().features().slice(4, 5));
        float[] plain = new SoftCosine(SoftCosine.Rule.MEAN)
                .fit(List.of(good, noise))
                .scores(List.of(zero, one))
                .data();
        float[] stacked = new StackedLogistic()
                .fit(List.of(good, noise))
                .scores(List.of(zero, one))
                .data();
        assertTrue(stacked[0] > 0.9, "person 0 has " + stacked[0] + ", unweighted " + plain[0]);
        assertTrue(stacked[0] > plain[0] + 0.1, stacked[0] + " after " + plain[0]);
        float[] exchanged = new StackedLogistic()
                .fit(List.of(noise, good))
                .scores(List.of(one, zero))
                .data();
        assertArrayEquals(stacked, exchanged, 1e-5f);
    }

    @Test
    void withNothingToHoldOutStackingWeighsAllAlike() {
        float[] fused = fused(
                new StackedLogistic(), clear(2), new double[] {1, 0, 0, 0, 0, 0}, new double[] {0.6, 0.8, 0, 0, 0, 0});
        double[] p = softmax(12, 0.8, 0.4, 0, 0);
        for (int k = 0; k < PEOPLE; k++) {
            assertEquals(p[k], fused[k], 1e-5);
        }
    }
}
