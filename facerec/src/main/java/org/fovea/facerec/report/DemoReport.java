package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.ensemble.DivergentTraining;
import org.fovea.facerec.ensemble.DivergentTraining.Member;
import org.fovea.facerec.evaluation.Figures;
import org.fovea.facerec.gaze.Gaze;
import org.fovea.gradcam.ColorMap;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Scaling;

/// The page that tells one run of the whole method: the faces, where each network looks, what was covered for the next,
/// and the figures.
public final class DemoReport {
    private static final int FACE_WIDTH = 96;
    private static final double STRENGTH = 0.6;

    private DemoReport() {}

    /// @param training what the networks learned from
    /// @param members the networks in the order of their training, with their gaze over `training`
    /// @param figures the test's figures, the combination's last
    /// @param settingLine how the run was made, in a sentence
    public static String page(FaceSet training, List<Member> members, List<Figures> figures, String settingLine) {
        Html html = new Html();
        int shown = Math.min(6, training.people());
        html.heading("The people").paragraph("One training picture of each of the first people.");
        html.beginFaces();
        for (int person = 0; person < Math.min(12, training.people()); person++) {
            html.face(
                    training.picture(training.indicesOf(person)[0]),
                    training.names().get(person),
                    FACE_WIDTH);
        }
        html.endFaces();

        for (int m = 0; m < members.size(); m++) {
            Member member = members.get(m);
            html.heading("Network " + (m + 1) + (m == 0 ? ": sees the pictures as they are" : ": looks elsewhere"));
            if (m > 0) {
                html.paragraph("What the networks before it relied on is covered with noise half of the time that it "
                        + "learns from a picture, so it must use other parts of the face.");
                html.beginFaces();
                for (int person = 0; person < shown; person++) {
                    int i = training.indicesOf(person)[0];
                    html.face(DivergentTraining.seen(member, training, i, i), "covered", FACE_WIDTH);
                }
                html.endFaces();
            }
            html.paragraph("Its Grad-CAM maps for the person shown: bright is what speaks for that person.");
            html.beginFaces();
            for (int person = 0; person < shown; person++) {
                int i = training.indicesOf(person)[0];
                HeatMap map = member.gaze().maps().get(i);
                html.face(overlay(training.picture(i), map), training.names().get(person), FACE_WIDTH);
            }
            html.face(
                    overlay(meanFace(training), Scaling.toUnit(member.gaze().mean())),
                    "mean of all maps on the mean face",
                    FACE_WIDTH);
            html.endFaces();
        }
        if (members.size() > 1) {
            html.heading("Do they look at different parts?");
            html.paragraph(similarities(members));
        }
        html.heading("How well they recognise");
        List<List<String>> rows = new ArrayList<>();
        rows.add(Figures.headings());
        figures.forEach(f -> rows.add(f.row()));
        html.table(rows, figures.size() > 1);
        html.paragraph(
                "Accuracy: the share of test pictures given to the right person, with its 95 % Wilson interval. EER:"
                    + " the equal error rate, where as many impostors are accepted as genuine claims are refused. The"
                    + " combination is the normalised geometric mean of the networks' posteriors.");
        return html.page("Where face networks look", settingLine);
    }

    private static String similarities(List<Member> members) {
        StringBuilder text = new StringBuilder(
                "Correlation of the maps of a picture, in the mean over the training pictures; 1 for the same places,"
                        + " below 0 for opposite ones:");
        for (int a = 0; a < members.size(); a++) {
            for (int b = a + 1; b < members.size(); b++) {
                double similarity =
                        Gaze.similarity(members.get(a).gaze(), members.get(b).gaze());
                text.append(String.format(Locale.ROOT, " networks %d and %d: %.2f.", a + 1, b + 1, similarity));
            }
        }
        return text.toString();
    }

    private static Picture overlay(Picture picture, HeatMap map) {
        return Overlay.of(picture, map, ColorMap.INFERNO, STRENGTH);
    }

    private static Picture meanFace(FaceSet faces) {
        Picture first = faces.picture(0);
        float[] mean = new float[first.data().length];
        for (Picture picture : faces.pictures()) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += picture.data()[i] / faces.size();
            }
        }
        return new Picture(first.width(), first.height(), first.channels(), mean);
    }
}
