package org.fovea.facerec.server;

import java.util.Map;
import java.util.TreeMap;

/// An answer to a request.
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    static final int OK = 200;
    static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, body, Map.of());
    }

    static Answer json(int status, Object value) {
        return of(status, "application/json", Json.bytes(value));
    }

    static Answer json(Object value) {
        return json(OK, value);
    }

    static Answer empty() {
        return of(NO_CONTENT, "", new byte[0]);
    }

    Answer with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(headers);
        all.putAll(more);
        return new Answer(status, contentType, body, Map.copyOf(all));
    }

    @Override
    public String toString() {
        return status + " " + contentType + ", " + body.length + " bytes";
    }
}
