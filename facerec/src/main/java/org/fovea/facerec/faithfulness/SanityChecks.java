package org.fovea.facerec.faithfulness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.metric.MapComparison;
import org.fovea.gradcam.metric.Probabilities;
import org.fovea.gradcam.metric.Randomisation;
import org.fovea.gradcam.metric.Randomisation.Grouping;
import org.jspecify.annotations.Nullable;

/// The networks that one question's network is held against in the sanity checks of Adebayo and others, made once for
/// all methods; and what the methods' maps have in common there.
final class SanityChecks {
    private final Question question;
    private final Tensor pictures;
    private final int[] targets;
    private final List<Network> cascade;
    private final List<Network> independent;
    private final @Nullable Network labels;
    private final int[] labelTargets;
    private final long seed;
    private final Workers workers;

    /// The comparisons of one method, one a picture and network.
    record Found(
            List<MapComparison> cascading,
            List<MapComparison> allRandom,
            List<MapComparison> independent,
            List<MapComparison> labels) {
        static Found empty() {
            return new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /// @param count how many of the question's pictures are looked at, the first ones
    SanityChecks(Question question, int count, long seed, Workers workers) {
        this.question = question;
        this.seed = seed;
        this.workers = workers;
        int taken = Math.min(count, question.size());
        pictures = question.pictures().slice(0, taken);
        targets = Arrays.copyOf(question.targets(), taken);
        Randomisation random = new Randomisation(question.network(), Grouping.WEIGHTS, seed);
        int steps = random.steps().size();
        cascade = IntStream.rangeClosed(1, steps).mapToObj(random::cascading).toList();
        independent = IntStream.range(0, steps).mapToObj(random::independent).toList();
        labels = question.onRandomLabels();
        // Its classes mean nothing, so it is asked about its own answer.
        labelTargets = labels == null ? new int[0] : new Probabilities(labels, workers).answers(pictures);
    }

    /// Adds what there is to find for a method.
    void check(MapMethod method, Found found) {
        List<HeatMap> learned = maps(method, question.network(), targets);
        for (int step = 0; step < cascade.size(); step++) {
            List<MapComparison> compared = compare(learned, maps(method, cascade.get(step), targets));
            found.cascading.addAll(compared);
            if (step == 0) {
                found.independent.addAll(compared); // the first step of either is the same network
            }
            if (step == cascade.size() - 1) {
                found.allRandom.addAll(compared);
            }
        }
        for (int step = 1; step < independent.size(); step++) {
            found.independent.addAll(compare(learned, maps(method, independent.get(step), targets)));
        }
        if (labels != null) {
            found.labels.addAll(compare(learned, maps(method, labels, labelTargets)));
        }
    }

    private List<HeatMap> maps(MapMethod method, Network network, int[] targets) {
        return method.maps(Subject.of(network, pictures, Targets.logit(targets))
                .layer(question.layer())
                .seed(seed)
                .workers(workers));
    }

    private List<MapComparison> compare(List<HeatMap> learned, List<HeatMap> other) {
        return IntStream.range(0, learned.size())
                .mapToObj(n -> MapComparison.of(learned.get(n), other.get(n), question.height(), question.width()))
                .toList();
    }
}
