package org.fovea.tests.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fovea.tests.Repository;

/// The pages for readers as a static site, with the libraries' documentation in its folder `api`: README as
/// `index.html`, each other page beside its Markdown's place, and what they show or offer, copied.
///
/// `main` writes it and fails where a link leads nowhere; the build runs it after javadoc.
final class Site {
    private static final Pattern LINK = Pattern.compile("(href|src)=\"([^\"#]*)(#[^\"]*)?\"");
    private static final Pattern ANCHOR = Pattern.compile(" id=\"([^\"]+)\"");

    private final Path root;
    private final Path out;
    /// The pages' Markdown, relative to the repository, README first and the others in its order.
    private final List<Path> pages;
    /// Files that pages link to.
    private final TreeSet<Path> copies = new TreeSet<>();

    private Site(Path root, Path out) throws IOException {
        this.root = root;
        this.out = out;
        pages = pages(root);
    }

    /// @param args the folder for the site, which holds javadoc's pages in `api`
    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        write(Repository.root(), out);
        List<String> dead = deadLinks(out, true);
        if (!dead.isEmpty()) {
            dead.forEach(System.err::println);
            System.exit(1);
        }
    }

    /// Writes the site of a repository into a folder.
    ///
    /// @return how many pages
    static int write(Path root, Path out) throws IOException {
        Site site = new Site(root, out);
        Map<Path, String> titles = new LinkedHashMap<>();
        Map<Path, String> bodies = new LinkedHashMap<>();
        for (Path page : site.pages) {
            Markdown markdown = Markdown.of(Files.readString(root.resolve(page)));
            titles.put(page, markdown.title());
            bodies.put(page, markdown.html());
        }
        for (Path page : site.pages) {
            Path file = out.resolve(html(page));
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, site.page(page, titles, site.linked(page, bodies.get(page))));
        }
        for (Path copy : site.copies) {
            Path to = out.resolve(copied(copy));
            Files.createDirectories(to.resolveSibling(""));
            Files.copy(root.resolve(copy), to, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(out.resolve("site.css"), resource("site.css"));
        return site.pages.size();
    }

    private static List<Path> pages(Path root) throws IOException {
        TreeSet<Path> all = new TreeSet<>();
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.list(root.resolve("docs"))) {
            Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(file -> all.add(root.relativize(file)));
        }
        List<Path> ordered = new ArrayList<>(List.of(Path.of("README.md")));
        Matcher link = Pattern.compile("\\]\\(([^)#]+\\.md)").matcher(Files.readString(root.resolve("README.md")));
        while (link.find()) {
            Path page = Path.of(link.group(1));
            if (all.contains(page) && !ordered.contains(page)) {
                ordered.add(page);
            }
        }
        all.stream().filter(page -> !ordered.contains(page)).forEach(ordered::add);
        return ordered;
    }

    /// Where a page goes.
    private static Path html(Path page) {
        String name = page.toString().replace("\\", "/");
        return Path.of(name.equals("README.md") ? "index.html" : name.replaceAll("\\.md$", ".html"));
    }

    /// Where a file goes: sources, which browsers would offer to save, as plain text.
    private static Path copied(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean plain = name.endsWith(".java") || name.indexOf('.') < 0;
        return plain ? file.resolveSibling(name + ".txt") : file;
    }

    private String page(Path page, Map<Path, String> titles, String body) throws IOException {
        Path folder = html(page).resolveSibling("");
        StringBuilder links = new StringBuilder();
        titles.forEach((other, title) -> links.append("<li><a href=\"")
                .append(relative(folder, html(other)))
                .append(other.equals(page) ? "\" aria-current=\"page\">" : "\">")
                .append(Markdown.escaped(title))
                .append("</a></li>\n"));
        links.append("<li><a href=\"")
                .append(relative(folder, Path.of("api/index.html")))
                .append("\">The classes (javadoc)</a></li>\n");
        return resource("page.html")
                .replace("{title}", Markdown.escaped(titles.get(page)))
                .replace("{style}", relative(folder, Path.of("site.css")))
                .replace("{links}", links)
                .replace("{body}", body);
    }

    /// A page's text, its links to other files of the repository turned into links of the site.
    private String linked(Path page, String body) {
        return LINK.matcher(body).replaceAll(link -> {
            String to = link.group(2);
            if (to.isEmpty() || to.contains(":")) {
                return Matcher.quoteReplacement(link.group());
            }
            Path target = page.resolveSibling(to).normalize();
            String anchor = Objects.requireNonNullElse(link.group(3), "");
            return Matcher.quoteReplacement(
                    link.group(1) + "=\"" + relative(html(page).resolveSibling(""), place(target)) + anchor + "\"");
        });
    }

    /// Where a file of the repository is found on the site: pages, documented classes, or a copy.
    private Path place(Path target) {
        if (pages.contains(target)) {
            return html(target);
        }
        Path documented = Documented.page(root, target);
        if (documented != null) {
            return Path.of("api").resolve(documented);
        }
        if (Files.isDirectory(root.resolve(target))) {
            throw new IllegalArgumentException("a page links to the folder " + target + "; name a file in it");
        }
        copies.add(target);
        return copied(target);
    }

    private static String relative(Path folder, Path to) {
        return Path.of("/")
                .resolve(folder)
                .relativize(Path.of("/").resolve(to))
                .toString()
                .replace("\\", "/");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// The links of a written site's own pages that lead to no file or no place in it.
    ///
    /// @param api whether javadoc's pages are there to be looked for
    static List<String> deadLinks(Path out, boolean api) throws IOException {
        List<String> dead = new ArrayList<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
                if (file.startsWith(out.resolve("api"))) {
                    continue;
                }
                Matcher link = LINK.matcher(Files.readString(file));
                while (link.find()) {
                    String to = link.group(2);
                    Path target = to.isEmpty() ? file : file.resolveSibling(to).normalize();
                    if (to.contains(":") || !api && target.startsWith(out.resolve("api"))) {
                        continue;
                    }
                    if (!Files.isRegularFile(target) || !hasAnchor(target, link.group(3))) {
                        dead.add(out.relativize(file) + " links to " + link.group());
                    }
                }
            }
        }
        return dead;
    }

    private static boolean hasAnchor(Path file, String anchor) throws IOException {
        return anchor == null
                || ANCHOR.matcher(Files.readString(file)).results().anyMatch(id -> ("#" + id.group(1)).equals(anchor));
    }
}
