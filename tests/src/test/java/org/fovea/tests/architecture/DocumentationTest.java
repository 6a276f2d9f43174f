package org.fovea.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.Test;

/// The pages for readers: their links lead somewhere, the README names each of them, and the files that CONTRIBUTING
/// lists are there.
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern FILE =
            Pattern.compile("`((?:engine|gradcam|facerec|tests|benchmarks|docs)/[^`\\s]+\\.\\w+)`");
    /// What CONTRIBUTING's examples would make.
    private static final Set<String> EXAMPLES = Set.of("Mish.java", "AbsoluteGradCam.java");

    private static List<Path> pages() throws IOException {
        Path root = Repository.root();
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.list(root.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> links(Path page) throws IOException {
        List<String> links = new ArrayList<>();
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
            String to = link.group(1) == null ? link.group(2) : link.group(1);
            if (!to.contains("://") && !to.startsWith("mailto:")) {
                links.add(to);
            }
        }
        return links;
    }

    /// A heading's anchor as GitHub makes it.
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        int seen = 0;
        for (Path page : pages()) {
            for (String link : links(page)) {
                String[] parts = link.split("#", 2);
                Path to = parts[0].isEmpty()
                        ? page
                        : page.resolveSibling(parts[0]).normalize();
                assertTrue(Files.exists(to), page + " links to " + link + ", which is not there");
                assertTrue(
                        parts.length == 1 || anchors(to).contains(parts[1]),
                        page + " links to " + link + ", which has no such heading");
                seen++;
            }
        }
        assertTrue(seen > 20, "links found: " + seen);
    }

    @Test
    void theReadmeNamesEveryPage() throws IOException {
        Path readme = Repository.root().resolve("README.md");
        Set<Path> named = links(readme).stream()
                .map(link -> readme.resolveSibling(link.split("#", 2)[0]).normalize())
                .collect(Collectors.toSet());
        List<Path> missing = pages().stream()
                .filter(page -> !page.equals(readme) && !named.contains(page))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void theFilesOfContributingAreThere() throws IOException {
        Path root = Repository.root();
        int seen = 0;
        Matcher file = FILE.matcher(Files.readString(root.resolve("CONTRIBUTING.md")));
        while (file.find()) {
            Path named = root.resolve(file.group(1));
            if (!EXAMPLES.contains(named.getFileName().toString())) {
                assertTrue(Files.exists(named), "CONTRIBUTING names " + file.group(1) + ", which is not there");
                seen++;
            }
        }
        assertTrue(seen > 8, "files found: " + seen);
    }
}
