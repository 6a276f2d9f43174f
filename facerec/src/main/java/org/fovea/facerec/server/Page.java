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
    private static final String MODULE = "text/javascript; charset=utf-8";

    private static Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("index.html", "text/html; charset=utf-8");
        types.put("page.css", "text/css; charset=utf-8");
        types.put("page.js", MODULE);
        types.put("api.js", MODULE);
        types.put("photograph.js", MODULE);
        types.put("camera.js", MODULE);
        types.put("openapi.yaml", "application/yaml");
        return types;
    }

    private Page() {}

    static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        types().forEach((file, type) -> {
            Answer answer = Answer.of(Answer.OK, type, read(file));
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
