package org.fovea.facerec.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {
    @Test
    void fieldsStandAsTheyWereGiven() {
        var fields = Fields.of("width", 3, "channels", 1, "a", "x", "height", 2);
        assertEquals(List.of("width", "channels", "a", "height"), List.copyOf(fields.keySet()));
        assertEquals(List.of(3, 1, "x", 2), List.copyOf(fields.values()));
    }
}
