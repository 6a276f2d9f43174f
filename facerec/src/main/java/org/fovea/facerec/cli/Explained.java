package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.report.DerivationJson;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Layers;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.explanation.Explainer;
import org.fovea.gradcam.explanation.Scalar;
import org.jspecify.annotations.Nullable;

/// One network and its answer to the question, for every picture of the batch.
///
/// @param names what the outputs are
/// @param subject at the layer that is asked about, or chosen
/// @param seen the class with the highest output, one a picture
/// @param c the class explained, one a picture
/// @param b the class it is held against, one a picture
/// @param outputs one row a picture
record Explained(
        ExplainOutputs names,
        Subject subject,
        int[] seen,
        int[] c,
        int[] b,
        List<float[]> outputs,
        Scalar scalar,
        MapMethod method) {
    /// @param asked the class to explain; null for the one that the network sees, in each picture
    /// @throws IllegalArgumentException if an output is no finite number
    static Explained of(
            Network network,
            ExplainOutputs names,
            Tensor batch,
            ExplainQuestion question,
            @Nullable Integer asked,
            long seed,
            Workers workers) {
        String output = Layers.logits(network);
        int count = batch.shape().extent(0);
        int[] seen = new int[count];
        int[] c = new int[count];
        int[] b = new int[count];
        List<float[]> outputs = new ArrayList<>();
        Subject subject = Subject.of(network, batch, Targets.logit(0)).workers(workers);
        Tensor all = subject.forward().activation(output);
        for (int n = 0; n < count; n++) {
            float[] z = all.slice(n, n + 1).data();
            outputs.add(z);
            for (int k = 1; k < z.length; k++) {
                seen[n] = z[k] > z[seen[n]] ? k : seen[n];
            }
            checkFinite(network, output, z);
            c[n] = asked != null ? asked : seen[n];
            b[n] = question.against != null ? question.against : Explainer.strongestOther(z, c[n]);
        }
        subject = subject.target(names.target(question.scalar(), c, b))
                .convention(question.convention())
                .seed(seed);
        if (question.layer != null && !question.layer.equals(ExplainQuestion.ALL)) {
            subject = subject.layer(question.layer);
        }
        return new Explained(names, subject, seen, c, b, outputs, question.scalar(), question.method());
    }

    private static void checkFinite(Network network, String output, float[] z) {
        for (int k = 0; k < z.length; k++) {
            if (!Float.isFinite(z[k])) {
                throw new IllegalArgumentException(network.name() + ": output " + k + " of \"" + output + "\" is "
                        + z[k] + ": the values of this input overflow in the network, so there is nothing to explain");
            }
        }
    }

    /// The layers that maps are asked of.
    List<String> layers(@Nullable String asked) {
        return ExplainQuestion.ALL.equals(asked)
                ? Layers.spatial(subject.network(), subject.output())
                : List.of(subject.layer());
    }

    /// The raw maps at a layer, one a picture.
    ///
    /// @throws IllegalArgumentException if a cell is no finite number
    List<HeatMap> maps(String layer) {
        List<HeatMap> maps = method.maps(subject.layer(layer));
        for (HeatMap map : maps) {
            for (float value : map.values()) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(subject.network().name() + ": the map of " + map.method()
                            + " at \"" + layer + "\" holds " + value + ": its values overflow");
                }
            }
        }
        return maps;
    }

    /// Softmax of one picture's outputs at a class.
    double probability(int picture, int k) {
        return Targets.softmax(outputs.get(picture))[k];
    }

    /// The subject with one picture alone; an only picture keeps its forward pass.
    Subject alone(int picture) {
        Subject one = subject.size() == 1
                ? subject
                : subject.pictures(subject.pictures().slice(picture, picture + 1));
        return one.target(names.target(scalar, new int[] {c[picture]}, new int[] {b[picture]}));
    }

    /// The derivation of one picture's Grad-CAM map, for JSON.
    Object derivation(int picture) {
        return DerivationJson.of(alone(picture), 0, scalar, c[picture], b[picture]);
    }
}
