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

/// The pages for readers: their links lead somewhere, the README names each of them, the files that CONTRIBUTING lists
/// and the classes that any of them names are there, and quoted code is the sources'.
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern FILE =
            Pattern.compile("`((?:engine|gradcam|facerec|tests|benchmarks|docs)/[^`\\s]+\\.\\w+)`");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+[A-Z0-9]\\w*)[`.#(]");
    private static final Pattern CODE = Pattern.compile("(?s)```java\n(.*?)```");
    /// What CONTRIBUTING's examples would make.
    private static final Set<String> EXAMPLES = Set.of("Mish.java", "AbsoluteGradCam.java");

    private static final Set<String> OF_THE_JDK = Set.of("FloatVector.java");

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

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("engine", "gradcam", "facerec", "facerec/spark", "benchmarks", "tests")) {
            try (Stream<Path> files =
                    Files.walk(Repository.root().resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    @Test
    void classesThatPagesNameAreThere() throws IOException {
        Set<String> there =
                sources().stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        there.addAll(EXAMPLES);
        there.addAll(OF_THE_JDK);
        int seen = 0;
        for (Path page : pages()) {
            Matcher name = CLASS.matcher(Files.readString(page));
            while (name.find()) {
                assertTrue(there.contains(name.group(1) + ".java"), page + " names " + name.group(1));
                seen++;
            }
        }
        assertTrue(seen > 30, "classes found: " + seen);
    }

    /// All but its first piece of code, which is the reader's own.
    @Test
    void theLinesOfATrainingStepAreTheEnginesOwn() throws IOException {
        StringBuilder engine = new StringBuilder();
        for (Path source : sources()) {
            if (source.startsWith(Repository.root().resolve("engine/src/main"))) {
                engine.append(onOneLine(Files.readString(source))).append(' ');
            }
        }
        String page = Files.readString(Repository.root().resolve("docs/a-training-step.md"));
        List<String> lines = CODE.matcher(page)
                .results()
                .skip(1)
                .flatMap(code -> code.group(1).lines())
                .map(DocumentationTest::onOneLine)
                .toList();
        assertTrue(lines.size() > 25, "lines found: " + lines.size());
        assertEquals(
                List.of(),
                lines.stream().filter(line -> engine.indexOf(line) < 0).toList());
    }

    private static String onOneLine(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
