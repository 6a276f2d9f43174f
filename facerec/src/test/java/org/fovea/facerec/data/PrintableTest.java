package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatSteersATerminalIsEscaped() {
        assertEquals("a\\u001b[31mb\\nc\\td\\u007f\\u0085", Printable.of("a\u001b[31mb\nc\td\u007f\u0085"));
        assertEquals("\\u202eevil\\u2066\\u2028\\ud800", Printable.of("\u202eevil\u2066\u2028\ud800"));
        assertEquals("a\\nb/c", Printable.of(Path.of("a\nb", "c")));
    }

    @Test
    void lettersOfAnyScriptStay() {
        String name = "José O’Neil 李小龍 \uD83D\uDE00 C:\\x";
        assertSame(name, Printable.of(name));
    }
}
