package org.fovea.gradcam.explanation;

import java.util.Optional;
import org.fovea.engine.tensor.Shape;
import org.fovea.gradcam.method.GapHead;

/// One layer of one picture, for every [Scalar] at once: its activations and the gradients of the three functions that
/// the scalars are combinations of.
///
/// @param layer the node
/// @param shape (H, W, C)
/// @param activation A
/// @param logit ∂z\[c\]/∂A
/// @param against ∂z\[b\]/∂A
/// @param expected Σ over classes of p·∂z/∂A
/// @param field what each cell can see
/// @param head where only a global average and a dense layer follow
public record LayerReading(
        String layer,
        Shape shape,
        float[] activation,
        float[] logit,
        float[] against,
        float[] expected,
        ReceptiveField field,
        Optional<GapHead> head) {

    /// Cells of the layer.
    public int cells() {
        return shape.extent(0) * shape.extent(1);
    }

    /// ∂Y/∂A by combination.
    ///
    /// @param p the probability of class c
    public float[] gradient(Scalar scalar, double p) {
        double[] factor = scalar.combination(p);
        float[] g = new float[logit.length];
        for (int i = 0; i < g.length; i++) {
            g[i] = (float) (factor[0] * logit[i] + factor[1] * against[i] + factor[2] * expected[i]);
        }
        return g;
    }

    /// The derivation for a scalar.
    public Derivation derivation(Scalar scalar, String description, double p) {
        return Derivation.of(layer, description, shape, activation, gradient(scalar, p));
    }

    @Override
    public String toString() {
        return "reading of " + layer + ", " + shape;
    }
}
