package org.fovea.facerec.experiment;

import java.util.Locale;

/// Numbers in comma-separated files.
final class Csv {
    private Csv() {}

    /// Six digits behind the point; nothing where there is no number.
    static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
    }
}
