package org.fovea.gradcam.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ProbabilitiesTest {
    private static Network network() {
        return Network.builder("linear", Shape.of(2, 2, 1))
                .globalAveragePool("gap")
                .dense("logits", 3)
                .build()
                .initialize(new Xoshiro256(1));
    }

    @Test
    void theyAreTheSoftmaxOfTheOutputHoweverManyPicturesThereAre() {
        Network network = network();
        Tensor pictures = Tensor.zeros(70, 2, 2, 1);
        for (int i = 0; i < pictures.size(); i++) {
            pictures.data()[i] = i * 0.01f;
        }
        Probabilities probabilities = new Probabilities(network, Workers.common());
        double[] second = probabilities.of(1).of(pictures);
        float[] logits = network.forward(pictures).output().data();
        int[] answers = probabilities.answers(pictures);
        for (int n = 0; n < 70; n++) {
            double[] e = {Math.exp(logits[3 * n]), Math.exp(logits[3 * n + 1]), Math.exp(logits[3 * n + 2])};
            assertEquals(e[1] / (e[0] + e[1] + e[2]), second[n], 1e-6);
            for (double other : e) {
                assertEquals(true, e[answers[n]] >= other);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> probabilities.of(3));
    }

    @Test
    void aSoftmaxIsNotTakenTwice() {
        Network ends = Network.builder("linear", Shape.of(2, 2, 1))
                .globalAveragePool("gap")
                .dense("logits", 3)
                .softmax("softmax")
                .build()
                .initialize(new Xoshiro256(1));
        Tensor pictures = Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);
        assertArrayEquals(
                ends.forward(pictures).output().data(),
                new Probabilities(ends, Workers.common()).all(pictures).data());
        Network handedOn = Network.builder("linear", Shape.of(2, 2, 1))
                .globalAveragePool("gap")
                .dense("logits", 3)
                .softmax("softmax")
                .reshape("reshaped", Shape.of(3))
                .build()
                .initialize(new Xoshiro256(1));
        assertArrayEquals(
                ends.forward(pictures).output().data(),
                new Probabilities(handedOn, Workers.common()).all(pictures).data());
    }

    @Test
    void anOutputThatIsNoListOfClassesIsRefused() {
        Network map = Network.builder("map", Shape.of(2, 2, 1)).relu("relu").build();
        assertThrows(IllegalArgumentException.class, () -> new Probabilities(map, Workers.common()));
    }
}
