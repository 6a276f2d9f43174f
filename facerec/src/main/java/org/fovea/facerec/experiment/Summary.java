package org.fovea.facerec.experiment;

import java.util.ArrayList;
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

    /// The controls that lots decide, each of its own number of members.
    private static final List<String> RANDOM = List.of("random-discs", "random-discs-alone", "pool-random");

    private Summary() {}

    static Results of(ExperimentSettings settings, FaceSet faces, List<SplitResult> splits) {
        List<Cell> cells = new ArrayList<>();
        splits.forEach(split -> cells.addAll(split.cells()));
        SplitResult first = splits.getFirst();
        return new Results(
                settings,
                faces.toString(),
                cells,
                rows(settings, splits),
                curves(settings, splits),
                first.looks(),
                first.changed(),
                first.meanFace());
    }

    private static List<SummaryRow> rows(ExperimentSettings settings, List<SplitResult> splits) {
        Map<SystemName, Map<String, Resampled>> means = new LinkedHashMap<>();
        for (SystemName system : splits.getFirst().resampled().keySet()) {
            means.put(system, overSplits(system, settings, splits));
        }
        List<SummaryRow> rows = new ArrayList<>();
        means.forEach((system, byCondition) -> byCondition.forEach((condition, own) -> rows.add(new SummaryRow(
                system,
                condition,
                own.accuracy(CONFIDENCE),
                own.eer(CONFIDENCE),
                over(own, find(means, Ensemble.SINGLE, 1, system), condition),
                over(own, find(means, Ensemble.PLAIN, system.members(), system), condition),
                over(own, random(means, system), condition)))));
        return rows;
    }

    private static Map<String, Resampled> overSplits(
            SystemName system, ExperimentSettings settings, List<SplitResult> splits) {
        Map<String, Resampled> means = new LinkedHashMap<>();
        List<Resampled> covered = new ArrayList<>();
        for (Condition condition : settings.conditions()) {
            List<Resampled> parts = new ArrayList<>();
            for (SplitResult split : splits) {
                parts.add(Objects.requireNonNull(
                        Objects.requireNonNull(split.resampled().get(system)).get(condition)));
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

    private static @Nullable Map<String, Resampled> random(
            Map<SystemName, Map<String, Resampled>> means, SystemName system) {
        for (String control : RANDOM) {
            Map<String, Resampled> found = find(means, control, system.members(), system);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Over over(Resampled own, @Nullable Map<String, Resampled> control, String condition) {
        Resampled other = control == null ? null : control.get(condition);
        return other == null ? null : new Over(own.accuracyOver(other, CONFIDENCE), own.eerOver(other, CONFIDENCE));
    }

    /// All splits' comparisons of the first fusion's systems under one threshold.
    private static List<Results.Curves> curves(ExperimentSettings settings, List<SplitResult> splits) {
        List<Results.Curves> curves = new ArrayList<>();
        for (SystemName system : splits.getFirst().scores().keySet()) {
            for (Condition condition : settings.conditions()) {
                List<Tensor> scores = new ArrayList<>();
                List<int[]> labels = new ArrayList<>();
                for (SplitResult split : splits) {
                    scores.add(Objects.requireNonNull(
                            Objects.requireNonNull(split.scores().get(system)).get(condition)));
                    labels.add(split.labels());
                }
                ErrorRates rates = ErrorRates.of(Scores.ofPosteriors(together(scores), together(labels, scores)));
                curves.add(new Results.Curves(system, condition.label(), rates.roc(), rates.det()));
            }
        }
        return curves;
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
