package org.fovea.facerec.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;

class ErrorRatesTest {
    private static double[] scores(double... scores) {
        return scores;
    }

    private static double eer(double[] genuine, double[] impostor) {
        return ErrorRates.of(genuine, impostor).eer();
    }

    @Test
    void perfectSeparationHasNoError() {
        ErrorRates rates = ErrorRates.of(scores(0.9, 0.8, 0.7), scores(0.1, 0.3));
        assertEquals(0, rates.eer());
        assertEquals(1, rates.auc());
        assertEquals(0.5, rates.eerThreshold(), 1e-15, "half way between 0.3 and 0.7");
        assertEquals(new OperatingPoint(0.7, 0, 0), rates.atFmr(0));
    }

    @Test
    void invertedScoresAreAlwaysWrong() {
        ErrorRates rates = ErrorRates.of(scores(0.1, 0.3), scores(0.7, 0.8));
        assertEquals(1, rates.eer());
        assertEquals(0, rates.auc());
    }

    @Test
    void identicalScoresTellNothing() {
        ErrorRates rates = ErrorRates.of(scores(0.5, 0.5, 0.5), scores(0.5, 0.5));
        assertEquals(0.5, rates.eer());
        assertEquals(0.5, rates.auc());
        assertEquals(
                List.of(new OperatingPoint(0.5, 1, 0), new OperatingPoint(Double.POSITIVE_INFINITY, 0, 1)),
                rates.curve());
        assertEquals(0.5, rates.eerThreshold());
    }

    @Test
    void oneScoreOfEitherKind() {
        assertEquals(0, eer(scores(1), scores(0)));
        assertEquals(1, eer(scores(0), scores(1)));
        assertEquals(0.5, eer(scores(0), scores(0)));
    }

    /// Thresholds 1, 2, 3, 4, ∞ give FMR 1, ¾, ½, ¼, 0 and FNMR 0, ¼, ½, ¾, 1: equal at the third.
    @Test
    void equalRatesAtAStepNeedNoInterpolation() {
        ErrorRates rates = ErrorRates.of(scores(1, 2, 3, 4), scores(1, 2, 3, 4));
        assertEquals(0.5, rates.eer());
        assertEquals(0.5, rates.auc());
        assertEquals(2.5, rates.eerThreshold());
    }

    /// Genuine 2, 4, 5; impostor 1, 2, 3, 4. Thresholds 1, 2, 3, 4, 5, ∞: FMR 1, ¾, ½, ¼, 0, 0; FNMR 0, 0, ⅓, ⅓,
    /// ⅔,
    /// 1. FMR − FNMR is ⅙ at 3 and −1/12 at 4: the crossing is at ⅔ of the way, at ½ − ⅔·¼ = ⅓.
    @Test
    void theCrossingIsInterpolatedLinearly() {
        ErrorRates rates = ErrorRates.of(scores(4, 2, 5), scores(3, 1, 4, 2));
        assertEquals(1 / 3.0, rates.eer(), 1e-15);
        assertEquals(3 + 2 / 3.0, rates.eerThreshold(), 1e-14);
        // Of 12 pairs genuine is above in 1 + 3 + 4, equal in 1 + 1.
        assertEquals(9 / 12.0, rates.auc(), 1e-15);
    }

    /// Genuine 1, 3; impostor 1, 1, 2. Thresholds 1, 2, 3, ∞: FMR 1, ⅓, 0, 0; FNMR 0, ½, ½, 1. The first step
    /// changes both at once, and FMR − FNMR falls from 1 to −1/6: the crossing is at 6/7, at 1 − 6/7·⅔ = 3/7.
    @Test
    void tiesAcrossKindsAreOneStep() {
        ErrorRates rates = ErrorRates.of(scores(1, 3), scores(1, 1, 2));
        assertEquals(3 / 7.0, rates.eer(), 1e-15);
        assertEquals(
                List.of(
                        new OperatingPoint(1, 1, 0),
                        new OperatingPoint(2, 1 / 3.0, 0.5),
                        new OperatingPoint(3, 0, 0.5),
                        new OperatingPoint(Double.POSITIVE_INFINITY, 0, 1)),
                rates.curve());
    }

    @Test
    void bothZerosAreOneStep() {
        assertEquals(0.5, eer(scores(-0.0), scores(0.0)));
        assertEquals(0.5, eer(scores(0.0), scores(-0.0)));
        assertEquals(0, ErrorRates.of(scores(0.0), scores(-1)).atThreshold(-0.0).fnmr());
        assertEquals(0, ErrorRates.of(scores(-0.0), scores(-1)).atThreshold(0.0).fnmr());
    }

    @Test
    void logarithmsOfZeroAreScores() {
        double low = Double.NEGATIVE_INFINITY;
        ErrorRates rates = ErrorRates.of(scores(-1, low), scores(low, low, low));
        assertEquals(0.3333333333333333, rates.eer(), 1e-15);
        assertTrue(!Double.isNaN(rates.eerThreshold()));
    }

    @Test
    void operatingPointsKeepTheirPromise() {
        double[] impostor = new double[1000];
        for (int i = 0; i < 1000; i++) {
            impostor[i] = i / 1000.0;
        }
        double[] genuine = scores(0.9885, 0.9905, 0.9985, 0.9995, 2);
        ErrorRates rates = ErrorRates.of(genuine, impostor);
        OperatingPoint fmr100 = rates.atFmr(0.01);
        assertEquals(0.01, fmr100.fmr(), 1e-15);
        assertEquals(0.2, fmr100.fnmr(), 1e-15);
        assertEquals(0.8, fmr100.trueMatchRate(), 1e-15);
        OperatingPoint fmr1000 = rates.atFmr(0.001);
        assertEquals(0.001, fmr1000.fmr(), 1e-15);
        assertEquals(0.4, fmr1000.fnmr(), 1e-15);
        assertEquals(new OperatingPoint(0.9995, 0, 0.6), rates.atFmr(0));
        assertEquals(new OperatingPoint(0, 1, 0), rates.atFmr(1));
        assertThrows(IllegalArgumentException.class, () -> rates.atFmr(-0.1));
        assertThrows(IllegalArgumentException.class, () -> rates.atFmr(Double.NaN));
    }

    @Test
    void impossiblePointsAcceptNothing() {
        ErrorRates rates = ErrorRates.of(scores(1, 2), scores(2));
        assertEquals(new OperatingPoint(Double.POSITIVE_INFINITY, 0, 1), rates.atFmr(0.5));
    }

    @Test
    void curvesArePlottedWithAscendingFmr() {
        ErrorRates rates = ErrorRates.of(scores(1, 3), scores(1, 1, 2));
        Curve roc = rates.roc();
        assertArrayEquals(new double[] {0, 0, 1 / 3.0, 1}, roc.x(), 1e-15);
        assertArrayEquals(new double[] {0, 0.5, 0.5, 1}, roc.y(), 1e-15);
        Curve det = rates.det();
        double sixth = -0.967421566101701; // Φ⁻¹(1/6): half of one comparison in three
        double quarter = -0.674489750196082;
        assertArrayEquals(new double[] {sixth, sixth, -0.430727299295457, -sixth}, det.x(), 1e-8);
        assertArrayEquals(new double[] {-quarter, 0, 0, quarter}, det.y(), 1e-8);
        assertEquals("Curve of 4 points", det.toString());
    }

    @Test
    void noFmrBelowTheRuleOfThreeIsAnswered() {
        double[] impostor = new double[300];
        Arrays.setAll(impostor, i -> i);
        ErrorRates rates = ErrorRates.of(scores(295.5, 299.5, 400), impostor);
        FnmrAtFmr supported = rates.fnmrAtFmr(0.01);
        assertEquals(1 / 3.0, supported.fnmr().orElseThrow(), 1e-15);
        assertEquals("FNMR 33.33 % at FMR 0.01 (300 impostor pairs)", supported.toString());
        FnmrAtFmr not = rates.fnmrAtFmr(0.001);
        assertEquals(OptionalDouble.empty(), not.fnmr());
        assertEquals(
                "FNMR at FMR 0.001 not supportable: 300 impostor pairs support an FMR of 0.010 or more",
                not.toString());
        assertThrows(IllegalArgumentException.class, () -> rates.fnmrAtFmr(2));
    }

    @Test
    void anyThresholdHasItsRates() {
        ErrorRates rates = ErrorRates.of(scores(4, 2, 5), scores(3, 1, 4, 2));
        assertEquals(new OperatingPoint(-9, 1, 0), rates.atThreshold(-9));
        assertEquals(new OperatingPoint(2, 0.75, 0), rates.atThreshold(2));
        assertEquals(new OperatingPoint(2.5, 0.5, 1 / 3.0), rates.atThreshold(2.5));
        assertEquals(new OperatingPoint(9, 0, 1), rates.atThreshold(9));
        assertThrows(IllegalArgumentException.class, () -> rates.atThreshold(Double.NaN));
    }

    @Test
    void scoresThatAreNoneAreRefused() {
        var e = assertThrows(IllegalArgumentException.class, () -> eer(scores(1, Double.NaN), scores(0)));
        assertEquals("genuine score 1 is NaN; a number below infinity expected", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> eer(scores(1), scores(Double.POSITIVE_INFINITY)));
        assertEquals("impostor score 0 is Infinity; a number below infinity expected", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> eer(scores(), scores(0)));
        assertTrue(e.getMessage().startsWith("no genuine scores"), e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> eer(scores(1), scores()));
        assertTrue(e.getMessage().startsWith("no impostor scores"), e.getMessage());
    }

    @Test
    void theArraysGivenAreLeftAlone() {
        double[] genuine = scores(3, 1, 2);
        eer(genuine, scores(2, 1));
        assertEquals(3, genuine[0]);
    }

    /// Against the definitions, computed with two loops; few distinct values, so that ties abound.
    @Test
    void randomScoresAgreeWithTheDefinition() {
        var random = new Xoshiro256(17);
        for (int trial = 0; trial < 500; trial++) {
            int values = 1 + random.nextInt(12);
            double[] genuine = drawn(1 + random.nextInt(20), values, trial % 3, random);
            double[] impostor = drawn(1 + random.nextInt(30), values, 0, random);
            ErrorRates rates = ErrorRates.of(genuine, impostor);
            assertEquals(eerByDefinition(genuine, impostor), rates.eer(), 1e-12, "trial " + trial);
            assertEquals(aucByDefinition(genuine, impostor), rates.auc(), 1e-12, "trial " + trial);
            assertEquals(rates.eer(), new WeightedEer(Scores.of(genuine, impostor)).eer(), 1e-12, "trial " + trial);
            for (OperatingPoint point : rates.curve()) {
                assertEquals(fmr(impostor, point.threshold()), point.fmr(), 1e-15);
                assertEquals(fnmr(genuine, point.threshold()), point.fnmr(), 1e-15);
            }
            assertEquals(areaUnder(rates.curve()), rates.auc(), 1e-12, "corners carry the whole curve");
        }
    }

    private static double[] drawn(int n, int values, int bonus, RandomGenerator random) {
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            scores[i] = (random.nextInt(values) + bonus) / 7.0;
        }
        return scores;
    }

    private static double fmr(double[] impostor, double threshold) {
        int accepted = 0;
        for (double score : impostor) {
            accepted += score >= threshold ? 1 : 0;
        }
        return (double) accepted / impostor.length;
    }

    private static double fnmr(double[] genuine, double threshold) {
        int refused = 0;
        for (double score : genuine) {
            refused += score < threshold ? 1 : 0;
        }
        return (double) refused / genuine.length;
    }

    private static double eerByDefinition(double[] genuine, double[] impostor) {
        var thresholds = new TreeSet<Double>();
        for (double score : genuine) {
            thresholds.add(score);
        }
        for (double score : impostor) {
            thresholds.add(score);
        }
        thresholds.add(Double.POSITIVE_INFINITY);
        double lastFmr = 1;
        double lastFnmr = 0;
        for (double t : thresholds) {
            double a = fmr(impostor, t);
            double b = fnmr(genuine, t);
            if (a <= b) {
                // Where the lines from (lastFmr, lastFnmr) to (a, b) are as high as each other.
                double share = (lastFmr - lastFnmr) / ((lastFmr - a) + (b - lastFnmr));
                return lastFnmr + share * (b - lastFnmr);
            }
            lastFmr = a;
            lastFnmr = b;
        }
        throw new AssertionError("the rates do not cross");
    }

    private static double aucByDefinition(double[] genuine, double[] impostor) {
        double won = 0;
        for (double g : genuine) {
            for (double i : impostor) {
                won += g > i ? 1 : g == i ? 0.5 : 0;
            }
        }
        return won / genuine.length / impostor.length;
    }

    private static double areaUnder(List<OperatingPoint> curve) {
        double area = 0;
        for (int k = 1; k < curve.size(); k++) {
            OperatingPoint a = curve.get(k - 1);
            OperatingPoint b = curve.get(k);
            area += (a.fmr() - b.fmr()) * (a.trueMatchRate() + b.trueMatchRate()) / 2;
        }
        return area;
    }
}
