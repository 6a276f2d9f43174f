package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicesTest {
    private static final Geometry SAME = Geometry.of(3).padding(1);

    /// 64×64×24 twice and a residual, 295 K floats alive; then 32×32 with a tenth.
    private static Network network() {
        return Network.builder("large", Shape.of(64, 64, 1))
                .conv2d("conv1", 24, SAME)
                .conv2d("conv2", 24, SAME)
                .conv2d("conv3", 24, SAME)
                .sum("sum", "conv1", "conv3")
                .conv2d("conv4", 16, SAME.stride(2))
                .conv2d("conv5", 16, SAME)
                .globalAveragePool("gap")
                .dense("logits", 4)
                .build(new Xoshiro256(1));
    }

    private static int alive() {
        return 3 * 64 * 64 * 24;
    }

    @Test
    void fewExamplesAreNotSliced() {
        int fit = Slices.CACHE_FLOATS / alive();
        assertEquals(4, fit);
        assertEquals(
                new Slices(fit, 0, fit), Slices.of(network().nodes(), network().outputs(), fit));
        assertEquals(1, Slices.of(network().nodes(), network().outputs(), fit).count());
    }

    @Test
    void theCutIsWhereALaterLayerReadsNothingBefore() {
        List<Node> nodes = network().nodes();
        // Behind the sum: not at conv2 or conv3, across which the residual passes.
        assertEquals(new Slices(8, 4, 4), Slices.of(nodes, network().outputs(), 8));
        assertEquals("sum", nodes.get(4).name());
        // So many that the smaller layers are too large as well.
        Slices many = Slices.of(nodes, network().outputs(), 60);
        assertEquals("conv5", nodes.get(many.cut()).name());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 9, 16, 31})
    void everyExampleIsInASlice(int batch) {
        Slices slices = Slices.of(network().nodes(), network().outputs(), batch);
        boolean[] seen = new boolean[batch];
        for (int slice = 0; slice < slices.count(); slice++) {
            for (int i = 0; i < slices.examples(); i++) {
                seen[slices.from(slice) + i] = true;
            }
        }
        for (boolean one : seen) {
            assertTrue(one);
        }
        // At most one slice's examples less one are computed twice, and none where a fitting number divides the batch.
        int twice = slices.count() * slices.examples() - batch;
        assertTrue(twice < slices.examples(), "computed twice: " + twice);
        assertTrue(batch % 4 != 0 && batch % 3 != 0 && batch % 2 != 0 || twice == 0, "computed twice: " + twice);
    }

    @Test
    void slicesGiveWhatSinglePicturesDo() {
        Network network = network();
        int batch = 7;
        Tensor x = Tensor.zeros(network.input().shape().batch(batch));
        Xoshiro256 random = new Xoshiro256(2);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        float[] expected = network.forward(x).output().data();
        List<float[]> found = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            try (Workers workers = new Workers(threads)) {
                Predictor predictor = network.predictor(batch, workers);
                assertEquals(batch, predictor.batch());
                predictor.predict(x);
                found.add(predictor.predict(x).data().clone());
            }
        }
        assertArrayEquals(expected, found.get(0), 1e-5f);
        assertArrayEquals(found.get(0), found.get(1));
        assertArrayEquals(found.get(0), found.get(2));
    }
}
