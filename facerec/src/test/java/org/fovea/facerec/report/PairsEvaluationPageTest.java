package org.fovea.facerec.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.evaluation.FoldedAccuracy;
import org.fovea.facerec.report.PairsEvaluationPage.Source;
import org.fovea.facerec.verification.PairEmbeddings;
import org.fovea.facerec.verification.PairFigures;
import org.fovea.facerec.verification.PairList;
import org.fovea.facerec.verification.Photo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PairsEvaluationPageTest {
    private static final int FOLDS = 4;
    private static final int EACH = 3;
    private static final String HOSTILE = "<b>\"Ann\"&,\u202e";
    private static final String SHOWN = "<b>\"Ann\"&,\\u202e";

    private static PairFigures figures;
    private static String page;
    private static Document document;

    @BeforeAll
    static void writeAPage() throws Exception {
        figures = figures(null);
        page = page(figures, "each from the other 3 folds");
        document = parsed(page);
    }

    /// 12 pairs of either kind: one person scores above 0.6 but for one at −0.5, two people below 0.2 but for one
    /// at 0.75; a pair of one person and one of two have a photograph without a face.
    private static PairFigures figures(Double fixed) {
        List<String> lines = new ArrayList<>(List.of(FOLDS + " " + EACH));
        Map<Photo, float[]> embeddings = new HashMap<>();
        for (int i = 0; i < 2 * FOLDS * EACH; i++) {
            boolean genuine = i / EACH % 2 == 0;
            Photo a = new Photo(i == 8 ? HOSTILE : "P" + i, 1);
            Photo b = genuine ? new Photo(a.person(), 2) : new Photo("Q" + i, 1);
            lines.add(a.person() + (genuine ? " 1 2" : " 1 " + b.person() + " 1"));
            double score = genuine ? 0.6 + 0.01 * i : 0.2 - 0.01 * i;
            score = i == 8 ? -0.5 : i == 15 ? 0.75 : score;
            embeddings.put(a, new float[] {1, 0});
            if (i != 1 && i != 22) {
                embeddings.put(b, new float[] {(float) score, (float) Math.sqrt(1 - score * score)});
            }
        }
        PairList list = PairList.parse(lines);
        List<Photo> photos = List.copyOf(list.photos());
        return PairFigures.of(
                new PairEmbeddings(
                        list, photos, photos.stream().map(embeddings::get).toList()),
                fixed,
                1);
    }

    private static String page(PairFigures figures, String thresholdsFrom) {
        Map<Photo, Picture> faces = new HashMap<>();
        for (Photo photo : PairsEvaluationPage.shown(figures)) {
            faces.put(photo, new Picture(8, 8, 3, new float[8 * 8 * 3]));
        }
        List<Source> sources = List.of(new Source("model", "net.onnx", "Net <112>", "abc123"));
        return new PairsEvaluationPage(figures, "One person or two? Net", thresholdsFrom, sources, faces).html();
    }

    /// The page as XML, which fails where a tag is not closed or a text not escaped.
    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<String> texts(String path) throws XPathExpressionException {
        NodeList nodes =
                (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent().replace('\u00a0', ' '))
                .toList();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    // --- figures ---

    @Test
    void figuresAreThoseThatWereFound() throws XPathExpressionException {
        // All are right but the two without a face, one person's at −0.5 and two people's at 0.75.
        assertEquals(20 / 24.0, figures.accuracy(), 1e-12);
        String accuracy =
                percent(figures.accuracy()) + String.format(Locale.ROOT, " ± %.2f", 100 * figures.standardError());
        assertEquals(List.of("accuracy", accuracy, "–"), row("accuracy"));
        assertEquals(
                List.of(
                        "EER",
                        percent(figures.eer()),
                        String.format(
                                Locale.ROOT,
                                "%.2f to %.2f %%",
                                100 * figures.eerInterval().low(),
                                100 * figures.eerInterval().high())),
                row("EER"));
        assertEquals(
                String.format(Locale.ROOT, "%.5f", figures.auc()), row("AUC").get(1));
        assertTrue(texts("//p[@class='lead']").getFirst().contains("24 pairs of 48 photographs"));
        assertTrue(texts("//p[@class='lead']").getFirst().contains(accuracy));
        // Twelve impostor pairs bear out no FMR of 0.01.
        assertEquals("–", row("FNMR at FMR 0.01").get(1));
        assertTrue(texts("//p").stream().anyMatch(p -> p.contains("below 25.00 % (the rule of three)")));
    }

    private static List<String> row(String figure) throws XPathExpressionException {
        return texts("//h2[@id='figures']/following::table[1]//tr[td[1]='" + figure + "']/td");
    }

    @Test
    void everyFoldHasItsThresholdAndAccuracy() throws XPathExpressionException {
        String table = "//h2[@id='accuracy-and-thresholds']/following::table[1]";
        for (int f = 0; f < FOLDS; f++) {
            FoldedAccuracy.Fold fold = figures.folds().get(f);
            assertEquals(
                    List.of(
                            Integer.toString(f + 1),
                            String.format(Locale.ROOT, "%.4f", fold.threshold()),
                            "6",
                            Integer.toString(6 - fold.correct()),
                            percent(fold.accuracy())),
                    texts(table + "//tr[" + (f + 2) + "]/td"));
        }
        List<String> mean = texts(table + "//tr[@class='total']/td");
        assertEquals(List.of("24", "4", percent(figures.accuracy())), mean.subList(2, 5));
    }

    @Test
    void chartsAreAnRocAndTheScoresOfEitherKind() throws XPathExpressionException {
        assertEquals(List.of("ROC", "Scores"), texts("//div[@class='charts']/*/*[@class='title']"));
        assertEquals(
                List.of("1", "10", "100"), texts("//div[@class='charts']/*[1]/*[@class='tick middle']")); // FMR in %
        assertEquals(
                1,
                texts("//div[@class='charts']/*[1]//*[contains(@class, 'curve')]")
                        .size());
        assertEquals(
                List.of("curve plain", "curve ours", "curve diagonal"),
                texts("//div[@class='charts']/*[2]//*[contains(@class, 'curve')]/@class").stream()
                        .distinct()
                        .toList());
        assertEquals(
                List.of("curve ours", "curve plain", "curve diagonal"),
                texts("//p[@class='legend']//*[local-name()='path']/@class"));
    }

    // --- pairs ---

    @Test
    void wrongPairsAreNamedWithScoresAndFaces() throws XPathExpressionException {
        String section = "//h2[@id='the-pairs-it-got-most-wrong']";
        assertEquals(
                List.of("One person, taken for two (1 of 1 shown)", "Two people, taken for one (1 of 1 shown)"),
                texts("//h3"));
        List<String> refused = texts(section + "/following::table[1]//td");
        assertEquals(SHOWN + " 1 and 2", refused.get(0));
        assertEquals("−0.5000", refused.get(1));
        assertEquals(String.format(Locale.ROOT, "%.4f", figures.threshold(8)), refused.get(2));
        assertEquals("P15 1, Q15 1", texts(section + "/following::table[2]//td").getFirst());
        assertEquals(List.of(SHOWN + " 1 and 2: −0.5000", "P15 1, Q15 1: 0.7500"), texts("//figure/figcaption"));
        assertEquals(4, texts("//figure//img/@src").size());
    }

    @Test
    void photographsWithoutAFaceAreNamedAndHowTheyCount() throws XPathExpressionException {
        List<String> told = texts("//h2[@id='faces-that-were-not-found']/following-sibling::p");
        assertTrue(
                told.get(0).startsWith("In 2 of 48 photographs no face was found. 2 pairs have no score"), told.get(0));
        assertTrue(told.get(0).contains("1 of one person, 1 of two people"), told.get(0));
        assertEquals("P1 2, Q22 1.", told.get(1));
    }

    @Test
    void linesForProgramsGiveTheAccuracyOnceMore() {
        String[] lines = PairsEvaluationPage.csv(figures).split("\r\n");
        assertEquals("person_a,photo_a,person_b,photo_b,genuine,fold,score,threshold,correct", lines[0]);
        assertEquals(1 + 24, lines.length);
        assertEquals(
                20, Arrays.stream(lines).filter(line -> line.endsWith(",true")).count());
        assertEquals("P1,1,P1,2,true,1,,", lines[2].substring(0, 18));
        String name = "\"" + HOSTILE.replace("\"", "\"\"") + "\"";
        assertTrue(lines[9].startsWith(name + ",1," + name + ",2,true,2,-0.500000,"), lines[9]);
    }

    // --- the page ---

    @Test
    void whatLfwDoesNotTellIsASectionOfItsOwn() throws XPathExpressionException {
        assertEquals(
                List.of(
                        "figures",
                        "what-lfw-does-not-tell",
                        "accuracy-and-thresholds",
                        "roc-and-scores",
                        "faces-that-were-not-found",
                        "the-pairs-it-got-most-wrong",
                        "what-was-measured"),
                texts("//h2/@id"));
        String section = String.join(" ", texts("//p[preceding-sibling::h2[1]/@id='what-lfw-does-not-tell']"));
        for (String said : List.of(
                "celebrities",
                "frontal",
                "children",
                "old people",
                "dark skin",
                "training sets often hold",
                "99.7 %",
                "51 to 69 %",
                "fovea gallery calibrate")) {
            assertTrue(section.contains(said), said);
        }
        assertEquals(
                List.of("model: net.onnx, Net <112>. SHA-256 abc123"),
                texts("//h2[@id='what-was-measured']/following-sibling::p"));
    }

    @Test
    void namesAreEscapedAndNothingIsLoaded() throws XPathExpressionException {
        assertFalse(page.contains("<b>"));
        assertFalse(page.contains("\u202e"));
        assertTrue(page.contains("&lt;b&gt;&quot;Ann&quot;&amp;,\\u202e"));
        assertTrue(texts("//@src").stream().allMatch(source -> source.startsWith("data:image/png;base64,")));
        assertTrue(texts("//@href").stream().allMatch(link -> link.startsWith("#")));
        assertTrue(texts("//script | //link | //iframe").isEmpty());
    }

    @Test
    void aThresholdFromElsewhereIsOneRow() throws Exception {
        String fixed = page(figures(0.4), "from other.txt");
        parsed(fixed);
        assertTrue(fixed.contains("<tr><td>all</td><td>0.4000</td><td>24</td><td>4</td>"), fixed);
        assertTrue(fixed.contains("thresholds from other.txt."));
        assertFalse(fixed.contains("±"));
    }
}
