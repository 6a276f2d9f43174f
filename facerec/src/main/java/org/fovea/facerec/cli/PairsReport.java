package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.fovea.facerec.evaluation.FnmrAtFmr;
import org.fovea.facerec.evaluation.FoldedAccuracy;
import org.fovea.facerec.evaluation.Interval;
import org.fovea.facerec.verification.PairFigures;
import org.fovea.facerec.verification.Photo;
import org.jspecify.annotations.Nullable;

/// The figures of `fovea evaluate --lfw`.
///
/// @param thresholdsFrom which pairs the thresholds are from
/// @param accuracy the mean of the folds, or the share of all pairs where the threshold is from another list
/// @param standardError of the folds' mean; null where the threshold is from another list
/// @param interval of the EER, drawing people anew, 95 %
/// @param notFound the photographs in which no face was found
record PairsReport(
        String model,
        int pairs,
        int photographs,
        List<String> notFound,
        String thresholdsFrom,
        double accuracy,
        @Nullable Double standardError,
        List<FoldedAccuracy.Fold> folds,
        double eer,
        Interval interval,
        double auc,
        List<Rate> fnmr) {
    /// An FNMR for JSON, which knows no optional numbers.
    ///
    /// @param fnmr null where the impostor pairs are too few to tell
    record Rate(double fmr, int impostors, @Nullable Double fnmr) {
        private static Rate of(FnmrAtFmr rate) {
            OptionalDouble fnmr = rate.fnmr();
            return new Rate(rate.fmr(), rate.impostors(), fnmr.isPresent() ? fnmr.getAsDouble() : null);
        }

        private FnmrAtFmr rate() {
            return new FnmrAtFmr(fmr, impostors, fnmr == null ? OptionalDouble.empty() : OptionalDouble.of(fnmr));
        }
    }

    /// What the figures do not tell, in the lines that follow them.
    private static final String BEYOND = """

        What this does not tell: how well other people are told apart. The faces are public figures of
        the 2000s photographed by the press, mostly adult, male, light-skinned, frontal and well lit. A
        model of 99.7 % here has been measured at 51 to 69 % on other populations. Nor does it tell of
        low false match rates: some hundreds of impostor pairs bear out no rate below one in a hundred.
        Measure on photographs like those you mean to compare, and calibrate there (--calibrate).
        """;

    /// @param thresholdsFrom which pairs the thresholds are from
    static PairsReport of(String model, PairFigures figures, String thresholdsFrom) {
        return new PairsReport(
                model,
                figures.scores().length,
                figures.photographs(),
                figures.notFound().stream().map(PairsReport::name).toList(),
                thresholdsFrom,
                figures.accuracy(),
                figures.standardError(),
                figures.folds(),
                figures.eer(),
                figures.eerInterval(),
                figures.auc(),
                figures.fnmr().stream().map(Rate::of).toList());
    }

    private static String name(Photo photo) {
        return photo.person() + " " + photo.number();
    }

    String text() {
        DoubleSummaryStatistics thresholds =
                folds.stream().mapToDouble(FoldedAccuracy.Fold::threshold).summaryStatistics();
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"model", model});
        rows.add(new String[] {"pairs", pairs + " of " + photographs + " photographs"});
        rows.add(new String[] {
            "no face found", notFound.isEmpty() ? "in none" : notFound.size() + ": " + String.join(", ", notFound)
        });
        rows.add(new String[] {
            "accuracy",
            String.format(Locale.ROOT, "%.2f %%", 100 * accuracy)
                    + (standardError == null ? "" : String.format(Locale.ROOT, " ± %.2f", 100 * standardError))
                    + ", thresholds "
                    + thresholdsFrom
                    + String.format(Locale.ROOT, ", %.3f to %.3f", thresholds.getMin(), thresholds.getMax())
        });
        rows.add(new String[] {
            "EER",
            String.format(
                    Locale.ROOT,
                    "%.2f %%, 95 %% interval %.2f to %.2f",
                    100 * eer,
                    100 * interval.low(),
                    100 * interval.high())
        });
        rows.add(new String[] {"AUC", String.format(Locale.ROOT, "%.5f", auc)});
        fnmr.forEach(rate -> rows.add(new String[] {"", rate.rate().toString()}));
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(String.format("%-14s %s%n", row[0], row[1])));
        return text.append(BEYOND.replace("\n", System.lineSeparator())).toString();
    }
}
