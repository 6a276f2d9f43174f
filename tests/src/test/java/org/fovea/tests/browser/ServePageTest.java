package org.fovea.tests.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fovea.facerec.server.ApiKeys;
import org.fovea.facerec.server.FoveaServer;
import org.fovea.facerec.server.Role;
import org.fovea.facerec.server.ServerSettings;
import org.fovea.tests.server.PaintedFaces;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The page of `fovea serve`, by hand and by keyboard.
@Tag("slow")
class ServePageTest {
    @TempDir
    private static Path folder;

    private static Browser browser;

    @TempDir
    private Path galleries;

    private FoveaServer server;

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.open(Files.createDirectories(folder.resolve("profile")));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = FoveaServer.start(ServerSettings.local(galleries), PaintedFaces.MODEL, new PaintedFaces());
        browser.size(1200, 1000, false);
        browser.scheme("light");
        browser.load(server.address());
        browser.evaluate("window.confirm = () => true");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void photograph(String figure, int faces, int person, int take) throws IOException {
        Path file = folder.resolve("photo-" + faces + "-" + person + "-" + take + ".png");
        Files.write(file, PaintedFaces.png(faces, person, take));
        browser.upload(figure + " input[type=file]", file);
        browser.await("return /face/.test(document.querySelector('" + figure + " .found').textContent)"
                + " && !/Looking/.test(document.querySelector('" + figure + " .found').textContent)");
    }

    private void makeCollection() {
        browser.press("#collection-name", "staff", Keys.ENTER);
        browser.await("return document.querySelector('#collection').value === 'staff'"
                + " && !document.querySelector('#calibrate').disabled");
    }

    private void enrol(String name) {
        browser.evaluate(
                "document.querySelector('#answer').replaceChildren(); document.querySelector('#person').value = ''");
        browser.press("#person", name, Keys.ENTER);
        browser.await(
                "return document.querySelector('#answer h3') && !document.querySelector('#enrol-button').disabled");
    }

    private String answer(String button) {
        browser.evaluate("document.querySelector('#answer').replaceChildren()");
        browser.click(button);
        browser.await("return document.querySelector('#answer h3')");
        return browser.text("#answer");
    }

    @Test
    void peopleAreEnrolledFoundComparedAndRemoved() throws IOException {
        makeCollection();
        photograph("#photo-a", 1, 1, 0);
        enrol("Ada <b>&amp;");
        assertEquals("Ada <b>&amp; is enrolled", browser.text("#answer h3"));
        browser.await("return document.querySelectorAll('#people li button').length === 1");
        assertTrue(browser.text("#people").contains("Ada <b>&amp; (1 picture)"), browser.text("#people"));

        photograph("#photo-a", 1, 1, 2);
        String found = answer("#identify");
        assertTrue(found.contains("No threshold is set") && found.contains("Ada <b>&amp;"), found);
        photograph("#photo-b", 1, 1, 3);
        String compared = answer("#compare");
        assertTrue(compared.contains("No threshold is known") && compared.contains("Score 0."), compared);
        String few = answer("#calibrate");
        assertTrue(few.contains("Not done") && few.contains("people"), few);

        browser.click("#people button");
        browser.await("return /Nobody/.test(document.querySelector('#people').textContent)");
        assertTrue(browser.text("#people").contains("Nobody yet."), browser.text("#people"));
    }

    @Test
    void oneOfSeveralFacesIsChosenByItsNumber() throws IOException {
        makeCollection();
        photograph("#photo-a", 2, 4, 0);
        assertTrue(browser.text("#photo-a .found").startsWith("2 faces"), browser.text("#photo-a .found"));
        enrol("Bo");
        assertTrue(
                browser.text("#answer").contains("2 faces and none is clearly the largest"), browser.text("#answer"));
        browser.press("#photo-a .drop", "2");
        assertEquals("Face 2 of 2 is chosen.", browser.text("#photo-a .found"));
        enrol("Bo");
        assertEquals("Bo is enrolled", browser.text("#answer h3"));
        browser.click("#photo-a [data-do=clear]");
        assertEquals(Boolean.TRUE, browser.evaluate("return document.querySelector('#identify').disabled"));
    }

    @Test
    void whyIsShownForBothFacesAndInAFrameThatReachesNothing() throws IOException {
        photograph("#photo-a", 1, 1, 2);
        photograph("#photo-b", 1, 200, 3);
        answer("#compare");
        assertWhy();
        browser.scheme("dark");
        browser.await("return document.querySelector('.why iframe')");
        keep("why-dark");
        browser.scheme("light");
        browser.size(360, 780, true);
        browser.evaluate("document.querySelector('.sides').scrollIntoView()");
        browser.settle();
        assertTrue(browser.number("return document.documentElement.scrollWidth") <= 360, "nothing sticks out");
        keep("why-phone");
        assertEquals(List.of(), browser.complaints());
    }

    /// Asks why, and looks at the maps and into the frame.
    private void assertWhy() throws IOException {
        browser.click(".why button");
        browser.await("return document.querySelectorAll('.why img').length === 4"
                + " && [...document.querySelectorAll('.why img')].every(i => i.naturalWidth > 0)");
        assertEquals(48, browser.number("return document.querySelector('.why img').naturalWidth"));
        String said = browser.text(".why");
        assertTrue(said.contains("alike +") && said.contains("against −"), said);
        browser.click(".why summary");
        browser.await("return document.querySelector('.why iframe')");
        assertEquals(
                "allow-scripts",
                browser.evaluate("return document.querySelector('.why iframe').getAttribute('sandbox')"));
        assertTrue(browser.element(".why a[download]").isDisplayed());
        browser.inFrame(".why iframe", () -> {
            assertTrue(browser.text("h1").startsWith("Why "), browser.text("h1"));
            assertTrue(browser.number("return document.querySelectorAll('canvas').length") >= 6);
            assertEquals("null", browser.evaluate("return self.origin"));
            assertEquals(
                    "refused", browser.evaluate("try { return parent.document.title } catch { return 'refused' }"));
            assertEquals("refused", browser.evaluate("""
                return fetch('/v1', {mode: 'no-cors'}).then(() => 'answered', () => 'refused')\
                """));
        });
        browser.complaints(); // that of the fetch
        browser.evaluate("document.querySelector('.why').scrollIntoView()");
        browser.settle();
        keep("why");
    }

    @Test
    void whyItIsAPersonIsShownWherePhotographsAreKept() throws IOException {
        makeCollection();
        photograph("#photo-a", 1, 1, 0);
        enrol("</script><script>alert(1)</script>");
        photograph("#photo-a", 1, 1, 1);
        String without = answer("#identify");
        assertTrue(without.contains("keeps no enrolled photographs"), without);
        server.close();
        server = FoveaServer.start(
                ServerSettings.local(galleries.resolve("kept")).withKeepPhotos(galleries.resolve("photos")),
                PaintedFaces.MODEL,
                new PaintedFaces());
        browser.load(server.address());
        makeCollection();
        photograph("#photo-a", 1, 1, 0);
        enrol("</script><script>alert(1)</script>");
        photograph("#photo-a", 1, 1, 1);
        answer("#identify");
        assertWhy();
        browser.inFrame(
                ".why iframe",
                () -> assertEquals(
                        "Why the photograph is like </script><script>alert(1)</script>, enrolled, and why not",
                        browser.text("h1")));
    }

    @Test
    void theCameraTakesAPhotograph() {
        browser.click("#photo-a [data-do=camera]");
        browser.await(
                "return document.querySelector('#camera').open" + " && document.querySelector('video').videoWidth > 0");
        browser.click("#shoot");
        browser.await("return !document.querySelector('#camera').open"
                + " && /face/.test(document.querySelector('#photo-a .found').textContent)"
                + " && !/Looking/.test(document.querySelector('#photo-a .found').textContent)");
        assertTrue(
                browser.number("return document.querySelector('#photo-a canvas').width") > 300,
                browser.text("#photo-a .found"));
    }

    @Test
    void aKeyIsAskedForAndDecidesWhatCanBeDone() throws IOException {
        server.close();
        String key = ApiKeys.fresh();
        Path file = Files.writeString(folder.resolve("keys"), ApiKeys.line(key, Role.READ, "door"));
        server = FoveaServer.start(
                ServerSettings.local(galleries.resolve("keyed")).withKeys(ApiKeys.read(file)),
                PaintedFaces.MODEL,
                new PaintedFaces());
        browser.load(server.address());
        assertTrue(browser.element("#key").isDisplayed());
        browser.press("#key", key, Keys.ENTER);
        browser.await("return /may ask alone/.test(document.querySelector('#about').textContent)");
        assertTrue(browser.text("#about").contains("this key may ask alone"), browser.text("#about"));
        assertEquals(Boolean.TRUE, browser.evaluate("return document.querySelector('#enrol-button').disabled"));
    }

    @Test
    void thePageFitsATelephoneAndTheDark() throws IOException {
        makeCollection();
        photograph("#photo-a", 2, 4, 0);
        String ground = "return getComputedStyle(document.body).backgroundColor";
        Object light = browser.evaluate(ground);
        keep("light");
        browser.scheme("dark");
        assertNotEquals(light, browser.evaluate(ground));
        keep("dark");
        browser.size(360, 780, true);
        browser.settle();
        assertTrue(browser.number("return document.documentElement.scrollWidth") <= 360, "nothing sticks out");
        keep("phone");
        assertEquals(
                List.of(),
                browser.evaluate(
                        "return [...document.querySelectorAll('button, input:not([type=file]), select')].filter(e =>"
                            + " !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).map(e => e.outerHTML)"));
        assertEquals(List.of(), browser.complaints());
    }

    /// Screenshots to be looked at, where the system property `fovea.screenshots` names a folder.
    private static void keep(String name) throws IOException {
        String where = System.getProperty("fovea.screenshots", System.getenv("FOVEA_SCREENSHOTS"));
        if (where != null) {
            Files.write(
                    Files.createDirectories(Path.of(where)).resolve("serve-" + name + ".png"), browser.screenshot());
        }
    }
}
