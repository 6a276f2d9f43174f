package org.fovea.facerec.experiment;

import java.util.ArrayList;
import java.util.List;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.ensemble.Chooser;
import org.fovea.facerec.ensemble.Plan;
import org.fovea.facerec.ensemble.Pool;
import org.fovea.facerec.ensemble.Trained;
import org.fovea.facerec.evaluation.Accuracy;
import org.fovea.facerec.fusion.Fusion;

/// The best choice from the pool that hindsight can make: the set whose mean accuracy over the covered probes is
/// highest, by the first fusion. No method; it shows how much choosing could bring.
final class Oracle {
    static final String NAME = "pool-oracle";

    private Oracle() {}

    static Ensemble of(ExperimentStudio studio, Plan plan, ExperimentSettings settings, int[] labels) {
        List<NetworkTask.Result> pool = new ArrayList<>();
        for (Trained trained : Pool.all(studio, plan)) {
            pool.add(studio.result(trained));
        }
        Fusion fusion = settings.fusions().getFirst();
        List<Condition> covered = settings.conditions().stream()
                .filter(condition -> condition != Condition.CLEAN)
                .toList();
        Ensemble best = null;
        double highest = -1;
        for (int[] set : Chooser.subsets(pool.size(), Math.min(Pool.MOST, plan.members()))) {
            List<NetworkTask.Result> members = new ArrayList<>();
            for (int i : set) {
                members.add(pool.get(i));
            }
            Ensemble candidate = new Ensemble(NAME, "control", 1, members);
            Fusion.Fitted fitted = candidate.fit(fusion);
            double accuracy = covered.stream()
                    .mapToDouble(condition -> Accuracy.of(candidate.scores(fitted, condition), labels))
                    .average()
                    .orElse(0);
            if (best == null || accuracy > highest) {
                highest = accuracy;
                best = candidate;
            }
        }
        if (best == null) {
            throw new IllegalStateException("an empty pool");
        }
        return best;
    }
}
