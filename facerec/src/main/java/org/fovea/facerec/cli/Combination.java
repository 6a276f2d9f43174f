package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.gaze.Gaze;
import org.fovea.facerec.gaze.Observations;
import org.fovea.facerec.model.FaceModel;
import org.fovea.gradcam.HeatMap;

/// What the members of an ensemble answer about one picture, each alone and all together.
///
/// A member's own posteriors are those that the fusion has of that member alone, as `fovea evaluate` measures them: a
/// fusion that reads features need not agree with the softmax of the member's logits.
///
/// @param model the ensemble
/// @param together the posteriors of all members, one a person
/// @param alone for each member its own posteriors, one a person
record Combination(FaceModel model, float[] together, List<float[]> alone) {
    /// Asks every member about the frame.
    ///
    /// @throws IllegalArgumentException if an answer is no finite number
    static Combination of(FaceModel model, Picture frame, Workers workers) {
        FaceSet one = FaceSet.of(List.of(frame), new int[1], model.people());
        List<Observations> observed = model.observe(one, workers);
        List<float[]> alone = new ArrayList<>();
        for (int i = 0; i < observed.size(); i++) {
            alone.add(finite(
                    "network " + (i + 1), model.posteriors(i, observed.get(i)).data()));
        }
        return new Combination(
                model, finite("combined", model.posteriors(observed).data()), alone);
    }

    private static float[] finite(String who, float[] posteriors) {
        for (int k = 0; k < posteriors.length; k++) {
            if (!Float.isFinite(posteriors[k])) {
                throw new IllegalArgumentException(who + ": the posterior of person " + k + " is " + posteriors[k]
                        + ": the values of this picture overflow in the network");
            }
        }
        return posteriors;
    }

    /// The person all members see together.
    int answer() {
        return largest(together);
    }

    /// The person a member sees alone.
    int answer(int member) {
        return largest(alone.get(member));
    }

    /// The member that decided: the one whose own posterior of the combined answer is highest, the first of them in
    /// a tie.
    int decided() {
        int person = answer();
        int decided = 0;
        for (int i = 1; i < alone.size(); i++) {
            decided = alone.get(i)[person] > alone.get(decided)[person] ? i : decided;
        }
        return decided;
    }

    /// How much a member speaks for a person: its own posterior over the sum of all members'.
    double weight(int member, int person) {
        double sum = 0;
        for (float[] posteriors : alone) {
            sum += posteriors[person];
        }
        return sum == 0 ? 0 : alone.get(member)[person] / sum;
    }

    /// The combined map of a person, at the frame's size and of sum 1: Σ wₘ·Gₘ / Σ wₘ, where Gₘ is the positive
    /// part of member m's map, in its place in the frame and scaled to sum 1 ([Gaze]), and wₘ is [#weight]. Members
    /// whose map has no positive part are left out of both sums; if no member has one, the map is 0 everywhere.
    ///
    /// @param maps each member's raw map for the person
    HeatMap map(int person, List<HeatMap> maps) {
        int pixels = model.input().width() * model.input().height();
        double[] sums = new double[pixels];
        double weights = 0;
        for (int i = 0; i < maps.size(); i++) {
            HeatMap gaze = Gaze.of(model.members().get(i).face().view(), maps.get(i));
            double weight = weight(i, person);
            if (gaze.withoutPositiveEvidence() || weight == 0) {
                continue;
            }
            weights += weight;
            for (int pixel = 0; pixel < pixels; pixel++) {
                sums[pixel] += weight * gaze.values()[pixel];
            }
        }
        float[] values = new float[pixels];
        for (int pixel = 0; pixel < pixels && weights > 0; pixel++) {
            values[pixel] = (float) (sums[pixel] / weights);
        }
        HeatMap first = maps.getFirst();
        return new HeatMap(
                model.input().height(),
                model.input().width(),
                values,
                first.method(),
                first.layer(),
                first.target() + ", " + maps.size() + " networks");
    }

    private static int largest(float[] values) {
        int largest = 0;
        for (int k = 1; k < values.length; k++) {
            largest = values[k] > values[largest] ? k : largest;
        }
        return largest;
    }
}
