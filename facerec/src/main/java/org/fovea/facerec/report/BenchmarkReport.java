package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.faithfulness.Figure;
import org.fovea.facerec.faithfulness.MapScores;
import org.fovea.facerec.faithfulness.Question;
import org.fovea.gradcam.ColorMap;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Display;
import org.fovea.gradcam.HeatMap;

/// What a benchmark of maps found, as a table for people and one for programs.
public final class BenchmarkReport {
    private static final int FACE_WIDTH = 96;
    private static final double STRENGTH = 0.6;

    private BenchmarkReport() {}

    // --- for people ---

    /// The table as rows of text, the heading first.
    ///
    /// @param figures the columns behind the method
    public static List<List<String>> rows(List<MapScores> scores, List<Figure> figures) {
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("method"));
        figures.forEach(figure -> heading.add(figure.heading() + arrow(figure)));
        rows.add(heading);
        for (MapScores method : scores) {
            List<String> row = new ArrayList<>(List.of(method.title() + (method.control() ? " (control)" : "")));
            figures.forEach(figure -> row.add(figure.text(method)));
            rows.add(row);
        }
        return rows;
    }

    private static String arrow(Figure figure) {
        return switch (figure.good()) {
            case HIGH -> " ↑";
            case LOW -> " ↓";
            case NEAR_ZERO -> " →0";
            case NEITHER -> "";
        };
    }

    /// The page.
    public static String page(List<Question> questions, List<MapScores> scores, String settingLine) {
        Html html = new Html();
        html.heading("What was asked");
        questions.forEach(question -> html.paragraph(question.setting()));
        html.heading("Figures");
        html.paragraph("↑ more is better, ↓ less is better, →0 nearer to 0 is better. Set off: the best of a column,"
                + " controls left out. A dash: there is no answer, because no mask is known or every map was blank.");
        table(html, scores, Figure.shownFirst());
        notMeasured(html, scores);
        html.heading("What the columns mean");
        Figure.all().forEach(figure -> html.paragraph(figure.heading() + arrow(figure) + ": " + figure.meaning()));
        html.heading("All figures");
        table(html, scores, Figure.all());
        if (questions.size() > 1 && questions.stream().noneMatch(q -> q.masks().isEmpty())) {
            html.heading("Energy, part by part");
            html.table(byPart(questions, scores), false);
        }
        for (int i = 0; i < questions.size(); i++) {
            gallery(html, questions.get(i), i, scores);
        }
        return html.page("How far the maps can be believed", settingLine);
    }

    private static void table(Html html, List<MapScores> scores, List<Figure> figures) {
        html.table(
                rows(scores, figures),
                (row, column) -> column > 0 && isBest(scores.get(row - 1), figures.get(column - 1), scores));
    }

    private static boolean isBest(MapScores method, Figure figure, List<MapScores> scores) {
        double own = figure.value().applyAsDouble(method);
        if (method.control() || figure.good() == Figure.Good.NEITHER || Double.isNaN(own)) {
            return false;
        }
        return scores.stream()
                .filter(s -> !s.control())
                .noneMatch(s -> figure.better(figure.value().applyAsDouble(s), own));
    }

    private static void notMeasured(Html html, List<MapScores> scores) {
        for (MapScores method : scores) {
            if (method.refused() != null) {
                html.paragraph(method.title() + " has no map of this network: " + method.refused());
            } else if (method.blank() > 0) {
                html.paragraph(method.title() + ": " + method.blank() + " of " + method.maps()
                        + " maps have no positive value.");
            }
        }
    }

    private static List<List<String>> byPart(List<Question> questions, List<MapScores> scores) {
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("method"));
        questions.forEach(question -> heading.add(question.name()));
        rows.add(heading);
        for (MapScores method : scores) {
            List<String> row = new ArrayList<>(List.of(method.title()));
            for (Question question : questions) {
                Double energy = method.energy().get(question.name());
                row.add(energy == null ? "–" : String.format(Locale.ROOT, "%.3f", energy));
            }
            rows.add(row);
        }
        return rows;
    }

    private static void gallery(Html html, Question question, int number, List<MapScores> scores) {
        Picture picture = question.first();
        html.heading("Maps of one picture: " + question.name());
        html.beginFaces();
        html.face(picture, "the picture", FACE_WIDTH);
        if (!question.masks().isEmpty()) {
            html.face(marked(picture, question.masks().getFirst()), "the part that differs", FACE_WIDTH);
        }
        for (MapScores method : scores) {
            if (method.refused() == null) {
                HeatMap shown =
                        Display.of(method.examples().get(number), Convention.PAPER, picture.height(), picture.width());
                html.face(Overlay.of(picture, shown, ColorMap.INFERNO, STRENGTH), method.title(), FACE_WIDTH);
            }
        }
        html.endFaces();
    }

    private static Picture marked(Picture picture, boolean[] mask) {
        float[] values = new float[mask.length];
        for (int i = 0; i < mask.length; i++) {
            values[i] = mask[i] ? 0.7f : 0;
        }
        HeatMap map = new HeatMap(picture.height(), picture.width(), values, "mask", "input", "the part");
        return Overlay.of(picture, map, ColorMap.INFERNO, STRENGTH);
    }

    // --- for programs ---

    /// The table as RFC 4180 has it: a heading, then a line a method; an empty field where there is no answer.
    public static String csv(List<Question> questions, List<MapScores> scores) {
        StringBuilder csv = new StringBuilder();
        List<String> heading = new ArrayList<>(List.of("method", "title", "control", "maps", "blank"));
        Figure.all().forEach(figure -> heading.add(figure.key()));
        questions.forEach(question -> heading.add("energy_in_" + question.name()));
        heading.add("refused");
        Csv.line(csv, heading);
        for (MapScores method : scores) {
            List<String> fields = new ArrayList<>(List.of(
                    method.method(),
                    method.title(),
                    String.valueOf(method.control()),
                    String.valueOf(method.maps()),
                    String.valueOf(method.blank())));
            Figure.all().forEach(figure -> fields.add(Csv.number(figure.value().applyAsDouble(method))));
            for (Question question : questions) {
                fields.add(Csv.number(method.energy().getOrDefault(question.name(), Double.NaN)));
            }
            fields.add(method.refused() == null ? "" : method.refused());
            Csv.line(csv, fields);
        }
        return csv.toString();
    }
}
