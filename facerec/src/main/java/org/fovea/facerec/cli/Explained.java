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
import org.fovea.gradcam.PictureTarget;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.explanation.Explainer;
import org.fovea.gradcam.explanation.Scalar;
import org.jspecify.annotations.Nullable;

/// One network and its answer to the question, for every picture of the batch.
///
/// @param subject at the layer that is asked about, or chosen
/// @param seen the class with the highest output, one a picture
/// @param c the class explained, one a picture
/// @param b the class it is held against, one a picture
/// @param outputs one row a picture
record Explained(
        Subject subject, int[] seen, int[] c, int[] b, List<float[]> outputs, Scalar scalar, MapMethod method) {
    static Explained of(
            Network network, Tensor batch, ExplainQuestion question, List<String> people, long seed, Workers workers) {
        String output = Layers.logits(network);
        int count = batch.shape().extent(0);
        int[] seen = new int[count];
        int[] c = new int[count];
        int[] b = new int[count];
        List<float[]> outputs = new ArrayList<>();
        Subject subject = Subject.of(network, batch, Targets.logit(0)).workers(workers);
        Tensor all = network.trace(count, workers).forward(batch).activation(output);
        for (int n = 0; n < count; n++) {
            float[] z = all.slice(n, n + 1).data();
            outputs.add(z);
            for (int k = 1; k < z.length; k++) {
                seen[n] = z[k] > z[seen[n]] ? k : seen[n];
            }
            c[n] = question.person != null
                    ? people.indexOf(question.person)
                    : question.target != null ? question.target : seen[n];
            b[n] = question.against != null ? question.against : Explainer.strongestOther(z, c[n]);
        }
        subject = subject.target(target(question.scalar(), c, b))
                .convention(question.convention())
                .seed(seed);
        if (question.layer != null && !question.layer.equals(ExplainQuestion.ALL)) {
            subject = subject.layer(question.layer);
        }
        return new Explained(subject, seen, c, b, outputs, question.scalar(), question.method());
    }

    /// The scalar with classes of their own for each picture.
    private static PictureTarget target(Scalar scalar, int[] c, int[] b) {
        return switch (scalar) {
            case LOGIT -> Targets.logit(c);
            case NEGATIVE -> Targets.negativeLogit(c);
            case PROBABILITY -> Targets.probability(c);
            case LOG_PROBABILITY -> Targets.logProbability(c);
            case DIFFERENCE -> Targets.difference(c, b);
        };
    }

    /// The layers that maps are asked of.
    List<String> layers(@Nullable String asked) {
        return ExplainQuestion.ALL.equals(asked)
                ? Layers.spatial(subject.network(), subject.output())
                : List.of(subject.layer());
    }

    /// The raw maps at a layer, one a picture.
    List<HeatMap> maps(String layer) {
        return method.maps(subject.layer(layer));
    }

    /// Softmax of one picture's outputs at a class.
    double probability(int picture, int k) {
        return Targets.softmax(outputs.get(picture))[k];
    }

    /// The subject with one picture alone.
    Subject alone(int picture) {
        return subject.pictures(subject.pictures().slice(picture, picture + 1))
                .target(scalar.target(c[picture], b[picture]));
    }

    /// The derivation of one picture's Grad-CAM map, for JSON.
    Object derivation(int picture) {
        return DerivationJson.of(alone(picture), 0, scalar, c[picture], b[picture]);
    }
}
