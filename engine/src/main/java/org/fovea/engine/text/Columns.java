package org.fovea.engine.text;

import java.util.List;

/// A table as plain text: rows whose cells stand under each other, for letters of one width.
public final class Columns {
    private Columns() {}

    /// Sets rows in columns, each as wide as its longest cell.
    ///
    /// @param rows of as many cells each; the first may be a heading
    /// @param left so many columns, from the first on, are aligned left; those behind are aligned right, as numbers
    ///     are
    /// @param gap spaces between columns
    /// @return a line a row, without spaces at its end, each ended by `\n`
    public static String of(List<List<String>> rows, int left, int gap) {
        int[] widths = new int[rows.isEmpty() ? 0 : rows.getFirst().size()];
        for (List<String> row : rows) {
            if (row.size() != widths.length) {
                throw new IllegalArgumentException(
                        "a row of " + row.size() + " cells in a table of " + widths.length + " columns: " + row);
            }
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                String space = " ".repeat(widths[i] - cell.length());
                line.append(" ".repeat(i == 0 ? 0 : gap)).append(i < left ? cell + space : space + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
