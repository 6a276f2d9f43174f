package org.fovea.tests.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.Npy;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Trace;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.explanation.Derivation;
import org.fovea.gradcam.explanation.Explainer;
import org.fovea.gradcam.explanation.Scalar;
import org.fovea.tests.Fovea;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/// The explain page of a network of 112×112 pixels and 128 channels, in a browser: what it shows is what the engine
/// computes.
@Tag("slow")
class ExplainPageTest {
    private static final int CLASSES = 6;
    private static final long LOAD_MILLISECONDS = 1_500;

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Path page;
    private static Network network;
    private static Tensor picture;
    private static float[] outputs;
    private static int c;
    private static int b;

    @BeforeAll
    static void explain() throws Exception {
        browser = Browser.open(Files.createDirectories(folder.resolve("profile")));
        network = FaceNetworks.small(Shape.of(112, 112, 1), CLASSES).initialize(new Xoshiro256(5));
        picture = blobs(112);
        ModelFile.write(folder.resolve("net.safetensors"), network);
        Npy.write(folder.resolve("x.npy"), Layout.nhwcToNchw(picture));
        Fovea done = Fovea.run(
                "explain",
                folder.resolve("net.safetensors").toString(),
                folder.resolve("x.npy").toString(),
                "-o",
                folder.resolve("out").toString());
        assertEquals(0, done.exit(), done.err());
        page = folder.resolve("out/explain.html");
        outputs = network.forward(picture).output().data().clone();
        for (int k = 1; k < CLASSES; k++) {
            c = outputs[k] > outputs[c] ? k : c;
        }
        b = Explainer.strongestOther(outputs, c);
    }

    /// Something to see: soft spots of light.
    private static Tensor blobs(int size) {
        Xoshiro256 random = new Xoshiro256(8);
        Tensor x = Tensor.zeros(1, size, size, 1);
        for (int spot = 0; spot < 12; spot++) {
            double cy = size * random.nextDouble();
            double cx = size * random.nextDouble();
            double width = 4 + 12 * random.nextDouble();
            for (int i = 0; i < x.size(); i++) {
                double dy = (i / size - cy) / width;
                double dx = (i % size - cx) / width;
                x.data()[i] += (float) Math.exp(-(dx * dx + dy * dy));
            }
        }
        return x;
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void load() {
        browser.size(1200, 1000, false);
        browser.scheme("light");
        browser.load(page);
    }

    @AfterEach
    void nothingWentWrong() {
        assertEquals(List.of(), browser.complaints());
    }

    private static Derivation derivation(Scalar scalar, String layer) {
        Subject subject = Subject.of(network, picture, scalar.target(c, b)).layer(layer);
        return Derivation.of(subject.trace(), 0, layer);
    }

    private static void near(double expected, double found, double share, String what) {
        assertEquals(expected, found, share * Math.max(Math.abs(expected), 1e-9), what);
    }

    @Test
    void allFifteenStepsAreThere() {
        assertEquals(15, browser.elements("main > section").size());
        for (int i = 1; i <= 15; i++) {
            assertTrue(
                    browser.number(
                                    "return document.getElementById('s' + arguments[0]).querySelectorAll('canvas, svg,"
                                            + " table').length",
                                    i)
                            > 0,
                    "step " + i + " shows nothing");
        }
        assertEquals(0, browser.number("return performance.getEntriesByType('resource').length"), "it loads nothing");
    }

    @ParameterizedTest
    @EnumSource(Scalar.class)
    void theNumbersShownAreTheEngines(Scalar scalar) {
        browser.click("#scalar input[value=" + scalar.name() + "]");
        Derivation d = derivation(scalar, "relu4");
        double value = scalar.value(outputs, c, b);
        near(value, browser.shown("#value"), 1e-5, "Y");
        near(value, browser.shown("#bar-value"), 1e-4, "Y in the bar");
        near(value, browser.shown("#ledger-total"), 1e-4, "the ledger's total");
        near(d.mapSum(), browser.shown("#map-sum"), 1e-4, "the map's sum");
        int k = Integer.parseInt(browser.text("#channel").replace("channel", "").strip());
        near(d.alpha()[k], browser.shown("#alpha"), 1e-4, "α of channel " + k);
        assertEquals(100 * d.discarded(), browser.shown("#discarded"), 0.06, "what ReLU discards");
        int cell = (int) browser.number("return fovea.state.cell");
        near(d.map()[cell], browser.shown("#cell-total"), 1e-3, "cell " + cell);
        assertEquals(
                browser.shown("#predicted"),
                browser.shown("#measured"),
                0.2 * Math.abs(browser.shown("#predicted")) + 1e-6,
                "the rest of the network is linear in the logits and nearly so in the others");
        for (int i = 0; i < d.cells(); i++) {
            assertEquals(d.map()[i], browser.number("return fovea.current().map[arguments[0]]", i), 1e-6);
        }
    }

    @Test
    void anotherLayerMovesEverything() {
        for (String layer : List.of("pool3", "conv4", "relu3", "relu1")) {
            browser.click("#strip button[data-layer=" + layer + "]");
            Derivation d = derivation(Scalar.LOGIT, layer);
            assertEquals(
                    "true",
                    browser.element("#strip button[data-layer=" + layer + "]").getAttribute("aria-pressed"));
            near(d.mapSum(), browser.shown("#map-sum"), 1e-3, layer);
            near(outputs[c], browser.shown("#ledger-total"), 1e-4, layer);
            int k = d.byContribution()[0];
            assertEquals("channel " + k, browser.text("#channel").strip());
            near(d.alpha()[k], browser.shown("#alpha"), 1e-4, layer);
            double gap = browser.number(
                    "const d = fovea.current(), m = arguments[0]; return Math.max(...m.map((v, i) => Math.abs(v -"
                            + " d.map[i])))",
                    boxed(d.map()));
            assertTrue(gap < 1e-6, layer + ": " + gap);
        }
        assertTrue(browser.text("#layer-facts").contains("carries"), "a large layer says what it leaves out");
    }

    private static List<Double> boxed(float[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> (double) values[i])
                .toList();
    }

    /// What the page works out before the reader's eyes holds at the picture's edge too, where there are no cells
    /// to mix.
    @Test
    void aPixelBeyondTheOutermostCellsIsSaidToBe() {
        browser.evaluate("fovea.choose({pixel: 0})");
        browser.settle();
        String says = browser.text("#pixel-says");
        double at = 0.5 * 14 / 112 - 0.5;
        assertTrue(says.contains(String.format(java.util.Locale.ROOT, "= −%.3f, beyond", -at)), says);
        assertTrue(says.contains("counts as 0.000"), says);
    }

    @Test
    void theRunningSumEndsAtTheMap() {
        browser.slide("#count input", 128);
        String sum = browser.text("#running-sum");
        assertTrue(sum.contains("first 128"), sum);
        assertTrue(
                browser.number("return +document.querySelectorAll('#running-sum"
                                + " tr')[2].cells[1].textContent.replace('−','-')")
                        == 0,
                sum);
        browser.slide("#count input", 1);
        Derivation d = derivation(Scalar.LOGIT, "relu4");
        double first = browser.number(
                "return +document.querySelectorAll('#running-sum tr')[1].cells[1].textContent.replace('−','-')");
        near(d.contribution(d.byContribution()[0]), first, 1e-3, "the first channel alone");
    }

    @Test
    void termsThatAreShownAddUpToTheLastDigit() {
        for (String table : List.of("#cell-terms", "#ledger", "#pixel-terms")) {
            String gap = (String) browser.evaluate("""
                const rows = [...document.querySelectorAll(arguments[0] + ' tbody tr')];
                const numbers = rows.map(r => r.cells[r.cells.length - 1].textContent.replace('−', '-'));
                const digits = (numbers.at(-1).split('.')[1] ?? '').length, scale = 10 ** digits;
                const sum = numbers.slice(0, -1).reduce((a, n) => a + Math.round(n * scale), 0);
                return String(sum - Math.round(numbers.at(-1) * scale)) + ' of ' + rows.length;
                """, table);
            assertTrue(gap.startsWith("0 of ") && !gap.equals("0 of 0"), table + ": " + gap);
        }
    }

    @Test
    void cellsAreReachedByTheKeyboard() {
        String before = browser.text("#cell-says");
        browser.press("#cell-map .map", Keys.ARROW_LEFT, Keys.ARROW_UP);
        String after = browser.text("#cell-says");
        assertNotEquals(before, after);
        int cell = (int) browser.number("return fovea.state.cell");
        assertEquals("The cell in row " + (cell / 14 + 1) + ", column " + (cell % 14 + 1), after);
        near(derivation(Scalar.LOGIT, "relu4").map()[cell], browser.shown("#cell-total"), 1e-3, "cell " + cell);
        assertTrue(browser.text("#field-says").startsWith(after), "the receptive field follows");
    }

    @Test
    void everyMethodCanBeChosen() {
        @SuppressWarnings("unchecked")
        List<String> names = (List<String>)
                browser.evaluate("return [...document.querySelectorAll('#method option')].map(o => o.value)");
        assertTrue(names.size() > 15, names.toString());
        for (String name : names) {
            browser.select("#method", name);
            assertEquals(
                    1,
                    browser.elements("#overlay canvas").stream()
                            .filter(canvas -> canvas.getAttribute("width").equals("112")
                                    && canvas.getAttribute("height").equals("112"))
                            .count(),
                    name);
            assertEquals(3, browser.elements("#difference canvas").size(), name);
        }
        browser.select("#method", "hirescam");
        assertTrue(browser.elements("#chain .differs").stream()
                .anyMatch(e -> e.getText().equals("weights")));
        assertTrue(browser.text("#method-weights").contains("differs from the engine’s by at most"));
    }

    @Test
    void switchesOfTheDisplayWork() {
        String own = browser.text("#scale-sum");
        browser.click("#scale-choice input[value=classes]");
        assertNotEquals(own, browser.text("#scale-sum"));
        browser.click("#smooth-choice input[value=cells]");
        assertTrue(browser.text("#pixel-says").contains("lies in the cell"));
        browser.select("#bar-colours select", "jet");
        browser.select("#bar-colours select", "viridis");
        browser.click("#order input[value=number]");
        assertEquals("0", browser.element("#activations .tile b").getText());
        browser.click("#more button");
        assertEquals(128, browser.elements("#gradients .tile").size());
        browser.click("#gradients .tile[data-k='77']");
        assertEquals("channel 77", browser.text("#channel").strip());
    }

    @Test
    void theMeasurementsAreTheEngines() {
        int k = (int) browser.number("return fovea.state.channel");
        double epsilon = browser.number("return fovea.state.epsilon");
        Derivation d = derivation(Scalar.LOGIT, "relu4");
        near(d.cells() * d.alpha()[k] * epsilon, browser.shown("#predicted"), 1e-3, "predicted");
        near(browser.shown("#predicted"), browser.shown("#measured"), 1e-3, "behind a linear head they agree");
        near(outputs[c], browser.shown("#deletion-value"), 1e-4, "nothing deleted yet");
        browser.slide("#deleted input", 20);
        Trace blank = network.forward(meanOf(picture));
        near(blank.output().get(0, c), browser.shown("#deletion-value"), 1e-3, "all deleted");
    }

    private static Tensor meanOf(Tensor x) {
        double sum = 0;
        for (float v : x.data()) {
            sum += v;
        }
        Tensor mean = Tensor.zeros(x.shape());
        Arrays.fill(mean.data(), (float) (sum / x.size()));
        return mean;
    }

    @Test
    void itFitsATelephoneAndTheDark() {
        browser.size(375, 800, true);
        browser.scheme("dark");
        browser.load(page);
        assertTrue(
                browser.number("return document.documentElement.scrollWidth") <= 375,
                "nothing is wider than the telephone");
        String background = (String) browser.evaluate("return getComputedStyle(document.body).backgroundColor");
        assertTrue(background.startsWith("rgb(2") && background.length() <= 15, background);
    }

    @Test
    void itLoadsInTime() {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            browser.load(page);
            long loaded = (long) browser.number("return performance.getEntriesByType('navigation')[0].loadEventEnd");
            best = Math.min(
                    best, Math.max(loaded, (long) browser.number("return +document.documentElement.dataset.ready")));
        }
        System.err.println("the explain page was ready after " + best + " ms at best");
        assertTrue(best < LOAD_MILLISECONDS, best + " ms");
    }

    @Test
    void targetsOfThePageAreThoseOfTheLibrary() {
        assertEquals(
                Targets.softmax(outputs)[c],
                browser.number("return fovea.derivationObject().probabilities[arguments[0]]", c),
                1e-9);
        assertFalse(browser.text("#outputs").isBlank());
    }
}
