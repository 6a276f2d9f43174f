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
import org.fovea.facerec.data.Picture;
import org.fovea.gradcam.explanation.Explanation;
import org.jspecify.annotations.Nullable;

/// The page that walks through the making of one map: an HTML file that holds its style, its programs and all its
/// numbers, and needs nothing else.
///
/// The programs lie beside this class as JavaScript modules, in the folder `explain`. A page opened from a file cannot
/// load modules, so they are put one after the other into one, without their imports and exports.
///
/// @param explanation what the page shows
/// @param title what is explained, in a line
/// @param classes names, in the order of the outputs; empty where they have none
/// @param picture the part of the picture that the network read, of the size of its input
/// @param method the method whose map the page begins with, as the command line has it
/// @param pictureMaxima of several pictures explained together, the largest cell of each one's map: for one scale
///     across them; empty for a single picture
/// @param links other pages of the same run: address and text
/// @param member the network's place among others; null for a network that is alone and sees the whole picture
public record ExplainPage(
        Explanation explanation,
        String title,
        List<String> classes,
        Picture picture,
        String method,
        float[] pictureMaxima,
        List<Map<String, String>> links,
        @Nullable Member member) {
    /// A network's place among those that answer together.
    ///
    /// @param frame the whole frame, grey where the network does not see it; null if it sees all of it
    /// @param note what it sees, and what they answer together, in a sentence or two
    public record Member(@Nullable Picture frame, String note) {}

    private static final List<String> MODULES = List.of(
            "arithmetic.js",
            "data.js",
            "derivation.js",
            "colours.js",
            "draw.js",
            "state.js",
            "outputs.js",
            "layers.js",
            "channels.js",
            "sums.js",
            "display.js",
            "methods.js",
            "checks.js",
            "save.js",
            "main.js");

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\R");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export ");

    /// The whole file.
    public String html() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /// The whole file as it is stored, in UTF-8. Nearly all of it is arrays of numbers, which are put in as the
    /// bytes they are.
    public byte[] bytes() {
        PageArrays arrays = new PageArrays();
        String json;
        try {
            json = new ObjectMapper().writeValueAsString(new ExplainData(explanation, arrays).data(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an explanation that JSON cannot hold", e);
        }
        String template = resource("explain.html");
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        Matcher place = PLACE.matcher(template);
        int end = 0;
        while (place.find()) {
            put(template.substring(end, place.start()), page);
            switch (place.group(1)) {
                case "title" -> put(Html.escape(title), page);
                case "style" -> put(resource("style.css"), page);
                case "program" -> put(program(), page);
                case "arrays" -> arrays.write(page);
                case "data" -> put(json.replace("<", "\\u003c"), page);
                default -> throw new IllegalStateException("a place for " + place.group() + " in the page");
            }
            end = place.end();
        }
        put(template.substring(end), page);
        return page.toByteArray();
    }

    private static void put(String text, ByteArrayOutputStream page) {
        page.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String program() {
        StringBuilder program = new StringBuilder();
        for (String module : MODULES) {
            String source = IMPORT.matcher(resource(module)).replaceAll("");
            program.append("// --- ").append(module).append('\n');
            program.append(EXPORT.matcher(source).replaceAll("")).append('\n');
        }
        return program.toString();
    }

    private static String resource(String name) {
        try (InputStream in = ExplainPage.class.getResourceAsStream("explain/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
