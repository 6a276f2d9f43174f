package org.fovea.tests.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which sources javadoc writes a page of: the public types of the packages that modules export.
final class Documented {
    private static final Pattern SOURCE = Pattern.compile("(engine|gradcam|facerec)/src/main/java/(.+)/(\\w+)\\.java");

    private Documented() {}

    /// The page of a source within javadoc's folder; null where it has none.
    ///
    /// @param source relative to the repository
    static @Nullable Path page(Path root, Path source) {
        Matcher found = SOURCE.matcher(source.toString().replace("\\", "/"));
        if (!found.matches()) {
            return null;
        }
        String name = found.group(3);
        String exported = "exports " + found.group(2).replace('/', '.') + ";";
        boolean open = Pattern.compile("(?m)^public .*\\b" + name + "\\b")
                .matcher(read(root.resolve(source)))
                .find();
        return open
                        && read(root.resolve(found.group(1) + "/src/main/java/module-info.java"))
                                .contains(exported)
                ? Path.of("org.fovea." + found.group(1), found.group(2), name + ".html")
                : null;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
