package org.fovea.facerec.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.evaluation.Estimate;
import org.fovea.facerec.experiment.Results;
import org.fovea.facerec.experiment.SummaryRow;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ExperimentReportTest {
    private static Results results;
    private static String page = "";
    private static Document document;

    @BeforeAll
    static void writeAPage() throws Exception {
        results = SmallResults.of(Condition.values());
        page = ExperimentReport.page(results);
        document = parsed(page);
    }

    /// The page as XML, which fails where a tag is not closed or a text not escaped.
    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<String> texts(String path) throws XPathExpressionException {
        NodeList nodes =
                (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static SummaryRow row(String strategy, String condition) {
        return results.summary().stream()
                .filter(row -> row.system().strategy().equals(strategy)
                        && row.condition().equals(condition)
                        && List.of("bounded-cosine", "none")
                                .contains(row.system().fusion()))
                .findFirst()
                .orElseThrow();
    }

    // --- tables ---

    @Test
    void figuresAreThoseOfTheSummary() throws XPathExpressionException {
        for (String strategy : List.of("gaze-discs", "single", "plain", "random-discs", "pixels")) {
            List<String> accuracy = cells("accuracy-in-per-cent", strategy);
            List<String> eer = cells("equal-error-rate-in-per-cent", strategy);
            List<String> conditions = List.of("clean", "glasses", "scarf", "block", "occluded");
            for (int i = 0; i < conditions.size(); i++) {
                SummaryRow row = row(strategy, conditions.get(i));
                assertEquals(text(row.accuracy(), "%.1f"), accuracy.get(i + 2), strategy);
                assertEquals(text(row.eer(), "%.2f"), eer.get(i + 2), strategy);
            }
        }
    }

    /// A system's row in the first table behind a heading: its name, its networks, its figures.
    private static List<String> cells(String anchor, String system) throws XPathExpressionException {
        return texts("//h2[@id='" + anchor + "']/following::table[1]//tr[td[1]='" + system + "']/td");
    }

    private static String text(Estimate estimate, String format) {
        return String.format(Locale.ROOT, format, 100 * estimate.value())
                + String.format(Locale.ROOT, format, 100 * estimate.interval().low()) + " to "
                + String.format(Locale.ROOT, format, 100 * estimate.interval().high());
    }

    @Test
    void whatGradCamDrivesStandsBeforeControlsBeforeBaselines() throws XPathExpressionException {
        assertEquals(
                List.of("gaze-discs", "single", "plain", "random-discs", "pixels"),
                texts("//h2[@id='accuracy-in-per-cent']/following::table[1]//td[1]"));
        assertEquals(
                List.of("Grad-CAM decides", "Controls", "Baselines without a network"),
                texts("//h2[@id='accuracy-in-per-cent']/following::table[1]//tr[@class='group']/th"));
    }

    @Test
    void differencesOffZeroAreMarked() throws XPathExpressionException {
        List<String> cells = cells("differences-from-the-controls-in-points", "gaze-discs");
        SummaryRow row = row("gaze-discs", SummaryRow.OCCLUDED);
        String win = String.format(
                Locale.ROOT, "▲ +%.1f", 100 * row.overSingle().accuracy().value());
        assertTrue(cells.get(2).startsWith(win), cells.get(2));
        assertTrue(cells.get(3).startsWith("▼ −"), cells.get(3));
        assertTrue(cells.get(4).startsWith("+"), cells.get(4));
        // An EER is better when it is lower.
        assertTrue(cells.get(5).startsWith("▲ −"), cells.get(5));
        assertTrue(cells.get(6).startsWith("▼ +"), cells.get(6));
        assertTrue(cells.get(7).startsWith("−"), cells.get(7));
    }

    @Test
    void fusionsAreComparedForTheFirstStrategyAndItsControls() throws XPathExpressionException {
        assertEquals(
                List.of(
                        "single",
                        "plain",
                        "gaze-discs",
                        "random-discs",
                        "single",
                        "plain",
                        "gaze-discs",
                        "random-discs"),
                texts("//h2[@id='by-fusion']/following::table[1]//td[1]"));
        assertEquals(
                List.of("bounded-cosine", "posterior"),
                texts("//h2[@id='by-fusion']/following::table[1]//tr[@class='group']/th"));
    }

    // --- drawings ---

    @Test
    void curvesAreFourInEachOfFourChartsAndThin() throws XPathExpressionException {
        assertEquals(
                List.of("ROC, clean", "ROC, covered (mean)", "DET, clean", "DET, covered (mean)"),
                texts("//div[@class='charts']/*/*[@class='title']"));
        List<String> curves = texts("//div[@class='charts']//*[contains(@class, 'curve')]/@d");
        assertEquals(16, curves.size());
        for (String curve : curves) {
            long points = curve.chars().filter(c -> c == 'L').count();
            assertTrue(points > 100 && points < 2000, points + " points");
        }
        assertEquals(
                List.of("curve single", "curve plain", "curve ours", "curve random"),
                texts("//p[@class='legend']//*[local-name()='path']/@class"));
    }

    @Test
    void axesOfADetAreMarkedWithRates() throws XPathExpressionException {
        List<String> ticks = texts("//div[@class='charts']/*[3]/*[@class='tick middle']");
        assertEquals(List.of("0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "40", "60"), ticks);
    }

    @Test
    void everyEnsembleIsAPointOfTheOverlapChart() throws XPathExpressionException {
        assertEquals(List.of("gaze-discs"), texts("//*[@class='name']"));
        assertEquals(1, texts("//*[local-name()='circle']").size());
    }

    // --- faces ---

    @Test
    void showsWhereEveryNetworkLooks() throws XPathExpressionException {
        assertEquals(
                List.of("1 sees 100 %", "1 sees 100 %", "2 sees 50 %", "3 sees 50 %"),
                texts("//figcaption[contains(., ' sees ')]").subList(0, 4));
        // Of the two plain ensembles the larger one alone.
        assertEquals(1 + 3 + 3, texts("//figcaption[contains(., ' sees ')]").size());
    }

    @Test
    void showsWhoChangedSidesAndWhatEachMemberSays() throws XPathExpressionException {
        String person = SmallResults.PERSON.replace("\u0007", "\\u0007");
        List<String> captions = texts("//h2[starts-with(@id, 'faces-that')]/following::figcaption");
        assertEquals(
                List.of(person, "✓ " + person + " 62 %", "✗ somebody else 48 %; " + person + " 31 %"),
                captions.stream()
                        .limit(3)
                        .map(caption -> caption.replace('\u00a0', ' '))
                        .toList());
        assertEquals(6, captions.size());
        assertTrue(texts("//p")
                .contains("clean: this is " + person + "; the single network says somebody else, the ensemble " + person
                        + "."));
    }

    // --- the file ---

    @Test
    void namesAreEscaped() {
        assertTrue(page.contains("&lt;Ann &amp; &quot;Bob&quot;&gt;\\u0007"));
        assertFalse(page.contains("<Ann"));
    }

    @Test
    void loadsNothing() throws XPathExpressionException {
        assertTrue(texts("//@src").stream().allMatch(source -> source.startsWith("data:image/png;base64,")));
        assertTrue(texts("//@href").stream().allMatch(link -> link.startsWith("#")));
        assertTrue(texts("//script | //link | //iframe").isEmpty());
        assertFalse(Pattern.compile("url\\(|@import").matcher(page).find());
    }

    @Test
    void headingsAreAnchors() throws XPathExpressionException {
        List<String> anchors = texts("//h2/@id");
        assertEquals(anchors.stream().map(anchor -> "#" + anchor).toList(), texts("//nav/a/@href"));
        assertEquals(
                List.of(
                        "what-was-compared",
                        "accuracy-in-per-cent",
                        "equal-error-rate-in-per-cent",
                        "differences-from-the-controls-in-points",
                        "by-fusion",
                        "roc-and-det",
                        "overlap-of-gazes-and-gain",
                        "where-the-networks-look",
                        "faces-that-changed-sides-and-why"),
                anchors);
    }

    @Test
    void cleanFacesAloneHaveAPageToo() throws Exception {
        String clean = ExperimentReport.page(SmallResults.of(Condition.CLEAN));
        parsed(clean);
        assertFalse(clean.contains("covered (mean)"));
    }
}
