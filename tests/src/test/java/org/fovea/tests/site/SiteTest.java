package org.fovea.tests.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The site of the pages for readers: whole, and without a link that leads nowhere. Links into javadoc's pages are
/// followed by the build, which has them.
class SiteTest {
    @TempDir
    private Path out;

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        int pages = Site.write(Repository.root(), out);
        assertTrue(pages > 10, "pages: " + pages);
        assertEquals(List.of(), Site.deadLinks(out, false));
        String chapter = Files.readString(out.resolve("docs/how-grad-cam-works.html"));
        assertTrue(chapter.contains("href=\"../api/org.fovea.gradcam/org/fovea/gradcam/method/GradCam.html\""));
        assertTrue(chapter.contains("href=\"worksheet-2-averaging.html\""));
        assertTrue(chapter.contains("<td align=\"right\">0.005405</td>"), "tables are tables");
        assertTrue(Files.exists(out.resolve("docs/how-grad-cam-works/overlay.png")));
    }

    @Test
    void linksThatLeadNowhereAreFound() throws IOException {
        Files.createDirectories(out.resolve("docs"));
        Files.writeString(out.resolve("index.html"), "<a href=\"docs/b.html#here\"> <a href=\"c.html\">");
        Files.writeString(
                out.resolve("docs/b.html"), "<h2 id=\"there\"> <a href=\"../index.html\"> <img src=\"d.png\">");
        List<String> dead = Site.deadLinks(out, true);
        assertEquals(3, dead.size(), dead.toString());
        assertFalse(dead.toString().contains("index.html\""), dead.toString());
    }
}
