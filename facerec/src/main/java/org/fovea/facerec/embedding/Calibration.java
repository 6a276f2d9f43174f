package org.fovea.facerec.embedding;

import java.util.Locale;
import org.fovea.facerec.evaluation.ErrorRates;
import org.fovea.facerec.evaluation.FnmrAtFmr;
import org.fovea.facerec.evaluation.LikelihoodRatio;
import org.fovea.facerec.evaluation.OperatingPoint;
import org.fovea.facerec.evaluation.Scores;

/// What the scores of an embedding network mean, measured on pairs whose answer is known.
///
/// @param data the pairs it was measured on, in a line
/// @param threshold pairs that score at least this are taken for one person's
/// @param fmr the false match rate that the threshold was chosen for, 0 to 1
/// @param fnmr the false non-match rate at that threshold, 0 to 1
/// @param ratio the likelihood ratio of every score
public record Calibration(String data, double threshold, double fmr, double fnmr, LikelihoodRatio ratio) {
    public Calibration {
        if (!Double.isFinite(threshold) || !(fmr > 0 && fmr < 1) || !(fnmr >= 0 && fnmr <= 1)) {
            throw new IllegalArgumentException("a threshold of " + threshold + " for a false match rate of " + fmr
                    + " (between 0 and 1) and a false non-match rate of " + fnmr + " (0 to 1)");
        }
    }

    /// `threshold 0.3812: FMR 0.001, FNMR 0.045 on LFW's pairs`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "threshold %.4f: FMR %.2g, FNMR %.2g on %s", threshold, fmr, fnmr, data);
    }

    /// The calibration that scores show, with the lowest threshold whose false match rate is at most `fmr`.
    ///
    /// @throws IllegalArgumentException if there are too few impostor scores to speak of that rate, by the rule of
    ///     three (see [FnmrAtFmr])
    public static Calibration of(String data, Scores scores, double fmr) {
        int impostors = scores.impostor().length;
        if (!(fmr < 1) || fmr < FnmrAtFmr.lowestFmr(impostors)) {
            throw new IllegalArgumentException("a false match rate of " + fmr + " cannot be calibrated: " + impostors
                    + " impostor pairs support one from " + FnmrAtFmr.lowestFmr(impostors) + " to below 1");
        }
        OperatingPoint point = ErrorRates.of(scores).atFmr(fmr);
        return new Calibration(data, point.threshold(), fmr, point.fnmr(), LikelihoodRatio.fit(scores));
    }
}
