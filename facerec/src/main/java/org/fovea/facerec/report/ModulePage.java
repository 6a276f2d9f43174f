package org.fovea.facerec.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An HTML file put together from a template, the style of all such pages, JavaScript modules and data: it needs
/// nothing beside itself. A page opened from a file cannot load modules, so they are put one after the other into one,
/// without their imports and exports.
final class ModulePage {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\R");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export ");

    private ModulePage() {}

    /// The file in UTF-8.
    ///
    /// @param template a resource beside this class, with places `{{title}}`, `{{style}}`, `{{program}}`,
    ///     `{{data}}` and `{{arrays}}`
    /// @param modules resources, each after those it imports
    /// @param data what the modules read; refers to `arrays`
    static byte[] bytes(
            String template, List<String> modules, String title, Map<String, Object> data, PageArrays arrays) {
        String json;
        try {
            json = new ObjectMapper().writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an explanation that JSON cannot hold", e);
        }
        String text = resource(template);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        Matcher place = PLACE.matcher(text);
        int end = 0;
        while (place.find()) {
            put(text.substring(end, place.start()), page);
            switch (place.group(1)) {
                case "title" -> put(Html.escape(title), page);
                case "style" -> put(resource("explain/style.css"), page);
                case "program" -> put(program(modules), page);
                case "arrays" -> arrays.write(page);
                case "data" -> put(json.replace("<", "\\u003c"), page);
                default -> throw new IllegalStateException("a place for " + place.group() + " in the page");
            }
            end = place.end();
        }
        put(text.substring(end), page);
        return page.toByteArray();
    }

    private static void put(String text, ByteArrayOutputStream page) {
        page.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String program(List<String> modules) {
        StringBuilder program = new StringBuilder();
        for (String module : modules) {
            String source = IMPORT.matcher(resource(module)).replaceAll("");
            program.append("// --- ").append(module).append('\n');
            program.append(EXPORT.matcher(source).replaceAll("")).append('\n');
        }
        return program.toString();
    }

    private static String resource(String name) {
        try (InputStream in = ModulePage.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
