package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {
    private static final Shape PICTURE = Shape.of(6, 5, 2);

    private static Network network() {
        return Network.builder("small", PICTURE)
                .conv2d("conv", 4, Geometry.of(3).padding(1))
                .batchNorm("bn")
                .relu("relu")
                .globalAveragePool("gap")
                .dense("logits", 3)
                .build()
                .initialize(new Xoshiro256(1));
    }

    private static Tensor pictures(int n) {
        var random = new Xoshiro256(2);
        Tensor pictures = Tensor.zeros(PICTURE.batch(n));
        for (int i = 0; i < pictures.size(); i++) {
            pictures.data()[i] = (float) random.nextGaussian();
        }
        return pictures;
    }

    /// Examples, limit, and the one size of all batches.
    @ParameterizedTest
    @CsvSource({"1, 32, 1", "2, 32, 2", "31, 32, 31", "32, 32, 32", "33, 32, 17", "64, 32, 32", "65, 32, 22", "7, 3, 3"
    })
    void everyExampleIsReadAndShownOnceInBatchesOfOneSize(int examples, int limit, int size) {
        Network network = network();
        Tensor pictures = pictures(examples);
        Tensor expected = network.forward(pictures).output();
        float[] features = network.forward(pictures).activation("gap").data();
        AtomicIntegerArray read = new AtomicIntegerArray(examples);
        List<Integer> firsts = new ArrayList<>();
        float[] shown = new float[examples * 4];
        Sweep sweep = new Sweep(network, Workers.common(), limit);
        sweep.forward(
                examples,
                (i, into, offset) -> {
                    read.incrementAndGet(i);
                    System.arraycopy(pictures.data(), i * PICTURE.size(), into, offset, PICTURE.size());
                },
                (trace, first, count) -> {
                    assertEquals(size, trace.batch());
                    assertTrue(count >= 1 && count <= size, count + " of " + size);
                    assertEquals(firsts.size() * size, first);
                    firsts.add(first);
                    System.arraycopy(trace.activation("gap").data(), 0, shown, first * 4, count * 4);
                });
        assertEquals(Math.ceilDiv(examples, size), firsts.size());
        for (int i = 0; i < examples; i++) {
            assertEquals(1, read.get(i), "readings of example " + i);
        }
        assertArrayEquals(features, shown, 1e-5f);
        Tensor outputs = sweep.outputs(pictures);
        assertEquals(Shape.of(examples, 3), outputs.shape());
        assertArrayEquals(expected.data(), outputs.data(), 1e-5f);
    }

    @Test
    void aSweepIsUsedForAnyNumbersOneAfterAnother() {
        Network network = network();
        Sweep sweep = new Sweep(network, Workers.common());
        Tensor pictures = pictures(70);
        float[] all = sweep.outputs(pictures).data();
        for (int n : new int[] {3, 40, 70, 3}) {
            float[] some = sweep.outputs(pictures.slice(0, n)).data();
            for (int i = 0; i < some.length; i++) {
                assertEquals(all[i], some[i], 1e-5f);
            }
            int[] seen = {0};
            sweep.forward(pictures.slice(0, n), (trace, first, count) -> seen[0] += count);
            assertEquals(n, seen[0]);
        }
    }

    @Test
    void aTraceMayBeTakenBackwardAndParametersMayChangeBetweenForwardSweeps() {
        Network network = network();
        Sweep sweep = new Sweep(network, Workers.common(), 4);
        Tensor pictures = pictures(6);
        float[] gradients = new float[6];
        sweep.forward(pictures, (trace, first, count) -> {
            trace.backward(Target.logit(new int[trace.batch()]), Reach.downTo("gap"));
            for (int i = 0; i < count; i++) {
                gradients[first + i] = trace.gradient("gap").get(i, 2);
            }
        });
        float w = network.node("logits").layer().parameters().getFirst().value().get(2, 0);
        for (float g : gradients) {
            assertEquals(w, g, 1e-6f);
        }
        network.node("logits").layer().parameters().getFirst().value().data()[0] += 1;
        float[] before = network.forward(pictures).output().data();
        sweep.forward(pictures, (trace, first, count) -> {
            for (int i = 0; i < count * 3; i++) {
                assertEquals(before[first * 3 + i], trace.output().data()[i], 1e-5f);
            }
        });
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Sweep sweep = new Sweep(network(), Workers.common());
        assertThrows(IllegalArgumentException.class, () -> sweep.outputs(0, (i, into, offset) -> {}));
        Tensor other = Tensor.zeros(3, 5, 6, 2);
        var e = assertThrows(IllegalArgumentException.class, () -> sweep.outputs(other));
        assertTrue(e.getMessage().contains(other.shape().toString()), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Sweep(network(), Workers.common(), 0));
    }
}
