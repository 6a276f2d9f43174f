package org.fovea.facerec.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fovea.facerec.embedding.Calibration;
import org.jspecify.annotations.Nullable;

/// The answer of `fovea verify`.
///
/// @param score the cosine, −1 to 1
/// @param same whether it is called one person; null where no threshold is known
/// @param threshold null where none is known
/// @param fmr what the threshold was calibrated to; null where it was given or is not known
/// @param fnmr the false non-match rate measured with it; null likewise
/// @param calibratedOn which pairs; null where the model has no calibration
/// @param log10LikelihoodRatio null where the model has no calibration
/// @param likelihoodRatio `at least`, `at most` or empty, then how many times likelier the score is for one person than
///     for two
record Verification(
        double score,
        @Nullable Boolean same,
        @Nullable Double threshold,
        @Nullable Double fmr,
        @Nullable Double fnmr,
        @Nullable String calibratedOn,
        @Nullable Double log10LikelihoodRatio,
        @Nullable String likelihoodRatio,
        List<ComparedFace> photographs) {
    /// @param given the threshold of the command line; null where the calibration's holds
    static Verification of(
            double score, @Nullable Double given, @Nullable Calibration calibration, List<ComparedFace> photographs) {
        Calibration deciding = given == null ? calibration : null;
        Double threshold = deciding == null ? given : Double.valueOf(deciding.threshold());
        return new Verification(
                score,
                threshold == null ? null : score >= threshold,
                threshold,
                deciding == null ? null : deciding.fmr(),
                deciding == null ? null : deciding.fnmr(),
                calibration == null ? null : calibration.data(),
                calibration == null ? null : calibration.ratio().log10(score),
                calibration == null ? null : ratio(score, calibration),
                photographs);
    }

    private static String ratio(double score, Calibration calibration) {
        double log10 = calibration.ratio().log10(score);
        String bound = log10 >= calibration.ratio().highest()
                ? "at least "
                : log10 <= calibration.ratio().lowest() ? "at most " : "";
        return bound + twoDigits(Math.pow(10, log10));
    }

    /// A number above 0 with two digits that count: `0.0012`, `5.3`, `12000`.
    static String twoDigits(double value) {
        return new BigDecimal(value).round(new MathContext(2)).toPlainString();
    }

    String text() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("score", String.format(Locale.ROOT, "%.4f", score)));
        rows.add(List.of("threshold", thresholdText()));
        rows.add(List.of("likelihood ratio", likelihoodText()));
        rows.add(List.of("answer", answer()));
        for (ComparedFace face : photographs) {
            face.cautions().forEach(caution -> rows.add(List.of("less sure", caution)));
        }
        for (ComparedFace face : photographs) {
            if (face.liveness() != null) {
                rows.add(List.of("liveness", face.livenessText()));
            }
        }
        if (rows.getLast().getFirst().equals("liveness")) {
            rows.add(List.of(
                    "",
                    "a hint: learned from one collection of attacks; other cameras, screens and masks"
                            + " mislead it"));
        }
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(String.format("%-17s %s%n", row.get(0), row.get(1))));
        return text.toString();
    }

    private String answer() {
        return same == null
                ? "none: no threshold is known"
                : same ? "one person, by this threshold" : "not one person, by this threshold";
    }

    /// The threshold and what comes of it, in a line.
    String decision() {
        return "Threshold: " + thresholdText() + ". Answer: " + answer() + ".";
    }

    private String thresholdText() {
        if (threshold == null) {
            return "not known: the model's card has no calibration (fovea evaluate --calibrate writes one), and"
                    + " --threshold gives none";
        }
        if (fmr == null || fnmr == null) {
            return String.format(Locale.ROOT, "%.4f, as given", threshold);
        }
        return String.format(
                Locale.ROOT,
                "%.4f, for a false match rate of %s (then %.1f %% of one person's pairs are missed), on %s",
                threshold,
                fmr,
                100 * fnmr,
                calibratedOn);
    }

    private String likelihoodText() {
        return likelihoodRatio == null
                ? "not known"
                : likelihoodRatio + ": so many times likelier is this score for one person than for two";
    }
}
