package org.fovea.facerec.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.gaze.Observations;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    @Test
    void withoutScatterTheyArePlainCosinesToMeansOfUnitFeatures() {
        // Person 0: (1, 0) and (0, 1), whatever their lengths: mean along (1, 1). Person 1: along (−1, 0).
        Tensor features = Made.rows(2, 5, 0, 0, 0.1, -3, 0);
        Tensor copies = Made.rows(2, 1, 1, 2, 2, -1, 0); // of one direction a person
        Templates templates = new Templates(features, copies, new int[] {0, 0, 1}, 2);
        Tensor cosines = templates.cosines(Made.rows(2, 0, 7, 3, 4, 0, 0));
        assertEquals(Shape.of(3, 2), cosines.shape());
        double half = Math.sqrt(0.5);
        assertArrayEquals(new float[] {(float) half, 0, (float) (1.4 * half), -0.6f, 0, 0}, cosines.data(), 1e-6f);
    }

    /// In whitened space the cosine is f·S'⁻¹·t / √(f·S'⁻¹·f · t·S'⁻¹·t), with S' the shrunken covariance: it is
    /// the identity there, whatever root is taken of it.
    @Test
    void whiteningMakesTheShrunkenScatterTheIdentity() {
        var random = new Xoshiro256(1);
        int copies = 5;
        int[] labels = {0, 0, 1, 1};
        Tensor features = Made.rows(2, 1, 0.2, 1, 0.1, 0.3, 1, 0.2, 1);
        Tensor varied = Tensor.zeros(labels.length * copies, 2);
        double[][] unit = new double[labels.length * copies][];
        double[][] means = new double[2][2];
        for (int i = 0; i < unit.length; i++) {
            double x = features.data()[i / copies * 2] + 0.3 * random.nextGaussian();
            double y = features.data()[i / copies * 2 + 1] + 0.1 * random.nextGaussian();
            varied.data()[2 * i] = (float) x;
            varied.data()[2 * i + 1] = (float) y;
            unit[i] = unit(x, y);
            means[labels[i / copies]][0] += unit[i][0] / (unit.length / 2.0);
            means[labels[i / copies]][1] += unit[i][1] / (unit.length / 2.0);
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < unit.length; i++) {
            double dx = unit[i][0] - means[labels[i / copies]][0];
            double dy = unit[i][1] - means[labels[i / copies]][1];
            xx += dx * dx / unit.length;
            xy += dx * dy / unit.length;
            yy += dy * dy / unit.length;
        }
        double floor = 0.3 * (xx + yy) / 2;
        double[] shrunken = {0.7 * xx + floor, 0.7 * xy, 0.7 * yy + floor};
        double[][] templates = {
            mean(unit(1, 0.2), unit(1, 0.1)), mean(unit(0.3, 1), unit(0.2, 1)),
        };
        double[][] probes = {{0.5, 0.8}, {1, -0.4}};
        Tensor cosines = new Templates(features, varied, labels, 2).cosines(Made.rows(2, 0.5, 0.8, 1, -0.4));
        for (int i = 0; i < 2; i++) {
            for (int p = 0; p < 2; p++) {
                double expected = inner(probes[i], templates[p], shrunken)
                        / Math.sqrt(
                                inner(probes[i], probes[i], shrunken) * inner(templates[p], templates[p], shrunken));
                assertEquals(expected, cosines.get(i, p), 1e-5, "probe " + i + ", person " + p);
            }
        }
    }

    private static double[] unit(double x, double y) {
        double length = Math.hypot((float) x, (float) y);
        return new double[] {(float) x / length, (float) y / length};
    }

    private static double[] mean(double[] a, double[] b) {
        return new double[] {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2};
    }

    /// a·S⁻¹·b for S = ((s0, s1), (s1, s2)), apart from the determinant.
    private static double inner(double[] a, double[] b, double[] s) {
        return a[0] * (s[2] * b[0] - s[1] * b[1]) + a[1] * (s[0] * b[1] - s[1] * b[0]);
    }

    @Test
    void experiencesFitTogetherOrAreRefused() {
        Observations two = Made.observations(0, 1, 4, 0, 1);
        Tensor varied = Tensor.zeros(4, Made.LENGTH);
        assertEquals(2, new Experience(two, varied, new int[] {0, 1}).copies());
        assertThrows(IllegalArgumentException.class, () -> new Experience(two, varied, new int[] {0}));
        assertThrows(IllegalArgumentException.class, () -> new Experience(two, varied, new int[] {0, 4}));
        assertThrows(IllegalArgumentException.class, () -> new Experience(two, varied, new int[] {-1, 0}));
        Tensor odd = Tensor.zeros(3, Made.LENGTH);
        assertThrows(IllegalArgumentException.class, () -> new Experience(two, odd, new int[] {0, 1}));
        Tensor narrow = Tensor.zeros(4, Made.LENGTH - 1);
        assertThrows(IllegalArgumentException.class, () -> new Experience(two, narrow, new int[] {0, 1}));
    }

    @Test
    void foldsLeaveEveryPersonAPicture() {
        assertArrayEquals(new int[] {0, 1, 0, 1, 0, 0, 1}, Folds.of(new int[] {0, 0, 2, 2, 2, 3, 3}, 4));
        assertArrayEquals(new int[] {0, 0, 0}, Folds.of(new int[] {0, 1, 1}, 2), "one picture: nothing is held out");
    }

    @Test
    void heldOutPicturesAreScoredByTheOthers() {
        Tensor features = Made.rows(2, 1, 0, 3, 4, 0, 1, -5, 12);
        int[] labels = {0, 0, 1, 1};
        Experience member =
                new Experience(new Observations(Tensor.zeros(4, 2), features, Tensor.zeros(4, 1, 1)), features, labels);
        float[] expected = {
            0.6f, -5 / 13f, // picture 0 against pictures 1 and 3
            0.6f, 0.8f, // picture 1 against pictures 0 and 2
            0.8f, 12 / 13f, //
            -5 / 13f, 12 / 13f
        };
        assertArrayEquals(
                expected,
                Folds.heldOutCosines(member, new int[] {0, 1, 0, 1}, 2).data(),
                1e-6f);
        assertEquals(0.75, Folds.accuracy(List.of(member)), 1e-12, "picture 1 is taken for person 1");
        assertEquals(0, Folds.accuracy(List.of(Made.member(0.01, 1, 3, 1))), "one picture a person");
        assertEquals(1, Folds.accuracy(List.of(Made.member(0.01, 1, 3, 2))));
    }
}
