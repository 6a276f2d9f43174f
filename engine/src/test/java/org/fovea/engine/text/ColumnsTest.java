package org.fovea.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static final List<List<String>> ROWS =
            List.of(List.of("name", "kind", "n"), List.of("a", "", "1000"), List.of("total", "x", ""));

    @Test
    void textLeftAndNumbersRight() {
        assertEquals("""
            name   kind     n
            a            1000
            total  x
            """, Columns.of(ROWS, 2, 2));
        assertEquals("""
            name    kind      n
            a              1000
            total      x
            """, Columns.of(ROWS, 1, 3));
    }

    @Test
    void rowsHaveAsManyCellsEach() {
        assertEquals("", Columns.of(List.of(), 1, 2));
        List<List<String>> ragged = List.of(List.of("a", "b"), List.of("c"));
        assertThrows(IllegalArgumentException.class, () -> Columns.of(ragged, 1, 2));
    }
}
