package org.fovea.tests.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.explanation.Derivation;
import org.fovea.gradcam.method.GradCam;
import org.fovea.gradcam.method.HiResCam;
import org.junit.jupiter.api.Test;

/// The second worksheet: what Grad-CAM and HiResCAM say of cells, against what is lost when the cells are taken away.
class AveragingTest {
    /// Blocks of cells down and across, each taken away as one.
    private static final int BLOCKS = 4;

    private final PrintedPage page;

    AveragingTest() throws IOException {
        page = PrintedPage.read("worksheet-2-averaging.md");
    }

    @Test
    void everyAnswerIsTheNetworks() throws IOException {
        byHand();
        inTheChaptersNetwork();
        page.saysNoOtherResults();
    }

    private void byHand() throws IOException {
        HandSheet sheet = HandSheet.read("averaging");
        Derivation d = sheet.derivation(0);
        sheet.printed(page, List.of("A₁", "A₂"), List.of("G₁", "G₂"), 0);
        float[] gradCam = sheet.map(new GradCam(), 0);
        float[] hirescam = sheet.map(new HiResCam(), 0);
        double bias = sheet.logit(0) - Lesson.sum(hirescam);
        page.says("b[0] = {}", bias);
        page.says("α₁ = {} and α₂ = {}", d.alpha()[0], d.alpha()[1]);
        page.shows("Grad-CAM", d.height(), d.width(), 1, gradCam);
        page.shows("HiResCAM", d.height(), d.width(), 1, hirescam);
        page.says("y[0] = {}", sheet.logit(0));
        String[] cells = {"upper left", "middle", "lower right"};
        for (int i = 0; i < cells.length; i++) {
            int cell = 4 * i;
            page.says("| " + cells[i] + " | {} | {} | {} |", fallByHand(sheet, cell), gradCam[cell], hirescam[cell]);
        }
        page.says("Grad-CAM's map adds up to {}, HiResCAM's to {}", d.mapSum(), Lesson.sum(hirescam));
    }

    /// How far the logit falls when both channels of a cell are 0.
    private static double fallByHand(HandSheet sheet, int cell) {
        Tensor without = Tensor.of(sheet.input().shape(), sheet.input().data().clone());
        without.data()[2 * cell] = 0;
        without.data()[2 * cell + 1] = 0;
        return sheet.logit(0) - new HandSheet(sheet.network(), without).logit(0);
    }

    private void inTheChaptersNetwork() throws IOException {
        FaceNetwork face = Lesson.network("how-grad-cam-works/model.safetensors");
        Tensor picture = Lesson.picture(face, "how-grad-cam-works/face.png");
        Subject last = Lesson.subject(face.network(), picture, 2, "relu4");
        float[] a = new GradCam().maps(last).getFirst().values();
        float[] b = new HiResCam().maps(last).getFirst().values();
        for (int i = 0; i < a.length; i++) {
            assertEquals(a[i], b[i], 1e-6f);
        }
        Subject relu2 = Lesson.subject(face.network(), picture, 2, "relu2");
        double[] fall = falls(relu2);
        double[] gradCam = blocks(relu2, new GradCam());
        double[] hirescam = blocks(relu2, new HiResCam());
        page.says(
                "the {} blocks' sums correlate with the falls by {} for Grad-CAM and by {} for HiResCAM",
                BLOCKS * BLOCKS,
                correlation(fall, gradCam),
                correlation(fall, hirescam));
        for (int block : new int[] {highest(fall), highest(gradCam)}) {
            page.says(
                    "| row {}, column {} | {} | {} | {} |",
                    block / BLOCKS,
                    block % BLOCKS,
                    fall[block],
                    gradCam[block],
                    hirescam[block]);
        }
    }

    private static int highest(double[] values) {
        return Lesson.highest(Lesson.floats(values));
    }

    /// How far the logit falls when one block of a layer's cells is 0 in every channel.
    private static double[] falls(Subject subject) {
        Tensor activation = subject.forward().activation(subject.layer());
        double before = subject.scores()[0];
        double[] falls = new double[BLOCKS * BLOCKS];
        int width = activation.shape().extent(2);
        int channels = subject.channels();
        for (int block = 0; block < falls.length; block++) {
            Tensor changed = Tensor.of(activation.shape(), activation.data().clone());
            for (int i = 0; i < changed.size(); i++) {
                if (blockOf(i / channels, width) == block) {
                    changed.data()[i] = 0;
                }
            }
            falls[block] = before - subject.scoresAfter(0, changed)[0];
        }
        return falls;
    }

    private static double[] blocks(Subject subject, MapMethod method) {
        float[] map = method.maps(subject).getFirst().values();
        int width = (int) Math.sqrt(map.length);
        double[] sums = new double[BLOCKS * BLOCKS];
        for (int cell = 0; cell < map.length; cell++) {
            sums[blockOf(cell, width)] += map[cell];
        }
        return sums;
    }

    private static int blockOf(int cell, int width) {
        int side = width / BLOCKS;
        return cell / width / side * BLOCKS + cell % width / side;
    }

    /// Pearson's.
    private static double correlation(double[] x, double[] y) {
        double n = x.length;
        double meanX = Arrays.stream(x).sum() / n;
        double meanY = Arrays.stream(y).sum() / n;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }
}
