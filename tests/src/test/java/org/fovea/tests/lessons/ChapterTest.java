package org.fovea.tests.lessons;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.report.Overlay;
import org.fovea.gradcam.ColorMap;
import org.fovea.gradcam.Display;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Scaling;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.explanation.Derivation;
import org.fovea.gradcam.explanation.ReceptiveField;
import org.fovea.gradcam.method.GradCam;
import org.fovea.gradcam.method.HiResCam;
import org.fovea.gradcam.method.LayerCam;
import org.fovea.tests.Fovea;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every number of "How Grad-CAM works", from the network and the picture that its commands name; and its pictures.
class ChapterTest {
    private static final String PAGE = "how-grad-cam-works.md";
    private static final String FOLDER = "how-grad-cam-works/";
    private static final int PERSON = 2; // person-3, counted from 0

    private static PrintedPage page;
    private static Network network;
    private static Tensor picture;
    private static Derivation last;

    @TempDir
    private Path out;

    @BeforeAll
    static void compute() throws IOException {
        page = PrintedPage.read(PAGE);
        FaceNetwork face = Lesson.network(FOLDER + "model.safetensors");
        network = face.network();
        picture = Lesson.picture(face, FOLDER + "face.png");
        last = Lesson.derivation(at("relu4"));
    }

    private static Subject at(String layer) {
        return Lesson.subject(network, picture, PERSON, layer);
    }

    @Test
    void everyNumberIsTheNetworks() {
        int brightest = Lesson.highest(last.map());
        receptiveField(brightest);
        weights();
        terms(brightest);
        ledger();
        evidence();
        averaging();
        page.saysNoOtherResults();
    }

    private static void receptiveField(int cell) {
        int row = cell / last.width();
        int column = cell % last.width();
        ReceptiveField field = ReceptiveField.of(network, "relu4");
        page.says(
                "the cell of row {} and column {} (counted from 0) sees the rows {} to {} and the columns {} to {} of"
                        + " 64",
                row,
                column,
                field.top()[row],
                field.bottom()[row],
                field.left()[column],
                field.right()[column]);
        page.says("The brightest cell of our map is the one of row {} and column {}.", row, column);
    }

    private static void weights() {
        int k = IntStream.range(0, last.channels())
                .reduce((a, b) -> last.alpha()[b] > last.alpha()[a] ? b : a)
                .orElseThrow();
        Dense dense = (Dense) network.node("logits").layer();
        float weight = dense.weight().value().data()[k * people() + PERSON] / last.cells();
        for (int cell = 0; cell < last.cells(); cell++) {
            assertEquals(weight, last.gradient()[cell * last.channels() + k], 1e-9f);
        }
        page.says(
                "the gradient of channel {} is {} in each of its {} cells, and the dense weight of person 3 for it,"
                        + " divided by {}, is {}",
                k,
                last.alpha()[k],
                last.cells(),
                last.cells(),
                weight);
    }

    private static int people() {
        return network.output().shape().size();
    }

    private static void terms(int cell) {
        int[] channels = IntStream.range(0, last.channels())
                .boxed()
                .sorted((a, b) -> Double.compare(last.contribution(cell, b), last.contribution(cell, a)))
                .mapToInt(k -> k)
                .toArray();
        page.says("a sum of {} terms", channels.length);
        double rest = last.map()[cell];
        for (int k : new int[] {channels[0], channels[1], channels[2], channels[channels.length - 1]}) {
            double term = last.contribution(cell, k);
            page.says("| {} | {} | {} | {} |", k, last.alpha()[k], last.activation()[cell * last.channels() + k], term);
            rest -= term;
        }
        page.says("| the other {} | | | {} |", channels.length - 4, rest);
        page.says("| **sum: the cell's value** | | | **{}** |", last.map()[cell]);
    }

    private static void ledger() {
        Dense dense = (Dense) network.node("logits").layer();
        double bias = Objects.requireNonNull(dense.bias()).value().data()[PERSON];
        page.says("| Σᵢⱼ map[i, j] | {} |", last.mapSum());
        page.says("| the bias of person 3 | {} |", bias);
        page.says("| **together** | **{}** |", last.mapSum() + bias);
        page.says("| the logit that the network gave | {} |", at("relu4").scores()[0]);
        assertEquals(at("relu4").scores()[0], last.mapSum() + bias, 1e-5);
    }

    private static void evidence() {
        HeatMap map = new GradCam().maps(at("relu4")).getFirst();
        long against = IntStream.range(0, last.cells())
                .filter(cell -> map.values()[cell] < 0)
                .count();
        page.says(
                "Of our map that discards {} % of Σ|map|, which stands in {} of the {} cells",
                100 * map.discardedByRelu(), against, last.cells());
        page.says(
                "the second one's cells are {} at most, the first one's {}",
                map.negative().values()[Lesson.highest(map.negative().values())],
                map.values()[Lesson.highest(map.values())]);
    }

    private static void averaging() {
        Derivation relu2 = Lesson.derivation(at("relu2"));
        double hirescam = Lesson.sum(new HiResCam().maps(at("relu2")).getFirst().values());
        page.says(
                "At `relu2`, {}×{} cells, Grad-CAM's map adds up to {} and HiResCAM's to {}; the covariances, times Z,"
                        + " to {}, which is the difference.",
                relu2.height(),
                relu2.width(),
                relu2.mapSum(),
                hirescam,
                relu2.thrownAway());
        assertEquals(relu2.thrownAway(), hirescam - relu2.mapSum(), 1e-4);
        page.says(
                "{} % of Grad-CAM's map speaks against person 3 and is lost in the ReLU",
                100 * new GradCam().maps(at("relu2")).getFirst().discardedByRelu());
    }

    @Test
    void theCommandSaysTheLogitThatThePagePrints() {
        Fovea run = explain("--json", "--map", out.resolve("map.npy").toString());
        page.says(
                "| the logit that the network gave | {} |",
                Double.parseDouble(run.out().replaceAll("(?s).*?\"value\" : ([-0-9.]+).*", "$1")));
    }

    @Test
    void thePicturesAreOfTheMaps() throws IOException {
        HeatMap map = new GradCam().maps(at("relu4")).getFirst();
        assertSame("overlay.png", over(map, at("relu4")));
        assertSame("cells.png", Overlay.of(Scaling.toUnit(map.positive()), ColorMap.INFERNO));
        Subject against = Subject.of(network, picture, Targets.negative(Targets.logit(PERSON)))
                .layer("relu4");
        assertSame("against.png", over(new GradCam().maps(against).getFirst(), against));
        for (MapMethod method : List.of(new GradCam(), new HiResCam(), new LayerCam())) {
            Subject relu2 = at("relu2");
            assertSame(
                    "relu2-" + method.name() + ".png", over(method.maps(relu2).getFirst(), relu2));
        }
    }

    /// As `explain` draws it.
    private static Picture over(HeatMap map, Subject subject) throws IOException {
        Picture face = PictureFile.read(Lesson.docs().resolve(FOLDER + "face.png"));
        return Overlay.of(face, Display.of(map, subject), ColorMap.INFERNO, 0.6);
    }

    /// Each command also writes a page, which takes seconds.
    @Tag("slow")
    @Test
    void thePicturesAreWhatTheCommandsDraw() throws IOException {
        draws("overlay.png", "overlay1.png", "--json");
        assertSame("cells.png", PictureFile.read(out.resolve("map1.png")));
        draws("against.png", "overlay1.png", "--scalar", "negative");
        for (String method : new String[] {"grad-cam", "hirescam", "layercam"}) {
            draws("relu2-" + method + ".png", "overlay1.png", "--layer", "relu2", "--method", method);
        }
    }

    private void draws(String printed, String drawn, String... options) throws IOException {
        String[] all = Arrays.copyOf(options, options.length + 2);
        all[options.length] = "-o";
        all[options.length + 1] = out.toString();
        explain(all);
        assertSame(printed, PictureFile.read(out.resolve(drawn)));
    }

    /// To a level of 256: the last bits are not the same on all machines.
    private static void assertSame(String printed, Picture drawn) throws IOException {
        Path there = Lesson.docs().resolve(FOLDER + printed);
        assertArrayEquals(drawn.data(), PictureFile.read(there).data(), 1.5f / 255, printed);
    }

    private static Fovea explain(String... options) {
        String[] command = {
            "explain",
            Lesson.docs().resolve(FOLDER + "model.safetensors").toString(),
            Lesson.docs().resolve(FOLDER + "face.png").toString()
        };
        String[] all = Arrays.copyOf(command, command.length + options.length);
        System.arraycopy(options, 0, all, command.length, options.length);
        Fovea run = Fovea.run(all);
        assertEquals(0, run.exit(), run.err());
        return run;
    }
}
