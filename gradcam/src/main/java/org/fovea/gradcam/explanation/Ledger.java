package org.fovea.gradcam.explanation;

import java.util.Optional;
import org.fovea.gradcam.method.GapHead;

/// How Y is made up of the map:
///
/// Y = Σ map + Z·Σ Cov + bias + residue.
///
/// Behind a [GapHead] and for a scalar that is linear in the logits the covariance is zero, the bias is the dense
/// layer's, and the residue is rounding: Σ map + bias = logit. Elsewhere no bias can be named, and the residue is what
/// G·A does not reach: the biases of the layers behind, what other branches bring past the layer, saturation, and the
/// curvature of Y.
///
/// @param mapSum Σ map
/// @param thrownAway Z·Σ Cov, what the mean over cells threw away; with the map's sum it is Σ G·A
/// @param bias the head's biases, with the signs that Y has them; 0 where there is no such head
/// @param residue what is left
/// @param value Y
/// @param exact whether the residue can only be rounding
public record Ledger(double mapSum, double thrownAway, double bias, double residue, double value, boolean exact) {
    /// @param found what follows the derivation's layer, where that is such a head
    /// @param outputs the picture's outputs
    public static Ledger of(Optional<GapHead> found, Derivation d, float[] outputs, Scalar scalar, int c, int b) {
        double value = scalar.value(outputs, c, b);
        GapHead head = found.orElse(null);
        boolean linear = scalar != Scalar.PROBABILITY && scalar != Scalar.LOG_PROBABILITY;
        double bias = head != null && linear ? scalar.value(head.bias(), c, b) : 0;
        double mapSum = d.mapSum();
        double thrownAway = d.thrownAway();
        return new Ledger(mapSum, thrownAway, bias, value - mapSum - thrownAway - bias, value, head != null && linear);
    }
}
