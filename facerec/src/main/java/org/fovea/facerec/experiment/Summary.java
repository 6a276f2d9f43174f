package org.fovea.facerec.experiment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.evaluation.ErrorRates;
import org.fovea.facerec.evaluation.Resampled;
import org.fovea.facerec.evaluation.Scores;
import org.fovea.facerec.experiment.SummaryRow.Over;
import org.jspecify.annotations.Nullable;

/// The splits' results brought together.
final class Summary {
    private static final double CONFIDENCE = 0.95;

    /// The controls that lots decide: for networks chosen from a pool the first, for all others one of the rest.
    private static final String RANDOM_CHOICE = "pool-random";

    private static final List<String> RANDOM_REGIONS = List.of("random-discs", "random-discs-alone");

    private Summary() {}

    static Results of(ExperimentSettings settings, FaceSet faces, List<SplitResult> splits) {
        List<Cell> cells = new ArrayList<>();
        splits.forEach(split -> cells.addAll(split.cells()));
        SplitResult first = splits.getFirst();
        return new Results(
                settings,
                faces.toString(),
                cells,
                rows(
                        settings.conditions(),
                        splits.stream().map(SplitResult::resampled).toList()),
                curves(settings, splits),
                first.looks(),
                first.changed(),
                first.meanFace(),
                first.examples());
    }

    /// Every system's figures over all splits, with the differences from its controls.
    ///
    /// @param splits each split's figures over the resamples of the people, draws of one system averaged
    static List<SummaryRow> rows(List<Condition> conditions, List<Map<SystemName, Map<Condition, Resampled>>> splits) {
        Map<SystemName, Map<String, Resampled>> means = new LinkedHashMap<>();
        for (SystemName system : splits.getFirst().keySet()) {
            means.put(system, overSplits(system, conditions, splits));
        }
        List<SummaryRow> rows = new ArrayList<>();
        means.forEach((system, byCondition) -> {
            SystemName random = random(means.keySet(), system);
            byCondition.forEach((condition, own) -> rows.add(new SummaryRow(
                    system,
                    condition,
                    own.accuracy(CONFIDENCE),
                    own.eer(CONFIDENCE),
                    over(own, find(means, Ensemble.SINGLE, 1, system), condition),
                    over(own, find(means, Ensemble.PLAIN, system.members(), system), condition),
                    over(own, random == null ? null : means.get(random), condition))));
        });
        return rows;
    }

    private static Map<String, Resampled> overSplits(
            SystemName system, List<Condition> conditions, List<Map<SystemName, Map<Condition, Resampled>>> splits) {
        Map<String, Resampled> means = new LinkedHashMap<>();
        List<Resampled> covered = new ArrayList<>();
        for (Condition condition : conditions) {
            List<Resampled> parts = new ArrayList<>();
            for (Map<SystemName, Map<Condition, Resampled>> split : splits) {
                parts.add(Objects.requireNonNull(
                        Objects.requireNonNull(split.get(system)).get(condition)));
            }
            Resampled mean = Resampled.mean(parts);
            means.put(condition.label(), mean);
            if (condition != Condition.CLEAN) {
                covered.add(mean);
            }
        }
        if (!covered.isEmpty()) {
            means.put(SummaryRow.OCCLUDED, Resampled.mean(covered));
        }
        return means;
    }

    /// The figures of a control with the same fusion; null if there is none, or it is the system itself.
    private static @Nullable Map<String, Resampled> find(
            Map<SystemName, Map<String, Resampled>> means, String strategy, int members, SystemName system) {
        SystemName control = new SystemName(strategy, "control", members, system.fusion());
        return control.equals(system) ? null : means.get(control);
    }

    /// The random control of as many members, fused alike; null if there is none, or it is the system itself.
    static @Nullable SystemName random(Collection<SystemName> systems, SystemName system) {
        boolean chosen = system.strategy().startsWith("pool-");
        for (String control : chosen ? List.of(RANDOM_CHOICE) : RANDOM_REGIONS) {
            SystemName found = new SystemName(control, "control", system.members(), system.fusion());
            if (!found.equals(system) && systems.contains(found)) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Over over(Resampled own, @Nullable Map<String, Resampled> control, String condition) {
        Resampled other = control == null ? null : control.get(condition);
        return other == null ? null : new Over(own.accuracyOver(other, CONFIDENCE), own.eerOver(other, CONFIDENCE));
    }

    /// The first fusion's systems under each condition, and under all but the clean one together.
    private static List<Results.Curves> curves(ExperimentSettings settings, List<SplitResult> splits) {
        List<Condition> covered = settings.conditions().stream()
                .filter(condition -> condition != Condition.CLEAN)
                .toList();
        List<Results.Curves> curves = new ArrayList<>();
        for (SystemName system : splits.getFirst().scores().keySet()) {
            for (Condition condition : settings.conditions()) {
                curves.add(curves(system, condition.label(), List.of(condition), splits));
            }
            if (!covered.isEmpty()) {
                curves.add(curves(system, SummaryRow.OCCLUDED, covered, splits));
            }
        }
        return curves;
    }

    /// All splits' comparisons under these conditions, under one threshold.
    private static Results.Curves curves(
            SystemName system, String name, List<Condition> conditions, List<SplitResult> splits) {
        List<Tensor> scores = new ArrayList<>();
        List<int[]> labels = new ArrayList<>();
        for (SplitResult split : splits) {
            for (Condition condition : conditions) {
                scores.add(Objects.requireNonNull(
                        Objects.requireNonNull(split.scores().get(system)).get(condition)));
                labels.add(split.labels());
            }
        }
        ErrorRates rates = ErrorRates.of(Scores.ofPosteriors(together(scores), together(labels, scores)));
        return new Results.Curves(system, name, rates.roc(), rates.det());
    }

    private static Tensor together(List<Tensor> parts) {
        int rows = parts.stream().mapToInt(part -> part.shape().extent(0)).sum();
        Tensor all = Tensor.zeros(rows, parts.getFirst().shape().channels());
        int at = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.data(), 0, all.data(), at, part.size());
            at += part.size();
        }
        return all;
    }

    private static int[] together(List<int[]> parts, List<Tensor> scores) {
        int[] all = new int[scores.stream().mapToInt(s -> s.shape().extent(0)).sum()];
        int at = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
