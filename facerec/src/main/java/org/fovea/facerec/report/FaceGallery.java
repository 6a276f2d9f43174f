package org.fovea.facerec.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.experiment.ChangedFace;
import org.fovea.facerec.experiment.ChangedFace.Says;
import org.fovea.facerec.experiment.Look;
import org.fovea.facerec.experiment.Results;
import org.fovea.facerec.network.View;
import org.fovea.gradcam.ColorMap;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Display;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Scaling;

/// The faces of an experiment: where networks look, and the probes that changed sides.
final class FaceGallery {
    /// Pictures longer than this are made smaller: some hundred are to fit into a page of a few megabytes.
    private static final int LONGEST = 64;

    private static final String NO_BREAK = "\u00a0";

    private static final int PROBE_WIDTH = 112;
    private static final int FACE_WIDTH = 96;
    private static final double STRENGTH = 0.55;

    private final Results results;
    private final Systems systems;
    private final Html html;

    FaceGallery(Results results, Systems systems, Html html) {
        this.results = results;
        this.systems = systems;
        this.html = html;
    }

    /// One probe under each condition.
    void examples() {
        html.beginFaces();
        for (Condition condition : results.settings().conditions()) {
            Picture example = results.examples().get(condition);
            if (example != null) {
                face(example, condition.label(), PROBE_WIDTH);
            }
        }
        html.endFaces();
    }

    // --- where networks look ---

    /// The mean face, and on it the gazes of every strategy's networks; of ensembles of one name the largest.
    void looks() {
        html.beginFaces();
        face(results.meanFace(), "the mean face", PROBE_WIDTH);
        html.endFaces();
        Map<String, Integer> largest = new TreeMap<>();
        results.looks()
                .forEach(look -> largest.merge(look.strategy(), look.views().size(), Math::max));
        for (Look look : results.looks()) {
            if (look.views().size() == largest.getOrDefault(look.strategy(), 0)) {
                look(look);
            }
        }
    }

    private void look(Look look) {
        html.subheading(look.strategy());
        String overlap = look.views().size() > 1 ? " Overlap of gazes: " + Numbers.plain(look.overlap(), 2) + "." : "";
        html.paragraph(sentence(systems.about(look.strategy())) + overlap);
        html.beginFaces();
        for (int i = 0; i < look.views().size(); i++) {
            View view = look.views().get(i);
            Picture gaze = overlay(results.meanFace(), view, look.gazes().get(i));
            face(gaze, (i + 1) + " sees " + Numbers.percent(view.share(), 0) + " %", FACE_WIDTH);
        }
        html.endFaces();
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    // --- probes that changed sides ---

    /// Every probe that changed sides, those that the ensemble has right first.
    void changed() {
        List<ChangedFace> gained = results.changed().stream()
                .filter(face -> face.ensemble().equals(face.person()))
                .toList();
        List<ChangedFace> lost = results.changed().stream()
                .filter(face -> !face.ensemble().equals(face.person()))
                .toList();
        html.subheading("Right by the ensemble, wrong by the single network (" + gained.size() + " shown)");
        gained.forEach(this::changed);
        html.subheading("Right by the single network, wrong by the ensemble (" + lost.size() + " shown)");
        lost.forEach(this::changed);
    }

    private void changed(ChangedFace face) {
        String person = Printable.of(face.person());
        html.paragraph(face.condition().label() + ": this is " + person + "; the single network says "
                + Printable.of(face.single()) + ", the ensemble " + Printable.of(face.ensemble()) + ".");
        html.beginFaces();
        face(face.probe(), person, FACE_WIDTH);
        for (Says says : face.members()) {
            HeatMap map = Display.of(
                    says.map(),
                    Convention.PAPER,
                    says.view().height(),
                    says.view().width());
            face(overlay(face.probe(), says.view(), says.view().onFrame(map)), caption(face, says), FACE_WIDTH);
        }
        html.endFaces();
    }

    private static String caption(ChangedFace face, Says says) {
        boolean right = says.person().equals(face.person());
        String seen = (right ? "✓" : "✗") + NO_BREAK + named(says.person(), says.posterior());
        return right ? seen : seen + "; " + named(face.person(), says.right());
    }

    private static String named(String person, double posterior) {
        return Printable.of(person) + NO_BREAK + percent(posterior);
    }

    private static String percent(double posterior) {
        return Numbers.percent(posterior, 0) + NO_BREAK + "%";
    }

    // --- pictures ---

    /// What a network sees of a face, and where it looks.
    ///
    /// @param map none of it negative, at the frame's size
    private static Picture overlay(Picture frame, View view, HeatMap map) {
        return Overlay.of(view.on(frame), Scaling.toMaximum(map), ColorMap.INFERNO, STRENGTH);
    }

    private void face(Picture picture, String caption, int width) {
        double scale = Math.min(1, (double) LONGEST / Math.max(picture.width(), picture.height()));
        Picture small = picture.resize(Math.max(1, (int) Math.round(scale * picture.width())), Math.max(1, (int)
                Math.round(scale * picture.height())));
        html.face(small, caption, width);
    }
}
