package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Pictures that a [Predictor] reads where they lie in planes.
class PlanesTest {
    private static final int H = 11;
    private static final int W = 14;
    private static final int C = 3;

    private static NetworkBuilder begun() {
        return Network.builder("small", Shape.of(H, W, C))
                .conv2d("first", 16, Geometry.of(3).stride(2).padding(1))
                .batchNorm("norm")
                .relu("relu")
                .conv2d("second", 5, Geometry.of(1));
    }

    private static Network detector() {
        return begun().build().initialize(new Xoshiro256(3));
    }

    private static void assumeVectorKernels() {
        assumeTrue(KernelSelection.selected().description().startsWith("vector"), "the plain kernels read no planes");
    }

    private static Tensor pictures(int n) {
        Tensor x = Tensor.zeros(Shape.of(n, H, W, C));
        Xoshiro256 random = new Xoshiro256(5);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = random.nextFloat() - 0.5f;
        }
        return x;
    }

    private static float[] planes(Tensor x) {
        float[] planes = new float[x.size()];
        for (int i = 0; i < planes.length; i++) {
            int pixel = i / C;
            planes[(pixel / (H * W) * C + i % C) * H * W + pixel % (H * W)] = x.data()[i];
        }
        return planes;
    }

    @Test
    void theOutputsAreThoseOfPixels() {
        assumeVectorKernels();
        try (Workers workers = new Workers(2)) {
            Network network = detector();
            for (int n : new int[] {1, 2}) {
                Predictor predictor = network.predictor(n, workers);
                Tensor x = pictures(n);
                float[] expected = predictor.predict(x).data().clone();
                Map<String, Tensor> y = predictor.predictPlanes(planes(x));
                assertEquals(1, y.size());
                assertArrayEquals(expected, y.values().iterator().next().data());
            }
        }
    }

    @Test
    void whoeverReadsThePictureBesidesNeedsItsPixels() {
        Network twice = begun().from("input")
                .conv2d("other", 16, Geometry.of(3).stride(2).padding(1))
                .conv2d("wide", 5, Geometry.of(1))
                .sum("sum", "second", "wide")
                .build()
                .initialize(new Xoshiro256(3));
        try (Workers workers = new Workers(1)) {
            Predictor predictor = twice.predictor(1, workers);
            assertFalse(predictor.readsPlanes());
            float[] planes = planes(pictures(1));
            assertThrows(IllegalStateException.class, () -> predictor.predictPlanes(planes));
        }
    }

    @Test
    void aPictureUnderAnotherShapeHasNoPlanes() {
        Network turned = Network.builder("turned", Shape.of(H, W, C))
                .reshape("shape", Shape.of(W, H, C))
                .conv2d("first", 16, Geometry.of(3).padding(1))
                .build()
                .initialize(new Xoshiro256(3));
        try (Workers workers = new Workers(1)) {
            assertFalse(turned.predictor(1, workers).readsPlanes());
        }
    }

    @Test
    void aWrongNumberOfValuesIsRefused() {
        assumeVectorKernels();
        try (Workers workers = new Workers(1)) {
            Predictor predictor = detector().predictor(1, workers);
            String message = assertThrows(IllegalArgumentException.class, () -> predictor.predictPlanes(new float[5]))
                    .getMessage();
            assertEquals("small expects 462 values in planes, found 5", message);
        }
    }
}
