package org.fovea.facerec.evaluation;

/// Where a straight piece of the curve meets FMR = FNMR.
final class Crossing {
    private Crossing() {}

    /// How far along the piece, 0 to 1, from (`fmr0`, `fnmr0`) with FMR above FNMR to (`fmr1`, `fnmr1`) with FMR
    /// below.
    static double share(double fmr0, double fnmr0, double fmr1, double fnmr1) {
        double before = fmr0 - fnmr0;
        double after = fmr1 - fnmr1;
        return before / (before - after);
    }

    /// The rate at that place.
    static double rate(double fmr0, double fmr1, double share) {
        return fmr0 + share * (fmr1 - fmr0);
    }
}
