package org.fovea.engine.train;

import static org.fovea.engine.train.SmallTraining.network;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    @Test
    void evaluationMeasuresEveryExampleInOrder() {
        Network network = network(7);
        Examples all = Examples.of(random(11), labels(11));
        Tensor whole = network.forward(random(11)).output();
        for (int batchSize : new int[] {1, 2, 4, 11, 100}) {
            Evaluation evaluation = new Evaluation(network, all, batchSize, Workers.common());
            for (int time = 0; time < 2; time++) {
                Tensor outputs = evaluation.outputs();
                assertEquals(Shape.of(11, 3), outputs.shape());
                assertArrayEquals(whole.data(), outputs.data(), 1e-6f, "batches of " + batchSize);
            }
            EpochFigures.Measured measured = evaluation.measure(new CrossEntropy());
            double loss = new CrossEntropy().of(labels(11)).evaluate(whole, Tensor.zeros(11, 3));
            assertEquals(loss, measured.loss(), 1e-6);
            int right = 0;
            for (int n = 0; n < 11; n++) {
                float at = whole.get(n, labels(11)[n]);
                right += at >= whole.get(n, 0) && at >= whole.get(n, 1) && at >= whole.get(n, 2) ? 1 : 0;
            }
            assertEquals(right / 11.0, measured.accuracy(), 1e-12);
        }
    }

    @Test
    void theFirstOfEqualOutputsIsTheAnswer() {
        Tensor output = Tensor.of(Shape.of(3, 3), 1, 1, 0, 0, 2, 2, 5, 5, 5);
        assertEquals(3, Evaluation.right(output, new int[] {0, 1, 0}));
        assertEquals(0, Evaluation.right(output, new int[] {1, 2, 2}));
    }

    private static Tensor random(int n) {
        Xoshiro256 random = new Xoshiro256(n);
        Tensor t = Tensor.zeros(SmallTraining.PICTURE.batch(n));
        for (int i = 0; i < t.size(); i++) {
            t.data()[i] = (float) random.nextGaussian();
        }
        return t;
    }

    private static int[] labels(int n) {
        return IntStream.range(0, n).map(i -> i % 3).toArray();
    }
}
