package org.fovea.facerec.evaluation;

import java.util.List;
import java.util.Locale;
import org.fovea.engine.tensor.Tensor;

/// What is reported of a recogniser on a test set.
///
/// @param name which recogniser
/// @param pictures how many test pictures
/// @param correct how many of them were given to the right person
/// @param accuracy the share of them, with its 95 % Wilson interval
/// @param eer the equal error rate of the posteriors as verification scores: each picture is compared with each
///     person, its own (genuine) and the others (impostors)
public record Figures(String name, int pictures, int correct, double accuracy, Interval accuracyInterval, double eer) {
    /// The figures of posteriors (N, people) for N labels.
    public static Figures of(String name, Tensor posteriors, int[] labels) {
        int correct = Accuracy.count(Accuracy.correct(1, posteriors, labels));
        return new Figures(
                name,
                labels.length,
                correct,
                (double) correct / labels.length,
                Interval.wilson(correct, labels.length, 0.95),
                SplitScores.of(posteriors, labels).eer());
    }

    /// Headings for [#row()].
    public static List<String> headings() {
        return List.of("", "accuracy", "95 % interval", "EER", "wrong");
    }

    /// The figures as a row of a table for people.
    public List<String> row() {
        return List.of(
                name,
                percent(accuracy),
                percent(accuracyInterval.low()) + " to " + percent(accuracyInterval.high()),
                percent(eer),
                (pictures - correct) + " of " + pictures);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
