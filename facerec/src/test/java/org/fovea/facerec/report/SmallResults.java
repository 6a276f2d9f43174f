package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.Strategies;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.evaluation.Curve;
import org.fovea.facerec.evaluation.Estimate;
import org.fovea.facerec.evaluation.Interval;
import org.fovea.facerec.experiment.Cell;
import org.fovea.facerec.experiment.ChangedFace;
import org.fovea.facerec.experiment.ChangedFace.Says;
import org.fovea.facerec.experiment.ExperimentSettings;
import org.fovea.facerec.experiment.Look;
import org.fovea.facerec.experiment.Results;
import org.fovea.facerec.experiment.SummaryRow;
import org.fovea.facerec.experiment.SummaryRow.Over;
import org.fovea.facerec.experiment.SystemName;
import org.fovea.facerec.fusion.Fusions;
import org.fovea.facerec.network.View;
import org.fovea.gradcam.HeatMap;

/// Results made by hand: three strategies of three networks, two fusions, a baseline; every figure another one.
final class SmallResults {
    static final String PERSON = "<Ann & \"Bob\">\u0007";

    private static final int SIDE = 16;
    private static final List<String> FUSIONS = List.of("bounded-cosine", "posterior");

    private final List<Condition> conditions;
    private final List<SummaryRow> summary = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();
    private final List<Results.Curves> curves = new ArrayList<>();

    private SmallResults(List<Condition> conditions) {
        this.conditions = conditions;
    }

    static Results of(Condition... conditions) {
        return new SmallResults(List.of(conditions)).results();
    }

    private Results results() {
        for (SystemName system : systems()) {
            List<String> rows =
                    conditions.stream().map(Condition::label).collect(Collectors.toCollection(ArrayList::new));
            if (conditions.size() > 1) {
                rows.add(SummaryRow.OCCLUDED);
            }
            for (String condition : rows) {
                row(system, condition);
            }
            conditions.forEach(condition -> cell(system, condition));
        }
        ExperimentSettings settings = new ExperimentSettings(
                3,
                2,
                3,
                1,
                Strategies.named(List.of("gaze-discs", "plain", "random-discs")),
                FUSIONS.stream().map(Fusions::named).toList(),
                conditions,
                TrainingSettings.standard(),
                Standardisation.PER_PICTURE);
        return new Results(
                settings,
                "24 pictures of 4 people, 16×16 grey",
                cells,
                summary,
                curves,
                List.of(look("single", 1), look("gaze-discs", 3), look("plain", 2), look("plain", 3)),
                List.of(changed(PERSON), changed("somebody else")),
                picture(),
                conditions.stream().collect(Collectors.toMap(condition -> condition, condition -> picture())));
    }

    private static List<SystemName> systems() {
        List<SystemName> systems = new ArrayList<>();
        for (String fusion : FUSIONS) {
            systems.add(new SystemName("single", "control", 1, fusion));
            systems.add(new SystemName("gaze-discs", "gradcam", 3, fusion));
            systems.add(new SystemName("plain", "control", 3, fusion));
            systems.add(new SystemName("random-discs", "control", 3, fusion));
        }
        systems.add(new SystemName("pixels", "baseline", 0, "none"));
        return systems;
    }

    /// Over single: off zero and better. Over plain: off zero and worse. Over random: uncertain.
    private void row(SystemName system, String condition) {
        double share = 0.3 + 0.0123 * summary.size() % 0.6;
        boolean compared = system.driver().equals("gradcam");
        summary.add(new SummaryRow(
                system,
                condition,
                estimate(share, 0.03),
                estimate(share / 2, 0.02),
                compared ? new Over(estimate(share / 3, 0.01), estimate(-share / 4, 0.01)) : null,
                compared ? new Over(estimate(-share / 5, 0.01), estimate(share / 6, 0.01)) : null,
                compared ? new Over(estimate(share / 7, 0.5), estimate(-share / 8, 0.5)) : null));
        if (List.of("none", FUSIONS.getFirst()).contains(system.fusion())) {
            curves.add(new Results.Curves(system, condition, manyPoints(0, 1), manyPoints(-3, 3)));
        }
    }

    private static Estimate estimate(double value, double half) {
        return new Estimate(value, new Interval(value - half, value + 2 * half));
    }

    private static Curve manyPoints(double low, double high) {
        double[] x = IntStream.range(0, 20_001)
                .mapToDouble(i -> low + (high - low) * i / 20_000)
                .toArray();
        return new Curve(x, x);
    }

    private void cell(SystemName system, Condition condition) {
        for (int split = 1; split <= 2; split++) {
            double overlap = system.members() < 2
                    ? Double.NaN
                    : 0.2 * split + 0.1 * system.strategy().length() / 10;
            cells.add(new Cell(
                    split,
                    system,
                    1,
                    condition,
                    12,
                    36_000,
                    0.5,
                    1,
                    0.2,
                    0.9,
                    OptionalDouble.of(0.3),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    overlap));
        }
    }

    private static Look look(String strategy, int members) {
        List<View> views = new ArrayList<>();
        List<HeatMap> gazes = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            views.add(i == 0 ? View.whole(SIDE, SIDE) : View.rectangle(SIDE, SIDE, 0, 0, SIDE / 2, SIDE));
            gazes.add(map(SIDE));
        }
        return new Look(strategy, views, gazes, 0.25);
    }

    private static HeatMap map(int side) {
        float[] values = new float[side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) i / values.length;
        }
        return new HeatMap(side, side, values, "Grad-CAM", "layer", "target");
    }

    private static ChangedFace changed(String ensemble) {
        List<Says> says = List.of(
                new Says(View.whole(SIDE, SIDE), map(4), PERSON, 0.62, 0.62),
                new Says(View.rectangle(SIDE, SIDE, 0, 0, SIDE / 2, SIDE), map(2), "somebody else", 0.48, 0.31));
        String single = PERSON.equals(ensemble) ? "somebody else" : PERSON;
        return new ChangedFace(Condition.CLEAN, picture(), PERSON, single, ensemble, says);
    }

    private static Picture picture() {
        float[] data = new float[SIDE * SIDE];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) i / data.length;
        }
        return new Picture(SIDE, SIDE, 1, data);
    }
}
