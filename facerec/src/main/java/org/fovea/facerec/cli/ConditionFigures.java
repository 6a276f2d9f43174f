package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.evaluation.Figures;
import org.fovea.facerec.evaluation.Interval;
import org.jspecify.annotations.Nullable;

/// Figures of one recogniser under one condition.
///
/// @param name which recogniser
/// @param condition what lies on the faces, or `occluded` for the mean over all that cover something
/// @param pictures how many were recognised, in a mean those of all its conditions
/// @param correct how many of them were given to the right person
/// @param accuracyInterval 95 %; null for a mean
record ConditionFigures(
        String name,
        String condition,
        int pictures,
        int correct,
        double accuracy,
        @Nullable Interval accuracyInterval,
        double eer) {
    private static final String OCCLUDED = "occluded";

    static ConditionFigures of(Figures figures, Condition condition) {
        return new ConditionFigures(
                figures.name(),
                condition.label(),
                figures.pictures(),
                figures.correct(),
                figures.accuracy(),
                figures.accuracyInterval(),
                figures.eer());
    }

    /// The faces under a condition. Each condition has random numbers of its own.
    static FaceSet under(Condition condition, FaceSet faces, long seed) {
        if (condition == Condition.CLEAN) {
            return faces;
        }
        Xoshiro256 random = new Xoshiro256(new Xoshiro256(seed).nextLong() ^ condition.ordinal());
        List<Picture> covered = new ArrayList<>();
        for (Picture picture : faces.pictures()) {
            covered.add(condition.apply(picture, random));
        }
        return FaceSet.of(covered, faces.labels(), faces.names());
    }

    /// For each recogniser the mean over the conditions that cover something, which count alike.
    static List<ConditionFigures> means(List<ConditionFigures> figures) {
        List<String> covering =
                Condition.occluded().stream().map(Condition::label).toList();
        List<ConditionFigures> means = new ArrayList<>();
        for (String name : names(figures)) {
            List<ConditionFigures> own = figures.stream()
                    .filter(f -> f.name.equals(name) && covering.contains(f.condition))
                    .toList();
            means.add(new ConditionFigures(
                    name,
                    OCCLUDED,
                    own.stream().mapToInt(ConditionFigures::pictures).sum(),
                    own.stream().mapToInt(ConditionFigures::correct).sum(),
                    mean(own, ConditionFigures::accuracy),
                    null,
                    mean(own, ConditionFigures::eer)));
        }
        return means;
    }

    private static double mean(List<ConditionFigures> figures, ToDoubleFunction<ConditionFigures> value) {
        return figures.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private static Set<String> names(List<ConditionFigures> figures) {
        Set<String> names = new LinkedHashSet<>();
        figures.forEach(f -> names.add(f.name));
        return names;
    }

    /// Two tables for people, of the accuracy and of the EER: a row a recogniser, a column a condition.
    static String text(List<ConditionFigures> figures) {
        return TextTable.of(rows("accuracy", figures, ConditionFigures::accuracy))
                + System.lineSeparator()
                + TextTable.of(rows("EER", figures, ConditionFigures::eer));
    }

    private static List<List<String>> rows(
            String what, List<ConditionFigures> figures, ToDoubleFunction<ConditionFigures> value) {
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of(what));
        for (Condition condition : Condition.values()) {
            heading.add(condition.label());
        }
        heading.add(OCCLUDED);
        rows.add(heading);
        for (String name : names(figures)) {
            List<String> row = new ArrayList<>(List.of(name));
            figures.stream()
                    .filter(f -> f.name.equals(name))
                    .forEach(f -> row.add(String.format(Locale.ROOT, "%.2f %%", 100 * value.applyAsDouble(f))));
            rows.add(row);
        }
        return rows;
    }
}
