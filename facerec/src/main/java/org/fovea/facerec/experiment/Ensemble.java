package org.fovea.facerec.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.ensemble.Strategy;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.fusion.Fusion;
import org.fovea.facerec.gaze.Likeness;
import org.fovea.facerec.gaze.Observations;

/// The networks that one strategy came to in one split.
///
/// @param strategy its name
/// @param driver `gradcam` or `control`
/// @param draw which draw of what lots decide, from 1
/// @param members in the strategy's order
record Ensemble(String strategy, String driver, int draw, List<NetworkTask.Result> members) {
    static final String SINGLE = "single";
    static final String PLAIN = "plain";

    static Ensemble of(Strategy strategy, int draw, List<NetworkTask.Result> members) {
        return new Ensemble(
                strategy.name(), strategy.driver().name().toLowerCase(Locale.ROOT), draw, List.copyOf(members));
    }

    /// The first `count` members under a name of their own.
    Ensemble first(int count, String name) {
        return new Ensemble(name, driver, draw, members.subList(0, count));
    }

    SystemName system(Fusion fusion) {
        return new SystemName(strategy, driver, members.size(), fusion.name());
    }

    Fusion.Fitted fit(Fusion fusion) {
        List<Experience> training = new ArrayList<>();
        members.forEach(member -> training.add(member.trained().experience()));
        return fusion.fit(training);
    }

    /// The scores of the probes under a condition, (N, people).
    Tensor scores(Fusion.Fitted fitted, Condition condition) {
        List<Observations> probes = new ArrayList<>();
        for (NetworkTask.Result member : members) {
            Observations seen = member.probes().get(condition);
            if (seen == null) {
                throw new IllegalStateException("nothing was observed of " + condition.label() + " faces");
            }
            probes.add(seen);
        }
        return fitted.scores(probes);
    }

    /// The mean cosine of the members' gazes, pair by pair.
    double overlap() {
        return Likeness.COSINE.mean(
                members.stream().map(member -> member.gaze().mean()).toList());
    }

    Look look() {
        return new Look(
                strategy,
                members.stream().map(member -> member.trained().face().view()).toList(),
                members.stream().map(member -> member.gaze().mean()).toList(),
                overlap());
    }
}
