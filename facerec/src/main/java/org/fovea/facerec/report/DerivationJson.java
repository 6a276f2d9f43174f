package org.fovea.facerec.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.Upsampling;
import org.fovea.gradcam.explanation.Derivation;
import org.fovea.gradcam.explanation.Ledger;
import org.fovea.gradcam.explanation.NodeFacts;
import org.fovea.gradcam.explanation.ReceptiveField;
import org.fovea.gradcam.explanation.Scalar;
import org.fovea.gradcam.method.GapHead;

/// A whole derivation as JSON has it: what the explain page saves and the command prints. Arrays of several axes are
/// flat, row by row, channels last.
public final class DerivationJson {
    private DerivationJson() {}

    /// @param picture which of the subject's
    /// @param subject whose target is the scalar of the classes c and b
    public static Map<String, Object> of(Subject subject, int picture, Scalar scalar, int c, int b) {
        Derivation d = Derivation.of(subject, picture);
        float[] outputs = subject.forward()
                .activation(subject.output())
                .slice(picture, picture + 1)
                .data();
        Optional<GapHead> head = GapHead.between(subject.network(), subject.layer(), subject.output());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("network", subject.network().name());
        json.put("layer", d.layer());
        json.put("scalar", scalar.name());
        json.put("target", d.scalar());
        json.put("class", c);
        json.put("against", b);
        json.put("value", scalar.value(outputs, c, b));
        json.put("outputs", outputs);
        json.put("probabilities", Targets.softmax(outputs));
        json.put("nodes", ExplainData.nodes(NodeFacts.of(subject.network())));
        derivation(json, d);
        json.put(
                "headWeights",
                head.map(h -> weights(h, d, scalar, outputs, c, b)).orElse(null));
        Ledger ledger = Ledger.of(head, d, outputs, scalar, c, b);
        json.put("ledger", ledger);
        json.put("receptiveField", ReceptiveField.of(subject.network(), subject.layer()));
        json.put(
                "upsampling",
                Fields.of(
                        "rows",
                                Upsampling.of(
                                        d.height(), subject.pictures().shape().extent(1)),
                        "columns",
                                Upsampling.of(
                                        d.width(), subject.pictures().shape().extent(2))));
        return json;
    }

    private static void derivation(Map<String, Object> json, Derivation d) {
        double[] contribution = new double[d.channels()];
        for (int k = 0; k < contribution.length; k++) {
            contribution[k] = d.contribution(k);
        }
        json.put("height", d.height());
        json.put("width", d.width());
        json.put("channels", d.channels());
        json.put("activation", d.activation());
        json.put("gradient", d.gradient());
        json.put("alpha", d.alpha());
        json.put("meanActivation", d.meanActivation());
        json.put("covariance", d.covariance());
        json.put("contribution", contribution);
        json.put("order", d.byContribution());
        json.put("map", d.map());
        json.put("discardedByRelu", d.discarded());
        json.put("positive", d.positive());
        json.put("counterEvidence", d.counterEvidence());
    }

    /// ∂Y/∂z through the dense layer, over Z: what α must be.
    private static double[] weights(GapHead head, Derivation d, Scalar scalar, float[] outputs, int c, int b) {
        float[] slope = new float[outputs.length];
        scalar.target(c, b).evaluate(0, outputs, slope);
        double[] weights = new double[d.channels()];
        for (int k = 0; k < weights.length; k++) {
            for (int j = 0; j < slope.length; j++) {
                weights[k] += (double) slope[j] * head.weight(k, j) / d.cells();
            }
        }
        return weights;
    }
}
