package org.fovea.facerec.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.network.Network;
import org.fovea.engine.network.Target;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.CrossEntropy;
import org.fovea.engine.train.Loss;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.gradcam.HeatMap;
import org.junit.jupiter.api.Test;

class GazePenaltyTest {
    private static final int PEOPLE = 3;

    private static Network plain() {
        return FaceNetworks.small(Shape.of(24, 16, 1), PEOPLE, 2).initialize(new Xoshiro256(1));
    }

    /// Others look at the left of the picture.
    private static HeatMap others() {
        float[] values = new float[24 * 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 16 < 8 ? 0.02f : 0;
        }
        return new HeatMap(24, 16, values, "made up", "none", "others");
    }

    private static Tensor random(Shape shape, long seed) {
        var random = new Xoshiro256(seed);
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    @Test
    void theGradientIsThatOfFiniteDifferences() {
        GazePenalty penalty = new GazePenalty(plain(), others(), 3, new CrossEntropy(0.1));
        Target target = penalty.of(new int[] {2, 0});
        Tensor maps = random(Shape.of(2, 3, 2, PEOPLE), 2);
        Tensor gradient = Tensor.zeros(maps.shape());
        target.evaluate(maps, gradient);
        Tensor unused = Tensor.zeros(maps.shape());
        double largest = 0;
        for (int i = 0; i < maps.size(); i++) {
            float at = maps.data()[i];
            float up = at + 1e-3f;
            float down = at - 1e-3f;
            maps.data()[i] = up;
            double above = target.evaluate(maps, unused);
            maps.data()[i] = down;
            double below = target.evaluate(maps, unused);
            maps.data()[i] = at;
            // The logits are floats in between, so a difference knows some 1e-7 / 2e-3.
            assertEquals((above - below) / ((double) up - down), gradient.data()[i], 2e-4, "value " + i);
            largest = Math.max(largest, Math.abs(gradient.data()[i]));
        }
        assertTrue(largest > 0.05, "gradients large enough to tell: " + largest);
    }

    @Test
    void thePenaltyIsTheShareOfTheGazeWhereOthersLook() {
        Loss loss = new CrossEntropy();
        GazePenalty penalty = new GazePenalty(plain(), others(), 3, loss);
        Tensor maps = Tensor.zeros(1, 3, 2, PEOPLE);
        int label = 1;
        maps.set(2, 0, 0, 0, label); // left
        maps.set(6, 0, 1, 1, label); // right
        maps.set(-5, 0, 2, 0, label); // no evidence
        maps.set(9, 0, 2, 0, 0); // another person's
        Tensor logits = Tensor.of(Shape.of(1, PEOPLE), 1.5f, 0.5f, 0);
        double plain = loss.of(new int[] {label}).evaluate(logits, Tensor.zeros(1, PEOPLE));
        double whole = penalty.of(new int[] {label}).evaluate(maps, Tensor.zeros(maps.shape()));
        assertEquals(plain + 3 * 0.25, whole, 1e-5);
        assertFalse(penalty.classifies());
        assertTrue(penalty.describe().contains("3.0"), penalty.describe());
    }

    @Test
    void logitsAreTheMeansOfTheMapsBeforeAndAfterLearning() {
        Network plain = plain();
        GazePenalty penalty = new GazePenalty(plain, others(), 3, new CrossEntropy());
        Network mapping = penalty.network();
        assertEquals(Shape.of(3, 2, PEOPLE), mapping.output().shape());
        Tensor pictures = random(Shape.of(4, 24, 16, 1), 3);
        assertArrayEquals(
                means(mapping, pictures), plain.forward(pictures).output().data(), 1e-5f);
        var random = new Xoshiro256(4);
        mapping.parameters().forEach((name, parameter) -> {
            for (int i = 0; i < parameter.value().size(); i++) {
                parameter.value().data()[i] += (float) (0.1 * random.nextGaussian());
            }
        });
        penalty.copyTo(plain);
        assertArrayEquals(
                means(mapping, pictures), plain.forward(pictures).output().data(), 1e-5f);
    }

    private static float[] means(Network mapping, Tensor pictures) {
        Tensor maps = mapping.forward(pictures).output();
        int n = pictures.shape().extent(0);
        int cells = maps.size() / n / PEOPLE;
        float[] means = new float[n * PEOPLE];
        for (int i = 0; i < maps.size(); i++) {
            means[i / (cells * PEOPLE) * PEOPLE + i % PEOPLE] += maps.data()[i] / cells;
        }
        return means;
    }
}
