package org.fovea.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.fovea.benchmarks.compare.Run.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class ChartTest {
    private static final Machine MACHINE = new Machine(
            "a & b",
            2,
            "OpenJDK 64-Bit Server VM 25.0.3+9-LTS",
            List.of("-XX:UseAVX=2", "-Dfovea.vectorBits=256"),
            3,
            LocalDate.of(2026, 1, 2),
            0.02,
            0.01);
    private static final Run FOVEA = new Run("Fovea", "A.fovea", Map.of(), Unit.MILLISECONDS);
    private static final Run PEER = new Run("a < b", "peers.A.fast", Map.of(), Unit.MILLISECONDS);

    /// As tables are: a title of the longest kind, ratios about 2, and the one that is given, once with a round
    /// that is half as high again.
    private static Element chart(double ratio) throws Exception {
        List<Outcome> outcomes = List.of(
                outcome("training step, cnn64, 1 thread", 3.3, 3.1, 3.5),
                outcome("3×3 convolution, resnet112/block1.conv2, forward with fixed filters, 1 thread", 1.8, 1.7, 1.9),
                outcome("inference", 2.1, 2, 2.2),
                outcome("Grad-CAM", ratio, 0.9 * ratio, 1.5 * ratio));
        byte[] svg = Chart.of(MACHINE, outcomes).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg))
                .getDocumentElement();
    }

    private static Outcome outcome(String title, double... ratios) {
        Outcome outcome = new Outcome(new Row(title, title, FOVEA, List.of(PEER), 1.5, 2, true));
        for (double ratio : ratios) {
            outcome.add(FOVEA, 10);
            outcome.add(PEER, 10 * ratio);
        }
        return outcome;
    }

    @Test
    void everyRatioHasABar() throws Exception {
        Element svg = chart(4);
        assertEquals("svg", svg.getTagName());
        assertEquals(4, elements(svg, "rect").size());
        assertEquals(0, elements(svg, "polygon").size());
    }

    @Test
    void aRatioFarBeyondTheOthersIsBrokenAndKeepsItsNumber() throws Exception {
        Element near = chart(4);
        Element far = chart(17.68);
        assertEquals(3, elements(far, "rect").size());
        assertEquals(2, elements(far, "polygon").size());
        assertTrue(
                elements(far, "text").stream().anyMatch(t -> t.getTextContent().equals("17.68×")));
        // Corners go round from the upper left one: the cut is from 1 to 2 in the first piece, from 0 to 3 in the
        // second.
        double[] first = points(elements(far, "polygon").getFirst());
        double[] second = points(elements(far, "polygon").getLast());
        assertTrue(second[0] - first[2] >= 5 && second[6] - first[4] >= 5, "the gap is to be seen");
        assertTrue(
                number(elements(far, "rect").getFirst(), "width")
                        > number(elements(near, "rect").getFirst(), "width"),
                "without it the axis is shorter and the other bars are longer");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1, 4.8, 5.2, 17.68, 150.19, 20_000})
    void nothingPassesTheEdge(double ratio) throws Exception {
        Element svg = chart(ratio);
        double width = Double.parseDouble(svg.getAttribute("viewBox").split(" ")[2]);
        double edge = width - Chart.RIGHT;
        for (Element rect : elements(svg, "rect")) {
            assertTrue(number(rect, "x") + number(rect, "width") <= edge + 0.1, rect.getAttribute("width"));
        }
        for (Element line : elements(svg, "line")) {
            assertTrue(number(line, "x1") <= number(line, "x2"), "from left to right");
            assertTrue(number(line, "x2") <= edge + 0.1, line.getAttribute("x2"));
        }
        for (Element polygon : elements(svg, "polygon")) {
            double[] points = points(polygon);
            for (int i = 0; i < points.length; i += 2) {
                assertTrue(points[i] <= edge + 0.1, polygon.getAttribute("points"));
            }
        }
    }

    @Test
    void theCaptionIsWholeAndFits() throws Exception {
        Element svg = chart(2);
        String[] box = svg.getAttribute("viewBox").split(" ");
        List<Element> lines = elements(svg, "text").stream()
                .filter(t -> t.getAttribute("class").equals("small"))
                .toList();
        assertTrue(lines.size() > 1, "one line would be too long");
        for (Element line : lines) {
            double length = line.getTextContent().length() * Chart.LETTER * Chart.SMALL;
            assertTrue(number(line, "x") + length <= Double.parseDouble(box[2]), line.getTextContent());
            assertTrue(number(line, "y") < Double.parseDouble(box[3]), "above the lower edge");
        }
        assertEquals(
                MACHINE.describe(),
                String.join(" ", lines.stream().map(Element::getTextContent).toList()));
    }

    @Test
    void titlesBeginWithinThePicture() throws Exception {
        List<Element> titles = elements(chart(2), "text").stream()
                .filter(t -> t.getAttribute("text-anchor").equals("end"))
                .toList();
        assertEquals(4, titles.size());
        for (Element title : titles) {
            double length = title.getTextContent().length() * Chart.LETTER * 12;
            assertTrue(number(title, "x") - length >= 0, title.getTextContent());
        }
    }

    private static List<Element> elements(Element svg, String name) {
        var found = svg.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    /// x and y in turn.
    private static double[] points(Element polygon) {
        return Stream.of(polygon.getAttribute("points").split("[ ,]"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
