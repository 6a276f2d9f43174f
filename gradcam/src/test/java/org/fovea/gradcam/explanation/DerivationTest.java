package org.fovea.gradcam.explanation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Shape;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.method.GapHead;
import org.fovea.gradcam.method.GradCam;
import org.fovea.gradcam.method.MapMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DerivationTest {
    private static final int C = 2;
    private static final int B = 4;

    private static Derivation derivation(Network network, Scalar scalar, String layer) {
        Subject subject = Nets.subject(network, scalar, C, B).layer(layer);
        return Derivation.of(subject.trace(), 0, layer);
    }

    private static float[] logits(Network network) {
        Subject subject = Nets.subject(network);
        return subject.trace().activation(subject.output()).data().clone();
    }

    @Test
    void byHand() {
        // Two cells of two channels: A = (1, 2), (3, 5); G = (4, 0), (6, −2).
        Derivation d =
                Derivation.of("layer", "Y", Shape.of(1, 2, 2), new float[] {1, 2, 3, 5}, new float[] {4, 0, 6, -2});
        assertArrayEquals(new double[] {5, -1}, d.alpha());
        assertArrayEquals(new double[] {2, 3.5}, d.meanActivation());
        assertArrayEquals(new float[] {5 - 2, 15 - 5}, d.map());
        // Channel 0: ((−1)(−1) + 1·1) / 2; channel 1: (1·(−1.5) + (−1)·1.5) / 2.
        assertArrayEquals(new double[] {1, -1.5}, d.covariance());
        assertEquals(20, d.contribution(0));
        assertEquals(-7, d.contribution(1));
        assertEquals(15, d.contribution(1, 0));
        assertEquals(13, d.mapSum());
        assertEquals(-1, d.thrownAway());
        // Σ G·A = 4·1 + 0·2 + 6·3 − 2·5 = 12 = 13 − 1.
        assertEquals(12, d.mapSum() + d.thrownAway());
        assertArrayEquals(new int[] {0, 1}, d.byContribution());
        assertArrayEquals(new float[] {5, 15}, d.runningSum(d.byContribution(), 1));
        assertArrayEquals(d.map(), d.runningSum(d.byContribution(), 2));
        assertEquals(0, d.discarded());
    }

    @Test
    void reluDividesTheMapInTwo() {
        Derivation d = derivation(Nets.deep(), Scalar.LOGIT, "relu");
        double kept = 0;
        double lost = 0;
        for (int i = 0; i < d.cells(); i++) {
            assertEquals(d.map()[i], d.positive()[i] - d.counterEvidence()[i]);
            kept += d.positive()[i];
            lost += d.counterEvidence()[i];
        }
        assertTrue(kept > 0 && lost > 0, "both signs occur: " + kept + ", " + lost);
        assertEquals(lost / (kept + lost), d.discarded(), 1e-12);
        Derivation negative = derivation(Nets.deep(), Scalar.NEGATIVE, "relu");
        assertArrayEquals(d.counterEvidence(), negative.positive());
    }

    @ParameterizedTest
    @EnumSource(Scalar.class)
    void theMapIsGradCams(Scalar scalar) {
        for (Network network : new Network[] {Nets.gap(), Nets.deep()}) {
            String layer = network.name().equals("gap") ? "relu2" : "relu";
            Subject subject = Nets.subject(network, scalar, C, B).layer(layer);
            float[] expected = new GradCam().maps(subject).getFirst().values();
            assertArrayEquals(expected, Derivation.of(subject.trace(), 0, layer).map());
        }
    }

    @ParameterizedTest
    @EnumSource(Scalar.class)
    void theCovarianceIsWhatHiResCamHasMore(Scalar scalar) {
        Subject subject = Nets.subject(Nets.deep(), scalar, C, B).layer("silu1");
        Derivation d = Derivation.of(subject.trace(), 0, "silu1");
        double hires = MapMethods.named("hirescam").maps(subject).getFirst().sum();
        assertEquals(hires, d.mapSum() + d.thrownAway(), 1e-5 * Math.max(1, Math.abs(hires)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Scalar.class,
            names = {"LOGIT", "NEGATIVE", "DIFFERENCE"})
    void behindAGlobalAverageMapAndBiasAreTheLogit(Scalar scalar) {
        Network network = Nets.gap();
        Derivation d = derivation(network, scalar, "relu2");
        GapHead head = GapHead.between(network, "relu2", "logits").orElseThrow();
        Ledger ledger = Ledger.of(GapHead.between(network, "relu2", "logits"), d, logits(network), scalar, C, B);
        assertTrue(ledger.exact());
        assertEquals(ledger.value(), ledger.mapSum() + ledger.bias(), 1e-5);
        assertEquals(0, ledger.thrownAway(), 1e-6);
        assertEquals(0, ledger.residue(), 1e-5);
        assertTrue(Math.abs(ledger.bias()) > 1e-3, "a bias that is not there would prove nothing");
        for (int k = 0; k < d.channels(); k++) {
            double w = scalar == Scalar.DIFFERENCE
                    ? head.weight(k, C) - head.weight(k, B)
                    : (scalar == Scalar.LOGIT ? 1 : -1) * head.weight(k, C);
            assertEquals(w / d.cells(), d.alpha()[k], 1e-8);
        }
    }

    @ParameterizedTest
    @EnumSource(Scalar.class)
    void everyLedgerAddsUp(Scalar scalar) {
        for (Network network : new Network[] {Nets.gap(), Nets.deep()}) {
            for (String layer : new String[] {"conv1", network.name().equals("gap") ? "relu2" : "join"}) {
                Derivation d = derivation(network, scalar, layer);
                Ledger l = Ledger.of(GapHead.between(network, layer, "logits"), d, logits(network), scalar, C, B);
                assertEquals(l.value(), l.mapSum() + l.thrownAway() + l.bias() + l.residue(), 1e-12);
                double sum = 0;
                for (float v : d.map()) {
                    sum += v;
                }
                assertEquals(sum, l.mapSum(), 1e-5 * Math.max(1, Math.abs(sum)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Scalar.class)
    void threeGradientsGiveAllScalars(Scalar scalar) {
        Network network = Nets.deep();
        Explanation e = Explainer.explain(
                Nets.subject(network).layer("join"), Scalar.LOGIT, C, B, MapMethods.named("grad-cam"));
        for (String layer : new String[] {"conv1", "join"}) {
            Derivation measured = derivation(network, scalar, layer);
            Derivation combined = e.derivation(layer, scalar);
            assertArrayEquals(measured.gradient(), combined.gradient(), 1e-6f);
            assertArrayEquals(measured.alpha(), combined.alpha(), 1e-7);
            assertEquals(measured.scalar(), combined.scalar());
        }
    }

    @Test
    void aHeadIsOnlyOneIfNothingElseIsThere() {
        assertTrue(GapHead.between(Nets.gap(), "relu2", "logits").isPresent());
        assertFalse(GapHead.between(Nets.gap(), "conv2", "logits").isPresent(), "a ReLU lies between");
        assertFalse(GapHead.between(Nets.deep(), "relu", "logits").isPresent(), "it is flattened");
    }

    @Test
    void aLayerWithoutExtentIsRefused() {
        Subject subject = Nets.subject(Nets.gap());
        assertEquals(
                "a map needs a layer with height and width; \"gap\" puts out 8",
                assertThrows(IllegalArgumentException.class, () -> Derivation.of(subject.trace(), 0, "gap"))
                        .getMessage());
    }

    @Test
    void theTableHoldsEveryNumber() throws Exception {
        Derivation d = derivation(Nets.gap(), Scalar.LOGIT, "relu2");
        Ledger ledger =
                Ledger.of(GapHead.between(Nets.gap(), "relu2", "logits"), d, logits(Nets.gap()), Scalar.LOGIT, C, B);
        StringBuilder csv = new StringBuilder();
        DerivationCsv.write(d, ledger, csv);
        String[] lines = csv.toString().split("\n");
        assertEquals("quantity,channel,row,column,value", lines[0]);
        assertEquals(1 + 2 * d.cells() * d.channels() + 4 * d.channels() + d.cells() + 6, lines.length);
        String expected = "activation,3,2,1," + d.activation()[(2 * d.width() + 1) * d.channels() + 3];
        assertTrue(Arrays.asList(lines).contains(expected), expected);
        assertTrue(Arrays.asList(lines).contains("alpha,7,,," + d.alpha()[7]));
        assertTrue(Arrays.asList(lines).contains("map,,5,4," + d.map()[5 * d.width() + 4]));
        assertTrue(Arrays.asList(lines).contains("value,,,," + ledger.value()));
    }
}
