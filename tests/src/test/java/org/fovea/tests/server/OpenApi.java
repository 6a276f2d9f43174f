package org.fovea.tests.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The description of the server's operations, and whether an answer is what it says.
final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final JsonNode document;
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    OpenApi(byte[] yaml) throws IOException {
        document = new YAMLMapper().readTree(yaml);
    }

    JsonNode document() {
        return document;
    }

    /// The paths, each with the methods that it has.
    Map<String, Set<String>> operations() {
        Map<String, Set<String>> operations = new TreeMap<>();
        document.get("paths").properties().forEach(path -> {
            Set<String> methods = new TreeSet<>();
            path.getValue().fieldNames().forEachRemaining(name -> {
                if (METHODS.contains(name)) {
                    methods.add(name.toUpperCase(Locale.ROOT));
                }
            });
            operations.put(path.getKey(), methods);
        });
        return operations;
    }

    /// Holds an answer to the description: the operation is there, and so is the status, the content type, and the
    /// body's form.
    void check(HttpResponse<byte[]> response) throws IOException {
        String method = response.request().method();
        String path = response.request().uri().getRawPath();
        String asked = method + " " + path + " → " + response.statusCode();
        JsonNode operation = operation(method, path);
        assertNotNull(operation, asked + ": no such operation is described");
        JsonNode answers = operation.get("responses");
        String status = Integer.toString(response.statusCode());
        boolean described = answers.has(status);
        assertTrue(described || response.statusCode() >= 400, asked + ": no such status is described");
        JsonNode answer = resolved(answers.get(described ? status : "default"));
        if (!answer.has("content")) {
            assertEquals(0, response.body().length, asked);
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode content = answer.get("content").get(type);
        assertNotNull(content, asked + ": the content type " + type + " is not described");
        if (type.endsWith("json")) {
            JsonNode body = JSON.readTree(response.body());
            Set<ValidationMessage> wrong = schema(content.get("schema")).validate(body);
            assertTrue(wrong.isEmpty(), asked + ": " + wrong + " in " + body);
            if (type.equals("application/problem+json")) {
                assertEquals(response.statusCode(), body.get("status").asInt(), asked);
            }
        } else {
            assertFalse(new String(response.body(), StandardCharsets.UTF_8).isBlank(), asked);
        }
    }

    private JsonNode operation(String method, String path) {
        for (Map.Entry<String, JsonNode> one : document.get("paths").properties()) {
            if (path.matches(one.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
                return one.getValue().get(method.toLowerCase(Locale.ROOT));
            }
        }
        return null;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private JsonSchema schema(JsonNode node) {
        return schemas.computeIfAbsent(node, one -> {
            ObjectNode whole = JSON.createObjectNode();
            whole.set("components", document.get("components"));
            whole.putArray("allOf").add(one);
            return factory.getSchema(whole);
        });
    }
}
