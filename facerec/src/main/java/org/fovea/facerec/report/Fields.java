package org.fovea.facerec.report;

import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of a JSON object in the order in which they are given: that of `Map.of` is another one in every run, and
/// the same explanation would be other bytes.
final class Fields {
    private Fields() {}

    /// @param namesAndValues names and values in turn
    static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
