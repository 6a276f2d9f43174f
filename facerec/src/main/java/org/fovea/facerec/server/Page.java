package org.fovea.facerec.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The page and the description of the operations: files beside this class, each at one address and no others.
final class Page {
    static final String HTML = "text/html; charset=utf-8";
    private static final String MODULE = "text/javascript; charset=utf-8";

    /// For pages that bring scripts in themselves: they are of no origin, and can load and send nothing.
    static final Map<String, String> ALONE = Map.of(
            "Content-Security-Policy",
            "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
                    + " img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'");

    private static Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("index.html", HTML);
        types.put("frame.html", HTML);
        types.put("page.css", "text/css; charset=utf-8");
        for (String module : List.of("page", "api", "elements", "photograph", "camera", "why")) {
            types.put(module + ".js", MODULE);
        }
        types.put("openapi.yaml", "application/yaml");
        return types;
    }

    private Page() {}

    static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        types().forEach((file, type) -> {
            Answer read = Answer.of(Answer.OK, type, read(file));
            Answer answer = file.equals("frame.html") ? read.with(ALONE) : read;
            String address = file.equals("index.html") ? "/" : "/" + file;
            routes.add(Route.of("GET", address, Role.NOBODY, request -> answer));
        });
        return routes;
    }

    private static byte[] read(String file) {
        try (InputStream in = Page.class.getResourceAsStream("page/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
