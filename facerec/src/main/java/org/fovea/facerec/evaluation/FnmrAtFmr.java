package org.fovea.facerec.evaluation;

import java.util.Locale;
import java.util.OptionalDouble;

/// The lowest FNMR that can be had at a false match rate of at most `fmr`, if that can be said at all.
///
/// By the **rule of three**, no false match in n independent comparisons shows, at 95 % confidence, an FMR below 3/n
/// and no more (ISO/IEC 19795-1, annex B; comparisons that share people are not independent, so the true bound is
/// higher). An FMR below 3/n is therefore not supported, and has no FNMR here.
///
/// @param fmr the false match rate asked for, 0 to 1
/// @param impostors the number of impostor comparisons
/// @param fnmr the false non-match rate there, 0 to 1; empty where `fmr` is below 3 / `impostors`
public record FnmrAtFmr(double fmr, int impostors, OptionalDouble fnmr) {
    /// The lowest false match rate that so many impostor comparisons support: 3/n, at most 1.
    public static double lowestFmr(int impostors) {
        return Math.min(1, 3.0 / impostors);
    }

    /// `FNMR 4.29 % at FMR 0.001 (10920 impostor pairs)`, or why there is none.
    @Override
    public String toString() {
        String at = " at FMR " + fmr + " ";
        if (fnmr.isPresent()) {
            return String.format(Locale.ROOT, "FNMR %.2f %%", 100 * fnmr.getAsDouble())
                    + at
                    + "("
                    + impostors
                    + " impostor pairs)";
        }
        return "FNMR" + at + "not supportable: "
                + String.format(
                        Locale.ROOT,
                        "%d impostor pairs support an FMR of %.2g or more",
                        impostors,
                        lowestFmr(impostors));
    }
}
