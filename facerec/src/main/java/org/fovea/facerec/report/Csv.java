package org.fovea.facerec.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Lines of a table for programs, as RFC 4180 has them.
final class Csv {
    private Csv() {}

    /// Six digits that count; nothing where there is no number.
    static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }

    static void line(StringBuilder csv, List<String> fields) {
        csv.append(fields.stream().map(Csv::quoted).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String quoted(String field) {
        return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
