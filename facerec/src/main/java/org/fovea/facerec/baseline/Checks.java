package org.fovea.facerec.baseline;

/// What is checked at this package's door.
final class Checks {
    private Checks() {}

    static void explained(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "components that hold " + share + " of the variance; it must be above 0 and at most 1");
        }
    }
}
