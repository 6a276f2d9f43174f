package org.fovea.gradcam.explanation;

import java.util.List;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;

/// Everything between one picture and its map: what the network put out, every layer with height and width with its
/// activations and gradients, and what was measured to hold the derivation against. Made by an [Explainer].
///
/// @param network its name
/// @param input the picture as the network reads it, (1, H, W, C)
/// @param nodes the network's nodes, in order
/// @param outputs one a class
/// @param probabilities softmax of the outputs
/// @param c the class explained
/// @param b the class it is held against
/// @param scalar which scalar of the outputs is explained
/// @param layer the layer whose map is the explanation
/// @param convention whose reading of methods and scaling is followed
/// @param layers every layer with height and width that the output depends on, in order
/// @param classMaps the map of every class's logit at the chosen layer; empty where there are very many
/// @param checks channels raised, a check a layer of `layers`
/// @param curves pixels deleted in the order of maps, and last in a random one
/// @param methods the maps of other methods at the chosen layer, for the scalar first; the cheap ones for the others
///     too
/// @param randomisation what becomes of the methods' maps when layers are randomised
public record Explanation(
        String network,
        Tensor input,
        List<NodeFacts> nodes,
        float[] outputs,
        double[] probabilities,
        int c,
        int b,
        Scalar scalar,
        String layer,
        Convention convention,
        List<LayerReading> layers,
        List<float[]> classMaps,
        List<ChannelCheck> checks,
        List<DeletionCurve> curves,
        List<MethodMap> methods,
        Cascade randomisation) {

    /// Y.
    public double value() {
        return scalar.value(outputs, c, b);
    }

    /// The reading of a layer.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists those there are
    public LayerReading reading(String layer) {
        return layers.stream()
                .filter(l -> l.layer().equals(layer))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reading of \"" + layer + "\"; there are "
                        + String.join(
                                ", ", layers.stream().map(LayerReading::layer).toList())));
    }

    /// What the scalar is, for people.
    public String description(Scalar scalar) {
        return scalar.target(c, b).describe(0);
    }

    /// The derivation of a layer's map for a scalar.
    public Derivation derivation(String layer, Scalar scalar) {
        return reading(layer).derivation(scalar, description(scalar), probabilities, c);
    }

    /// The derivation of the explanation itself.
    public Derivation derivation() {
        return derivation(layer, scalar);
    }

    /// What brings the explanation's map to \[0, 1\].
    public UnitScale unitScale() {
        return UnitScale.of(
                derivation(), convention, input.shape().extent(1), input.shape().extent(2));
    }

    /// How the scalar is made up of a derivation's map.
    public Ledger ledger(Derivation derivation, Scalar scalar) {
        return Ledger.of(reading(derivation.layer()).head(), derivation, outputs, scalar, c, b);
    }

    @Override
    public String toString() {
        return "explanation of " + network + ": class " + c + " against " + b + ", " + scalar + " at " + layer;
    }
}
