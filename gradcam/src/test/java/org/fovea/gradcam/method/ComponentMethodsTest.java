package org.fovea.gradcam.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.junit.jupiter.api.Test;

/// Methods that take the activations apart into a few components.
class ComponentMethodsTest {
    @Test
    void factorsThatMadeAMatrixAreFound() {
        Xoshiro256 random = new Xoshiro256(3);
        DMatrixRMaj w = new DMatrixRMaj(30, 2);
        DMatrixRMaj h = new DMatrixRMaj(2, 12);
        for (int i = 0; i < 30; i++) {
            w.set(i, i % 2, 1 + random.nextDouble());
        }
        for (int k = 0; k < 12; k++) {
            h.set(k % 2, k, 1 + random.nextDouble());
        }
        DMatrixRMaj a = new DMatrixRMaj(30, 12);
        org.ejml.dense.row.CommonOps_DDRM.mult(w, h, a);
        NonNegativeFactors found = NonNegativeFactors.of(a, 2, new Xoshiro256(1));
        assertTrue(found.error() < 1e-2, "leaves out " + found.error());
        for (double v : found.w().data) {
            assertTrue(v >= 0);
        }
    }

    @Test
    void aFactorisationsPartsAreSeenInEveryPicture() {
        Network network = TinyNetwork.network();
        Tensor two = Tensor.zeros(2, 3, 3, 1);
        System.arraycopy(TinyNetwork.PICTURE.data(), 0, two.data(), 0, 9);
        System.arraycopy(TinyNetwork.PICTURE.data(), 0, two.data(), 9, 9);
        Subject subject = Subject.of(network, two, Targets.logit(0));
        DeepFeatureFactorization.Factors factors = new DeepFeatureFactorization(2).factors(subject);
        assertTrue(factors.error() < 0.05, "two parts make two channels, left out " + factors.error());
        for (List<HeatMap> seen : factors.maps()) {
            assertEquals(2, seen.size());
        }
        // Each cell is the mixture of the parts that was found.
        float[] first = factors.maps().get(0).get(0).values();
        float[] second = factors.maps().get(1).get(0).values();
        for (int i = 0; i < 9; i++) {
            double mixed = first[i] * factors.parts()[0][1] + second[i] * factors.parts()[1][1];
            assertEquals(TinyNetwork.A1[i], mixed, 0.25);
        }
    }

    @Test
    void eigenCamOfOneDirectionIsThatDirection() {
        // Both channels alike: the first component is √2 of either.
        double[] x = new double[18];
        for (int i = 0; i < 9; i++) {
            x[2 * i] = TinyNetwork.A0[i];
            x[2 * i + 1] = TinyNetwork.A0[i];
        }
        float[] map = PrincipalComponent.projection(x, 2, false, Convention.PAPER, TinyNetwork.A0);
        for (int i = 0; i < 9; i++) {
            assertEquals(Math.sqrt(2) * TinyNetwork.A0[i], map[i], 1e-5);
        }
        float[] against = PrincipalComponent.projection(
                x, 2, false, Convention.PAPER, new float[] {-1, -1, -1, 0, 0, 0, 0, 0, 0});
        assertEquals(-map[6], against[6], 1e-6, "the sign goes along with the guide");
    }

    @Test
    void kpcaCamRefusesMoreCellsThanItCanCompare() {
        Network network = Network.builder("wide", Shape.of(40, 40, 1))
                .conv2d("conv", 2, Geometry.of(1))
                .globalAveragePool("gap")
                .dense("logits", 2)
                .build(new Xoshiro256(1));
        Subject subject = Subject.of(network, Tensor.zeros(1, 40, 40, 1), Targets.logit(0));
        String told = assertThrows(IllegalArgumentException.class, () -> new KpcaCam().maps(subject))
                .getMessage();
        assertTrue(told.contains("1600 cells, at most 1024"), told);
    }
}
