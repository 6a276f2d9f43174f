package org.fovea.facerec.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An operation: where it is, what it needs, and what it does.
///
/// @param template the path, with braces around what varies
/// @param role whose key it needs
/// @param query the parameters that it knows
/// @param photographs whether its body holds photographs, of which there are only so many at a time
record Route(String method, String template, Role role, Set<String> query, boolean photographs, Handler handler) {
    /// What an operation does.
    interface Handler {
        /// @throws IllegalArgumentException if the request is not right
        Answer answer(Request request) throws Problem, IOException;
    }

    static Route of(String method, String template, Role role, Handler handler, String... query) {
        return new Route(method, template, role, Set.of(query), false, handler);
    }

    static Route ofPhotographs(String template, Role role, Handler handler, String... query) {
        return new Route("POST", template, role, Set.of(query), true, handler);
    }

    /// The values in the braces, where this path fits the template; null where not.
    @Nullable
    Map<String, String> match(List<String> segments) {
        List<String> wanted = segments(template);
        if (wanted.size() != segments.size()) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            if (part.startsWith("{")) {
                if (segments.get(i).isEmpty()) {
                    return null;
                }
                values.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return null;
            }
        }
        return values;
    }

    /// What stands between the slashes of a path, as it stands there.
    static List<String> segments(String path) {
        return new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    }
}
