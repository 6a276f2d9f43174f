package org.fovea.facerec.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.evaluation.Accuracy;
import org.fovea.facerec.experiment.ChangedFace.Says;
import org.fovea.facerec.fusion.Fusion;
import org.fovea.facerec.gaze.Observations;

/// The probes of a split that one network and the first strategy's ensemble answer differently, a few of each
/// condition.
final class ChangedFaces {
    /// So many people whom the ensemble has right and the single network wrong, of each condition, and as many the
    /// other way; of each the first probe.
    private static final int SHOWN = 3;

    private ChangedFaces() {}

    /// @param ensembles the single network first, then the first strategy's
    static List<ChangedFace> of(SplitData split, ExperimentSettings settings, List<Ensemble> ensembles) {
        List<ChangedFace> changed = new ArrayList<>();
        if (ensembles.size() < 2) {
            return changed;
        }
        Fusion fusion = settings.fusions().getFirst();
        Ensemble single = ensembles.get(0);
        Ensemble ours = ensembles.get(1);
        for (var asked : split.probes().entrySet()) {
            Condition condition = asked.getKey();
            FaceSet probes = asked.getValue();
            int[] before = Accuracy.predictions(single.scores(single.fit(fusion), condition));
            int[] after = Accuracy.predictions(ours.scores(ours.fit(fusion), condition));
            Set<Integer> gained = new HashSet<>();
            Set<Integer> lost = new HashSet<>();
            for (int i = 0; i < before.length; i++) {
                int shown = probes.label(i);
                Set<Integer> people = after[i] == shown ? gained : lost;
                boolean changedSides = (after[i] == shown) != (before[i] == shown);
                if (changedSides && people.size() < SHOWN && people.add(shown)) {
                    changed.add(new ChangedFace(
                            condition,
                            probes.picture(i),
                            probes.names().get(shown),
                            probes.names().get(before[i]),
                            probes.names().get(after[i]),
                            says(ours, fusion, condition, i, probes)));
                }
            }
        }
        return changed;
    }

    private static List<Says> says(Ensemble ours, Fusion fusion, Condition condition, int i, FaceSet probes) {
        List<Says> says = new ArrayList<>();
        for (NetworkTask.Result member : ours.members()) {
            Ensemble alone = new Ensemble("member", "control", 1, List.of(member));
            Tensor posteriors = alone.scores(alone.fit(fusion), condition);
            int people = posteriors.shape().channels();
            int named = Accuracy.predictions(posteriors)[i];
            Observations seen = member.probes().get(condition);
            if (seen != null) {
                says.add(new Says(
                        member.trained().face().view(),
                        seen.map(i),
                        probes.names().get(named),
                        posteriors.data()[i * people + named],
                        posteriors.data()[i * people + probes.label(i)]));
            }
        }
        return says;
    }
}
