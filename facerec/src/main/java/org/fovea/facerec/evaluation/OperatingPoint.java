package org.fovea.facerec.evaluation;

/// What a threshold does.
///
/// @param threshold comparisons that score at least this are accepted; infinite where none is
/// @param fmr false match rate: the share of impostor comparisons accepted, 0 to 1
/// @param fnmr false non-match rate: the share of genuine comparisons refused, 0 to 1
public record OperatingPoint(double threshold, double fmr, double fnmr) {
    /// The share of genuine comparisons accepted, 1 − FNMR: the ordinate of a ROC curve, whose abscissa is the
    /// FMR.
    public double trueMatchRate() {
        return 1 - fnmr;
    }
}
