package org.fovea.tests.lessons;

import java.io.IOException;
import java.util.List;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.explanation.Derivation;
import org.fovea.gradcam.method.GradCam;
import org.fovea.gradcam.method.HiResCam;
import org.junit.jupiter.api.Test;

/// The first worksheet's arrays and answers, by the network that its command runs.
class WeightsByHandTest {
    @Test
    void everyAnswerIsTheNetworks() throws IOException {
        PrintedPage page = PrintedPage.read("worksheet-1-weights-by-hand.md");
        HandSheet sheet = HandSheet.read("by-hand");
        Derivation d = sheet.derivation(0);
        sheet.printed(page, List.of("A₁", "A₂"), List.of("G₁", "G₂"), 0);
        page.says("b[0] = {}", sheet.logit(0) - Lesson.sum(sheet.map(new HiResCam(), 0)));

        page.says("α₁ = {}/{} = {}", d.alpha()[0] * d.cells(), d.cells(), d.alpha()[0]);
        page.says("α₂ = {}/{} = {}", d.alpha()[1] * d.cells(), d.cells(), d.alpha()[1]);
        page.says("In each cell {} times A₁ less {} times A₂", d.alpha()[0], -d.alpha()[1]);
        HeatMap map = new GradCam().maps(sheet.subject(0)).getFirst();
        page.shows("Grad-CAM", d.height(), d.width(), 1, map.values());
        page.shows("max(Grad-CAM, 0)", d.height(), d.width(), 1, map.positive().values());
        double against = Lesson.sum(map.negative().values());
        double all = against + Lesson.sum(map.positive().values());
        page.says("{} of Σ|map| = {}, which is {} %", against, all, 100 * map.discardedByRelu());

        double hirescam = Lesson.sum(sheet.map(new HiResCam(), 0));
        page.shows("HiResCAM", d.height(), d.width(), 1, sheet.map(new HiResCam(), 0));
        page.says("Grad-CAM's map adds up to {}, HiResCAM's to {}", map.sum(), hirescam);
        page.says("y[0] = {}", sheet.logit(0));
        page.says("Z·Σₖ Cov(Gₖ, Aₖ) = {}", d.thrownAway());

        Derivation other = sheet.derivation(1);
        page.says(
                "{} in every cell of channel 1 and {} in every cell of channel 2",
                other.gradient()[0],
                other.gradient()[1]);
        page.says("α₁ = {} and α₂ = {}", other.alpha()[0], other.alpha()[1]);
        page.says("adds up to y[1] = {}", other.mapSum());
        page.says("twelve times {} and twelve times {}", other.alpha()[0], other.alpha()[1]);
        page.says("the covariances are {}", other.thrownAway());
        page.saysNoOtherResults();
    }
}
