package org.fovea.engine.network;

import java.util.List;

/// Rows of text set in columns.
final class Table {
    private Table() {}

    /// @param rows the first is the heading
    /// @param right columns from this one on are aligned right
    static String of(List<String[]> rows, int right) {
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String gap = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : "  ").append(i < right ? row[i] + gap : gap + row[i]);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
