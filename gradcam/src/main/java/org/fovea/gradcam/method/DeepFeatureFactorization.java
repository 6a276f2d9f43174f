package org.fovea.gradcam.method;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Cost.Beyond;
import org.fovea.gradcam.Forward;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;

/// Deep feature factorisation: the cells of all pictures of a batch, each a vector of channels, are written as mixtures
/// of a few parts, A ≈ W·H with nothing below 0: H's rows are the parts, W's columns say where each is seen, in every
/// picture by the same parts.
///
/// As a method it gives of each picture the part that speaks most for the target by Grad-CAM's weights,
/// the f for which Σ over cells of W\[·, f\]·(H\[f\]·α) is the largest; [#factors(Subject)] gives them all. A layer
/// with negative activations is raised, channel by channel, until it has none.
///
/// Source: Collins, Achanta and Süsstrunk, "Deep Feature Factorization for Concept Discovery", ECCV 2018,
/// arXiv:1806.10206; factorisation by Lee and Seung's updates, beginning from the subject's seed.
public final class DeepFeatureFactorization implements MapMethod {
    private static final int PARTS = 5;

    private final int parts;

    public DeepFeatureFactorization() {
        this(PARTS);
    }

    /// @param parts how many parts the cells are written as
    public DeepFeatureFactorization(int parts) {
        if (parts < 1) {
            throw new IllegalArgumentException("a factorisation needs at least one part, found " + parts);
        }
        this.parts = parts;
    }

    @Override
    public About about() {
        return new About(
                "deep-feature-factorization",
                "Deep feature factorisation",
                "W[·, f] of A ≈ W·H, W and H ≥ 0, with f the part of the largest ΣW[·, f]·(H[f]·α), α Grad-CAM's",
                "Collins and others, ECCV 2018, arXiv:1806.10206",
                Cost.passes(1, 1).and(Beyond.DECOMPOSITION, "1 factorisation of all cells × channels"),
                "gradients down to the layer; a seed");
    }

    /// The parts of a batch.
    ///
    /// @param parts (parts, channels): what each looks like in channels
    /// @param maps by part, then by picture: where it is seen
    /// @param error what the parts leave out: ‖A − W·H‖ / ‖A‖
    public record Factors(double[][] parts, List<List<HeatMap>> maps, double error) {
        @Override
        public String toString() {
            return parts.length + " parts with maps of "
                    + (maps.isEmpty() ? 0 : maps.getFirst().size()) + " pictures, error " + error;
        }
    }

    /// All parts, in no order.
    public Factors factors(Subject subject) {
        NonNegativeFactors factors = subject.derive(new Mixture(subject.layer(), parts, subject.seed()));
        int cells = factors.w().numRows / subject.size();
        int c = subject.channels();
        double[][] looks = new double[parts][c];
        List<List<HeatMap>> maps = new ArrayList<>();
        for (int f = 0; f < parts; f++) {
            for (int k = 0; k < c; k++) {
                looks[f][k] = factors.h().get(f, k);
            }
            List<HeatMap> seen = new ArrayList<>();
            for (int n = 0; n < subject.size(); n++) {
                float[] map = new float[cells];
                for (int cell = 0; cell < cells; cell++) {
                    map[cell] = (float) factors.w().get(n * cells + cell, f);
                }
                seen.add(subject.map(n, title(), map));
            }
            maps.add(seen);
        }
        return new Factors(looks, maps, factors.error());
    }

    /// W and H of a layer, which depend on the activations alone.
    private record Mixture(String layer, int parts, long seed) implements Forward.Derived<NonNegativeFactors> {
        @Override
        public NonNegativeFactors of(Forward forward) {
            return NonNegativeFactors.of(raised(forward.activation(layer)), parts, new Xoshiro256(seed));
        }
    }

    /// (N·cells, channels), each channel less its smallest value where that is negative.
    private static DMatrixRMaj raised(Tensor activations) {
        int c = activations.shape().channels();
        DMatrixRMaj a = new DMatrixRMaj(activations.size() / c, c);
        for (int k = 0; k < c; k++) {
            double smallest = 0;
            for (int i = 0; i < a.numRows; i++) {
                double v = activations.data()[i * c + k];
                a.set(i, k, v);
                smallest = Math.min(smallest, v);
            }
            for (int i = 0; i < a.numRows; i++) {
                a.set(i, k, a.get(i, k) - smallest);
            }
        }
        return a;
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        Factors factors = factors(subject);
        List<HeatMap> maps = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            double[] alpha = GradCam.weights(subject.reading(n));
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int f = 0; f < parts; f++) {
                double worth = 0;
                for (int k = 0; k < alpha.length; k++) {
                    worth += factors.parts()[f][k] * alpha[k];
                }
                worth *= factors.maps().get(f).get(n).sum();
                if (worth > most) {
                    most = worth;
                    best = f;
                }
            }
            maps.add(factors.maps().get(best).get(n));
        }
        return maps;
    }
}
