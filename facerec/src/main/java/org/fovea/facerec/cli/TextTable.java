package org.fovea.facerec.cli;

import java.util.List;
import org.fovea.engine.text.Columns;

/// Rows of text in columns as the commands print them: the first column aligned left, the others right.
final class TextTable {
    private TextTable() {}

    static String of(List<List<String>> rows) {
        return Columns.of(rows, 1, 3);
    }
}
