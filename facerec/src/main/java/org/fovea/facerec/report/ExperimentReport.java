package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.experiment.Cell;
import org.fovea.facerec.experiment.Experiment;
import org.fovea.facerec.experiment.ExperimentSettings;
import org.fovea.facerec.experiment.Results;
import org.fovea.facerec.experiment.SystemName;
import org.fovea.facerec.fusion.Fusion;

/// What an experiment found, as a page for people: tables, curves, where every network looks, and the faces that
/// changed sides.
public final class ExperimentReport {
    private final Results results;
    private final ExperimentSettings settings;
    private final Systems systems;
    private final FigureTables tables;
    private final ExperimentCharts charts;
    private final Html html = new Html();
    private final FaceGallery gallery;

    private ExperimentReport(Results results) {
        this.results = results;
        settings = results.settings();
        systems = new Systems(results);
        tables = new FigureTables(results, systems);
        charts = new ExperimentCharts(results, systems);
        gallery = new FaceGallery(results, systems, html);
    }

    /// The page: an HTML file that holds its style, drawings and pictures, and loads nothing.
    public static String page(Results results) {
        return new ExperimentReport(results).page();
    }

    private String page() {
        html.contents();
        compared();
        figures();
        differences();
        fusions();
        curves();
        overlap();
        html.heading("Where the networks look");
        html.paragraph(
                "The mean face of the first split's training pictures. Over it, network by network: grey is what the"
                    + " network does not see; colours, dark to yellow, are its gaze, the mean of its raw Grad-CAM maps"
                    + " for the person shown, scaled to its own largest value.");
        gallery.looks();
        changed();
        return html.page("Networks that look elsewhere, combined", results.faces());
    }

    // --- what was compared ---

    private void compared() {
        html.heading("What was compared");
        html.paragraph("Of " + results.faces() + ", networks learned " + settings.trainPerPerson()
                + " pictures of each person, drawn by lot; the others, " + probes() + ", are probes. This was done "
                + times(settings.splits()) + ". Every network was trained for "
                + settings.training().epochs() + " epochs; an ensemble has at most " + settings.members()
                + " networks. All systems have the same splits and the same probes.");
        html.paragraph(
                "Probes are shown under " + conditions() + ". What covers a face is drawn apart from anything that"
                        + " is drawn in training. One probe of the first split:");
        gallery.examples();
        html.paragraph(
                "Accuracy is the share of probes given to the right person (rank 1, closed set). The EER takes every"
                        + " probe's score for every person as a comparison, " + pairs() + " Figures are means over the"
                        + " splits, and of what lots decide over its draws. Intervals are of 95 %: percentiles of a"
                        + " bootstrap over people, " + Experiment.RESAMPLES
                        + " resamples; a person comes with all their"
                        + " probes, in every split and for every system alike, so differences are paired.");
        html.beginDetails("The strategies and fusions in a sentence each");
        systems.of(systems.firstFusion()).stream()
                .map(SystemName::strategy)
                .distinct()
                .forEach(strategy -> html.paragraph(strategy + ": " + systems.about(strategy) + "."));
        settings.fusions().forEach(fusion -> html.paragraph(fusion.name() + ": " + fusion.about() + "."));
        html.endDetails();
    }

    private String conditions() {
        int count = settings.conditions().size();
        return (count == 1 ? "one condition" : count + " conditions") + ": "
                + settings.conditions().stream().map(Condition::label).collect(Collectors.joining(", "))
                + (systems.covered() ? "; the mean of the covered ones is called covered" : "");
    }

    private String probes() {
        Cell cell = results.cells().getFirst();
        return Integer.toString(cell.probes());
    }

    private String pairs() {
        Cell cell = results.cells().getFirst();
        return cell.probes() + " genuine and " + cell.impostorPairs() + " impostor ones a split and condition.";
    }

    private static String times(int splits) {
        return splits == 1 ? "once" : splits + " times, each time drawn anew";
    }

    // --- figures ---

    private void figures() {
        html.heading("Accuracy in per cent");
        html.paragraph("Ensembles fused by " + systems.firstFusion() + ". Below each figure its interval.");
        html.add(tables.accuracy());
        html.heading("Equal error rate in per cent");
        html.add(tables.eer());
    }

    private void differences() {
        html.heading("Differences from the controls in points");
        html.paragraph("Against the single network, against as many networks that see the whole face, and against the"
                + " random control of as many networks, all fused alike. " + FigureTables.BETTER
                + " better and " + FigureTables.WORSE + " worse, with an interval off zero; an EER is better when it"
                + " is lower. Empty: there is no such control.");
        List<String> folded = new ArrayList<>(systems.conditions());
        List<String> open = new ArrayList<>(List.of(systems.decisive()));
        if (folded.contains(Condition.CLEAN.label()) && systems.covered()) {
            open.add(Condition.CLEAN.label());
        }
        for (String condition : open) {
            html.subheading(Systems.title(condition));
            html.add(tables.differences(condition));
        }
        folded.removeAll(open);
        for (String condition : folded) {
            html.beginDetails(Systems.title(condition));
            html.add(tables.differences(condition));
            html.endDetails();
        }
    }

    private void fusions() {
        html.heading("By fusion");
        html.paragraph("The first strategy and its controls, fused in every way: "
                + settings.fusions().stream().map(Fusion::name).collect(Collectors.joining(", ")) + ".");
        html.beginDetails("Show the table");
        html.add(tables.fusions());
        html.endDetails();
    }

    // --- curves ---

    private void curves() {
        html.heading("ROC and DET");
        html.paragraph("All splits' comparisons together, under one threshold; covered faces: all covered conditions"
            + " together. The dotted line of a DET is where both rates are equal, the EER; a rate of 0 stands at half"
            + " a comparison. Where FMRs are so low that fewer than three impostor comparisons are expected, nothing"
            + " is drawn.");
        html.legend(charts.legend());
        html.add("<div class=\"charts\">\n");
        List<String> shown = new ArrayList<>();
        if (settings.conditions().contains(Condition.CLEAN)) {
            shown.add(Condition.CLEAN.label());
        }
        if (systems.covered()) {
            shown.add(systems.decisive());
        }
        shown.forEach(condition -> html.add(charts.roc(condition)));
        shown.forEach(condition -> html.add(charts.det(condition)));
        html.add("</div>\n");
    }

    private void overlap() {
        html.heading("Overlap of gazes and gain");
        html.paragraph(
                "Each ensemble: how much its networks' mean gazes overlap (0: no pixel in common, 1: the same gaze),"
                        + " mean over the splits, and by how much it is more accurate than the single network. Discs:"
                        + " Grad-CAM decides; squares: controls.");
        html.add("<div class=\"scroll\">\n" + charts.overlap() + "</div>\n");
    }

    // --- faces ---

    private void changed() {
        html.heading("Faces that changed sides, and why");
        String ours = settings.strategies().isEmpty()
                ? "the first strategy"
                : settings.strategies().getFirst().name();
        html.paragraph("Probes of the first split that the single network and " + ours + " (" + systems.firstFusion()
                + ") answer differently, one of them rightly: of each condition up to three people either way. First"
                + " the probe, then network by network what it sees, with the map of its evidence for the person it"
                + " names; under it that person and their posterior by this network alone, ✓ right or ✗ wrong, and"
                + " where wrong the posterior of the person shown.");
        gallery.changed();
    }
}
