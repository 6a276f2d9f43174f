package org.fovea.gradcam.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Pair;
import org.fovea.gradcam.SimilarityLayer;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.junit.jupiter.api.Test;

/// What makes two pictures alike adds up to the cosine of their embeddings.
class PairExplanationTest {
    private static final int SIZE = 10;

    /// An embedding network as MobileFaceNet is one: after the layer `last` nothing but a weighted sum over the
    /// places and a product, with biases.
    private static Network network(boolean linear) {
        NetworkBuilder b = Network.builder("embedding", Shape.of(SIZE, SIZE, 3))
                .conv2d("conv", 6, Geometry.of(3).stride(2).padding(1))
                .relu("last")
                .depthwise("pool", Geometry.of(5));
        return (linear ? b : b.relu("bend"))
                .conv2d("embedding", 4, Geometry.of(1))
                .build(new Xoshiro256(3));
    }

    private static Network biased(boolean linear) {
        Network network = network(linear);
        Xoshiro256 random = new Xoshiro256(4);
        network.parameters().forEach((name, p) -> {
            if (name.endsWith("bias")) {
                for (int i = 0; i < p.value().size(); i++) {
                    p.value().data()[i] = (float) (0.3 * random.nextGaussian());
                }
            }
        });
        return network;
    }

    private static Tensor picture(long seed) {
        Xoshiro256 random = new Xoshiro256(seed);
        Tensor x = Tensor.zeros(1, SIZE, SIZE, 3);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static double cosine(float[] e, float[] f) {
        double product = 0;
        double ee = 0;
        double ff = 0;
        for (int k = 0; k < e.length; k++) {
            product += (double) e[k] * f[k];
            ee += (double) e[k] * e[k];
            ff += (double) f[k] * f[k];
        }
        return product / Math.sqrt(ee * ff);
    }

    private static PairExplanation explain(Network network, Tensor a, Tensor b) {
        return PairExplanation.of(network, "embedding", "last", a, b, Workers.common());
    }

    @Test
    void cellsAndBiasesAddUpToTheCosineBehindALinearEnd() {
        Network network = biased(true);
        Tensor a = picture(1);
        Tensor b = picture(2);
        PairExplanation pair = explain(network, a, b);
        double cosine = cosine(
                network.forward(a).output().data().clone(),
                network.forward(b).output().data().clone());
        assertEquals(cosine, pair.similarity(), 1e-6);
        for (PairExplanation.Side side : new PairExplanation.Side[] {pair.first(), pair.second()}) {
            assertEquals(25, side.map().values().length);
            assertEquals(cosine, side.map().sum() + side.bias(), 1e-5);
            assertEquals(side.map().sum(), side.positive() + side.negative(), 1e-6);
            assertTrue(side.exact());
            assertTrue(Math.abs(side.bias()) > 1e-3, "the biases have a share, so that it could be missed");
        }
    }

    @Test
    void pairsOfCellsAddUpToBothMaps() {
        PairExplanation pair = explain(biased(true), picture(1), picture(2));
        double[] pairs = pair.pairs();
        assertNotNull(pairs);
        int n = 26;
        assertEquals(n * n, pairs.length);
        double all = 0;
        for (int i = 0; i < n; i++) {
            double row = 0;
            double column = 0;
            for (int j = 0; j < n; j++) {
                row += pairs[i * n + j];
                column += pairs[j * n + i];
            }
            assertEquals(i < 25 ? pair.first().map().values()[i] : pair.first().bias(), row, 1e-5);
            assertEquals(
                    i < 25 ? pair.second().map().values()[i] : pair.second().bias(), column, 1e-5);
            all += row;
        }
        assertEquals(pair.similarity(), all, 1e-5);
    }

    @Test
    void aBendBehindTheLayerIsToldOf() {
        PairExplanation pair = explain(biased(false), picture(1), picture(2));
        assertNull(pair.pairs());
        assertFalse(pair.first().exact());
        assertEquals(
                pair.similarity(),
                pair.first().map().sum() + pair.first().bias() + pair.first().residue(),
                1e-6);
    }

    @Test
    void theMirrorImagesSharesAreTurnedBack() {
        Network network = biased(true);
        Tensor a = picture(1);
        Tensor b = picture(2);
        Tensor twice = Tensor.zeros(2, SIZE, SIZE, 3);
        System.arraycopy(a.data(), 0, twice.data(), 0, a.size());
        System.arraycopy(a.data(), 0, twice.data(), a.size(), a.size());
        PairExplanation one = explain(network, a, b);
        PairExplanation two = explain(network, twice, b);
        assertEquals(one.similarity(), two.similarity(), 1e-6);
        for (int i = 0; i < 25; i++) {
            int turned = i / 5 * 5 + 4 - i % 5;
            double mean = (one.first().map().values()[i] + one.first().map().values()[turned]) / 2.0;
            assertEquals(mean, two.first().map().values()[i], 1e-6);
        }
        assertEquals(two.similarity(), two.first().map().sum() + two.first().bias(), 1e-5);
        assertNotNull(two.pairs());
    }

    @Test
    void aPairIsComparedByEmbeddingsWithADirection() {
        Network network = network(true);
        network.parameters()
                .forEach((name, p) -> java.util.Arrays.fill(p.value().data(), 0));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> explain(network, picture(1), picture(2)));
        assertTrue(String.valueOf(e.getMessage()).contains("has no direction"), e.getMessage());
    }

    @Test
    void theSimilarityAsALayerIsTheSimilarityAsATarget() {
        Network network = biased(true);
        Tensor a = picture(1);
        float[] reference = network.forward(picture(2)).output().data().clone();
        Network compared = SimilarityLayer.of(network, "embedding", reference);
        assertEquals(1, compared.output().shape().size());
        Subject layer = Subject.of(compared, a, Targets.logit(0));
        Subject target = Subject.of(network, a, Targets.similarity(reference));
        assertEquals(target.scores()[0], layer.scores()[0], 1e-6);
        float[] expected = target.backward().gradient("last").data();
        float[] found = layer.backward().gradient("last").data();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], 1e-6);
        }
        assertEquals(
                explain(network, a, picture(2)).similarity(),
                Pair.subject(network, "embedding", both(a, picture(2))).scores()[0],
                1e-6);
    }

    private static Tensor both(Tensor a, Tensor b) {
        Tensor both = Tensor.zeros(2, SIZE, SIZE, 3);
        System.arraycopy(a.data(), 0, both.data(), 0, a.size());
        System.arraycopy(b.data(), 0, both.data(), a.size(), b.size());
        return both;
    }
}
