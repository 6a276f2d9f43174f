package org.fovea.facerec.cli;

import java.util.List;

/// Rows of text in columns: the first column aligned left, the others right.
final class TextTable {
    private TextTable() {}

    static String of(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                String gap = " ".repeat(widths[i] - row.get(i).length());
                text.append(i == 0 ? row.get(i) + gap : "   " + gap + row.get(i));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
