package org.fovea.facerec.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/// JSON as the server writes and reads it: strictly, so that what is misspelt is not passed over.
final class Json {
    private static final int DEEPEST = 8;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private Json() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that JSON cannot hold", e);
        }
    }

    static <T> T read(byte[] bytes, Class<T> type) throws Problem {
        try {
            T value = MAPPER.readValue(bytes, type);
            if (value == null) {
                throw new Problem(Problem.Kind.BAD_REQUEST, "a JSON object expected, found null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "the body is not what was expected: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }
}
