package org.fovea.tests.browser;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// Chromium without a window, driven by the system's chromedriver. Where there is none, the calling test is skipped and
/// says so.
final class Browser implements AutoCloseable {
    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /// @param profile an empty folder for the browser's own files
    static Browser open(Path profile) {
        Path chromedriver = find("chromedriver").orElse(null);
        Path chromium = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> find(name).stream())
                .findFirst()
                .orElse(null);
        if (chromedriver == null || chromium == null) {
            String reason = "skipped: no " + (chromium == null ? "chromium" : "chromedriver")
                    + " on the PATH (Debian: apt-get install chromium chromium-driver)";
            System.err.println(reason); // Maven's log shows how many were skipped, but not why
            Assumptions.abort(reason);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--window-size=1200,1000",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60)).scriptTimeout(Duration.ofSeconds(30));
        return new Browser(driver);
    }

    private static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Loads a page from a file and waits until it says that it is ready.
    void load(Path page) {
        load(page.toUri());
    }

    /// Loads a page from anywhere and waits until it says that it is ready.
    void load(URI page) {
        driver.get(page.toString());
        await("return document.documentElement.dataset.ready");
    }

    /// Waits, some seconds at most, until a piece of JavaScript gives something that is true.
    void await(String script) {
        for (int i = 0; i < 500 && Boolean.FALSE.equals(evaluate("return Boolean((() => {" + script + "})())")); i++) {
            pause();
        }
    }

    /// Does something in a frame, when its page says that it is ready.
    void inFrame(String css, Runnable work) {
        driver.switchTo().frame(element(css));
        try {
            await("return document.documentElement.dataset.ready");
            work.run();
        } finally {
            driver.switchTo().defaultContent();
        }
    }

    /// Chooses a file for an input.
    void upload(String css, Path file) {
        element(css).sendKeys(file.toString());
    }

    /// The value of a piece of JavaScript with a `return`.
    Object evaluate(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    double number(String script, Object... arguments) {
        return ((Number) evaluate(script, arguments)).doubleValue();
    }

    String text(String css) {
        return element(css).getText();
    }

    /// What an element shows, as a number: thin signs and grouping taken out.
    double shown(String css) {
        String text = text(css)
                .replace('−', '-')
                .replace("Y = ", "")
                .replace(" %", "")
                .strip();
        int power = text.indexOf("·10");
        if (power >= 0) {
            StringBuilder exponent = new StringBuilder();
            for (char c : text.substring(power + 3).toCharArray()) {
                int digit = "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c);
                exponent.append(c == '⁻' ? "-" : Integer.toString(digit));
            }
            return Double.parseDouble(text.substring(0, power)) * Math.pow(10, Integer.parseInt(exponent.toString()));
        }
        return Double.parseDouble(text);
    }

    WebElement element(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> elements(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /// Clicks, wherever the element has been scrolled to, and waits for what follows to be drawn.
    void click(String css) {
        evaluate("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", element(css));
        settle();
    }

    /// Moves a slider to a value, as its user would.
    void slide(String css, double value) {
        evaluate(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
                element(css),
                value);
        settle();
    }

    /// Chooses an entry of a list.
    void select(String css, String value) {
        evaluate(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', {bubbles: true}))",
                element(css),
                value);
        settle();
    }

    /// Presses keys on an element.
    void press(String css, CharSequence... keys) {
        element(css).sendKeys(keys);
        settle();
    }

    /// Waits for two frames: choices are drawn in the next one.
    void settle() {
        driver.executeAsyncScript(
                "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))");
    }

    /// A view of so many pixels, as a telephone has it.
    void size(int width, int height, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    /// Light or dark, as the system would ask for.
    void scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /// The page, all of it.
    byte[] screenshot() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /// What the console has said since this was last asked: errors and warnings.
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::toString)
                .toList();
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
