package org.fovea.facerec.experiment;

import java.util.ArrayList;
import java.util.List;
import org.fovea.facerec.evaluation.Estimate;
import org.jspecify.annotations.Nullable;

/// One system's figures under one condition over all splits: a line of `summary.csv`.
///
/// @param condition `clean`, `glasses`, `scarf`, `block`, or `occluded` for the mean of the last three
/// @param accuracy with its 95 % interval over people
/// @param eer likewise
/// @param overSingle against one network that sees the whole face, fused alike
/// @param overPlain against as many plain networks, fused alike; null where there are none
/// @param overRandom against the random control of as many members, fused alike; null where there is none
public record SummaryRow(
        SystemName system,
        String condition,
        Estimate accuracy,
        Estimate eer,
        @Nullable Over overSingle,
        @Nullable Over overPlain,
        @Nullable Over overRandom) {
    /// The mean of all conditions but the clean one.
    public static final String OCCLUDED = "occluded";

    /// Paired differences from a control.
    ///
    /// @param accuracy positive where the system is better
    /// @param eer negative where the system is better
    public record Over(Estimate accuracy, Estimate eer) {}

    /// Headings of `summary.csv`.
    static String headings() {
        List<String> names = new ArrayList<>(List.of("strategy", "driver", "members", "fusion", "condition"));
        names.addAll(List.of("accuracy", "accuracy_low", "accuracy_high", "eer", "eer_low", "eer_high"));
        for (String control : List.of("single", "plain", "random")) {
            for (String figure : List.of("accuracy", "eer")) {
                String name = figure + "_over_" + control;
                names.addAll(List.of(name, name + "_low", name + "_high"));
            }
        }
        return String.join(",", names);
    }

    /// The line of `summary.csv`.
    String line() {
        List<String> values = new ArrayList<>(List.of(
                system.strategy(), system.driver(), Integer.toString(system.members()), system.fusion(), condition));
        add(values, accuracy);
        add(values, eer);
        for (Over over : new Over[] {overSingle, overPlain, overRandom}) {
            add(values, over == null ? null : over.accuracy);
            add(values, over == null ? null : over.eer);
        }
        return String.join(",", values);
    }

    private static void add(List<String> values, @Nullable Estimate estimate) {
        values.add(estimate == null ? "" : Csv.number(estimate.value()));
        values.add(estimate == null ? "" : Csv.number(estimate.interval().low()));
        values.add(estimate == null ? "" : Csv.number(estimate.interval().high()));
    }
}
