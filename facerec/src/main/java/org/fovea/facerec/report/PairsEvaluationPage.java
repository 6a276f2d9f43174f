package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.evaluation.FnmrAtFmr;
import org.fovea.facerec.evaluation.FoldedAccuracy;
import org.fovea.facerec.verification.PairFigures;
import org.fovea.facerec.verification.Photo;
import org.fovea.facerec.verification.PhotoPair;
import org.fovea.facerec.verification.ScoredPair;

/// The page of an embedding network on a list of pairs: how many it answers rightly, where it errs, and what such a
/// list does not tell.
///
/// @param title of which network, on which list
/// @param thresholdsFrom which pairs the thresholds are from
/// @param sources what the figures come of
/// @param faces those of [#shown(PairFigures)], aligned as the network reads them; a pair without both is named alone
public record PairsEvaluationPage(
        PairFigures figures, String title, String thresholdsFrom, List<Source> sources, Map<Photo, Picture> faces) {
    /// A file that decides the figures, one of those that the page names.
    ///
    /// @param what its part
    /// @param name the file's, without its folder
    /// @param detail what more there is to say, a clause
    /// @param sha256 in hexadecimal digits
    public record Source(String what, String name, String detail, String sha256) {}

    /// So many wrong answers of either kind are shown.
    private static final int SHOWN = 8;

    /// Two pairs stand side by side on a telephone.
    private static final int FACE_WIDTH = 76;

    /// More photographs without a face than this are counted and not named.
    private static final int NAMED = 200;

    private static final String NO_BREAK = "\u00a0";

    /// The photographs of the pairs that the page shows.
    public static List<Photo> shown(PairFigures figures) {
        return Stream.of(true, false)
                .flatMap(genuine -> figures.wrong(genuine).stream().limit(SHOWN))
                .flatMap(wrong -> Stream.of(wrong.pair().a(), wrong.pair().b()))
                .distinct()
                .toList();
    }

    /// The whole file.
    public String html() {
        Html html = new Html().contents();
        figures(html);
        beyond(html);
        folds(html);
        charts(html);
        notFound(html);
        html.heading("The pairs it got most wrong");
        html.paragraph(
                "Those whose scores lie farthest on the wrong side of the threshold that answered them. All pairs"
                        + " with their scores are in evaluation.csv.");
        wrong(html, true, "One person, taken for two");
        wrong(html, false, "Two people, taken for one");
        html.heading("What was measured");
        for (Source source : sources) {
            html.paragraph(source.what + ": " + source.name + ", " + source.detail + ". SHA-256 " + source.sha256);
        }
        return html.page(title, lead());
    }

    private String lead() {
        return figures.scores().length + " pairs of " + figures.photographs()
                + " photographs, each pair one person's or two people's: " + accuracy()
                + " were answered rightly.";
    }

    private String accuracy() {
        Double error = figures.standardError();
        return percent(figures.accuracy())
                + (error == null ? "" : NO_BREAK + "±" + NO_BREAK + Numbers.percent(error, 2));
    }

    private static String percent(double share) {
        return Numbers.percent(share, 2) + NO_BREAK + "%";
    }

    // --- figures ---

    private void figures(Html html) {
        html.heading("Figures");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("figure", "value", "95 % interval"));
        rows.add(List.of("accuracy", accuracy(), "–"));
        rows.add(List.of("EER", percent(figures.eer()), Numbers.percent(figures.eerInterval(), 2) + NO_BREAK + "%"));
        rows.add(List.of("AUC", Numbers.plain(figures.auc(), 5), "–"));
        for (FnmrAtFmr rate : figures.fnmr()) {
            boolean known = rate.fnmr().isPresent();
            rows.add(List.of(
                    "FNMR at FMR " + rate.fmr(), known ? percent(rate.fnmr().getAsDouble()) : "–", "–"));
        }
        html.table(rows, false);
        html.paragraph("Accuracy: thresholds " + thresholdsFrom
                + (figures.standardError() == null ? "." : "; ± is the standard error of the folds' mean.")
                + " The EER is the error where the share of two people's pairs that pass (FMR, the false match rate)"
                + " is the share of one person's that are refused (FNMR); its interval is from drawing people anew."
                + " The AUC is the area under the ROC: how often a pair of one person scores above one of two"
                + " people.");
        figures.fnmr().stream()
                .filter(rate -> rate.fnmr().isEmpty())
                .forEach(rate -> html.paragraph("No FNMR at FMR " + rate.fmr() + ": " + rate.impostors()
                        + " pairs of two people bear out no false match rate below "
                        + percent(FnmrAtFmr.lowestFmr(rate.impostors())) + " (the rule of three)."));
    }

    private void beyond(Html html) {
        html.heading("What LFW does not tell");
        html.paragraph("How well other people are told apart. Labeled Faces in the Wild is photographs of celebrities:"
                + " public figures of the 2000s, photographed by the press, mostly men, light-skinned, well lit. A"
                + " detector of frontal faces found them, so faces turned away are missing. There are few children, few"
                + " old people and few people with dark skin.");
        html.paragraph("Models of 99.7 % on LFW have been measured at 51 to 69 % on other populations, where 50 % is"
                + " what tossing a coin achieves. A figure on this page shows that model, detector and alignment work"
                + " together; it is no promise about a door, a school or a country.");
        html.paragraph("Nor how much of it is memory: networks are trained with photographs of celebrities, and the"
                + " training sets often hold the same people.");
        html.paragraph("Nor what a threshold does among your people. Calibrate on them: fovea gallery calibrate sets"
            + " the threshold of a gallery by the false matches among its own people, and fovea evaluate --calibrate"
            + " that of a model by pairs of your photographs, laid out like LFW's.");
    }

    // --- folds ---

    private void folds(Html html) {
        html.heading("Accuracy and thresholds");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("fold", "threshold", "pairs", "wrong", "accuracy"));
        List<FoldedAccuracy.Fold> folds = figures.folds();
        for (int i = 0; i < folds.size(); i++) {
            FoldedAccuracy.Fold fold = folds.get(i);
            rows.add(List.of(
                    folds.size() == 1 ? "all" : Integer.toString(i + 1),
                    Numbers.plain(fold.threshold(), 4),
                    Integer.toString(fold.pairs()),
                    Integer.toString(fold.pairs() - fold.correct()),
                    percent(fold.accuracy())));
        }
        if (folds.size() > 1) {
            int wrong = folds.stream().mapToInt(f -> f.pairs() - f.correct()).sum();
            rows.add(List.of(
                    "mean",
                    Numbers.plain(
                            folds.stream()
                                    .mapToDouble(FoldedAccuracy.Fold::threshold)
                                    .average()
                                    .orElseThrow(),
                            4),
                    Integer.toString(figures.scores().length),
                    Integer.toString(wrong),
                    percent(figures.accuracy())));
        }
        html.table(rows, folds.size() > 1);
    }

    private void charts(Html html) {
        html.heading("ROC and scores");
        html.paragraph("The ROC: the share of one person's pairs that pass (1 − FNMR) by the share of two people's that"
                + " do, all pairs under one threshold; where fewer than three of two people's would pass, nothing is"
                + " drawn. The scores: how those of either kind are distributed.");
        PairsCharts charts = new PairsCharts(figures);
        html.legend(charts.legend());
        html.add("<div class=\"charts\">\n")
                .add(charts.roc())
                .add(charts.distributions())
                .add("</div>\n");
    }

    // --- pairs ---

    private void notFound(Html html) {
        html.heading("Faces that were not found");
        List<Photo> none = figures.notFound();
        if (none.isEmpty()) {
            html.paragraph("In each of the " + figures.photographs() + " photographs a face was found. A pair without"
                    + " one would have counted as a wrong answer.");
            return;
        }
        int genuine = figures.unscored(true);
        int impostor = figures.unscored(false);
        html.paragraph("In " + none.size() + " of " + figures.photographs() + " photographs no face was found. "
                + (genuine + impostor) + " pairs have no score for that: " + genuine + " of one person, " + impostor
                + " of two people. For the accuracy each of them is a wrong answer, whatever the truth. For ROC, EER"
                + " and AUC no threshold accepts them: an error in a pair of one person, none in a pair of two.");
        html.paragraph(none.stream().limit(NAMED).map(PairsEvaluationPage::name).collect(Collectors.joining(", "))
                + (none.size() > NAMED ? ", and " + (none.size() - NAMED) + " more" : "") + ".");
    }

    private void wrong(Html html, boolean genuine, String heading) {
        List<ScoredPair> all = figures.wrong(genuine);
        List<ScoredPair> shown = all.stream().limit(SHOWN).toList();
        html.subheading(heading + " (" + shown.size() + " of " + all.size() + " shown)");
        if (shown.isEmpty()) {
            html.paragraph("None.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("photographs", "score", "threshold"));
        for (ScoredPair wrong : shown) {
            rows.add(List.of(name(wrong.pair()), Numbers.plain(wrong.score(), 4), Numbers.plain(wrong.threshold(), 4)));
        }
        html.table(rows, false);
        html.beginFaces();
        for (ScoredPair wrong : shown) {
            Picture a = faces.get(wrong.pair().a());
            Picture b = faces.get(wrong.pair().b());
            if (a != null && b != null) {
                html.faces(a, b, name(wrong.pair()) + ": " + Numbers.plain(wrong.score(), 4), FACE_WIDTH);
            }
        }
        html.endFaces();
    }

    private static String name(PhotoPair pair) {
        return pair.genuine() ? name(pair.a()) + " and " + pair.b().number() : name(pair.a()) + ", " + name(pair.b());
    }

    private static String name(Photo photo) {
        return Printable.of(photo.person()) + " " + photo.number();
    }

    // --- for programs ---

    /// The list as RFC 4180 has it: a heading, then a line a pair; a pair without a score has an empty field for
    /// it.
    public static String csv(PairFigures figures) {
        StringBuilder csv = new StringBuilder();
        Csv.line(
                csv,
                List.of(
                        "person_a",
                        "photo_a",
                        "person_b",
                        "photo_b",
                        "genuine",
                        "fold",
                        "score",
                        "threshold",
                        "correct"));
        List<PhotoPair> pairs = figures.list().pairs();
        for (int i = 0; i < pairs.size(); i++) {
            PhotoPair pair = pairs.get(i);
            Csv.line(
                    csv,
                    List.of(
                            pair.a().person(),
                            Integer.toString(pair.a().number()),
                            pair.b().person(),
                            Integer.toString(pair.b().number()),
                            Boolean.toString(pair.genuine()),
                            Integer.toString(pair.fold() + 1),
                            Csv.number(figures.scores()[i]),
                            Csv.number(figures.threshold(i)),
                            Boolean.toString(figures.isCorrect(i))));
        }
        return csv.toString();
    }
}
