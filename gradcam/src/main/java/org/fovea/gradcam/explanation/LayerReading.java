package org.fovea.gradcam.explanation;

import java.util.Optional;
import org.fovea.engine.tensor.Shape;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.GapHead;

/// One layer of one picture, for every [Scalar] at once: its activations and the gradients of the three functions that
/// the scalars are combinations of.
///
/// @param layer the node
/// @param shape (H, W, C)
/// @param activation A
/// @param logit ∂z\[c\]/∂A
/// @param against ∂z\[b\]/∂A
/// @param others Σ over the other classes of q·∂z/∂A, q their probabilities among themselves
/// @param field what each cell can see
/// @param head where only a global average and a dense layer follow
public record LayerReading(
        String layer,
        Shape shape,
        float[] activation,
        float[] logit,
        float[] against,
        float[] others,
        ReceptiveField field,
        Optional<GapHead> head) {

    /// Cells of the layer.
    public int cells() {
        return shape.extent(0) * shape.extent(1);
    }

    /// ∂Y/∂A by combination.
    ///
    /// @param probabilities of all classes
    /// @param c the class explained
    public float[] gradient(Scalar scalar, double[] probabilities, int c) {
        double[] factor = scalar.combination(probabilities[c], Targets.rest(probabilities, c));
        float[] g = new float[logit.length];
        for (int i = 0; i < g.length; i++) {
            g[i] = (float) (factor[0] * logit[i] + factor[1] * against[i] + factor[2] * others[i]);
        }
        return g;
    }

    /// The derivation for a scalar.
    ///
    /// @param probabilities of all classes
    /// @param c the class explained
    public Derivation derivation(Scalar scalar, String description, double[] probabilities, int c) {
        return Derivation.of(layer, description, shape, activation, gradient(scalar, probabilities, c));
    }

    @Override
    public String toString() {
        return "reading of " + layer + ", " + shape;
    }
}
