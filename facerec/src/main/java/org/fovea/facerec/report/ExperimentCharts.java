package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.evaluation.Curve;
import org.fovea.facerec.evaluation.Normal;
import org.fovea.facerec.experiment.Cell;
import org.fovea.facerec.experiment.Results;
import org.fovea.facerec.experiment.Results.Curves;
import org.fovea.facerec.experiment.SummaryRow;
import org.fovea.facerec.experiment.SystemName;

/// The charts of an experiment: ROC, DET, and gain against the overlap of gazes.
final class ExperimentCharts {
    private static final double LARGEST_FMR = 0.6;

    private final Results results;
    private final Systems systems;

    ExperimentCharts(Results results, Systems systems) {
        this.results = results;
        this.systems = systems;
    }

    /// Comparisons with other people than the one shown, of one system, all splits together, under these
    /// conditions.
    long impostorPairs(String condition) {
        SystemName system = systems.compared(systems.firstFusion()).getFirst();
        return results.cells().stream()
                .filter(cell -> cell.system().equals(system) && cell.draw() == 1)
                .filter(cell -> condition.equals(SummaryRow.OCCLUDED)
                        ? cell.condition() != Condition.CLEAN
                        : cell.condition().label().equals(condition))
                .mapToLong(Cell::impostorPairs)
                .sum();
    }

    /// ROC curves: the share of genuine comparisons accepted by the FMR, which is in powers of ten.
    String roc(String condition) {
        Chart chart = RocChart.of(
                "ROC, " + Systems.title(condition), impostorPairs(condition), curves(condition, Curves::roc));
        return drawn(chart, condition, Curves::roc);
    }

    /// DET curves: FNMR by FMR, both as normal deviates.
    String det(String condition) {
        double least = Normal.quantile(RocChart.leastRate(impostorPairs(condition)));
        double most = Normal.quantile(LARGEST_FMR);
        List<Curve> curves = curves(condition, Curves::det);
        double low = RocChart.ordinates(curves, least, most).min().orElse(least);
        double high = RocChart.ordinates(curves, least, most).max().orElse(most);
        Chart chart = new Chart(
                        "DET, " + Systems.title(condition),
                        Axis.deviates("false match rate in %", least, most),
                        Axis.deviates("false non-match rate in %", low, high),
                        RocChart.WIDTH,
                        RocChart.HEIGHT)
                .diagonal();
        return drawn(chart, condition, Curves::det);
    }

    private List<Curve> curves(String condition, Function<Curves, Curve> curve) {
        return shown(condition).stream().map(curve).toList();
    }

    private String drawn(Chart chart, String condition, Function<Curves, Curve> curve) {
        for (Curves curves : shown(condition)) {
            chart.curve(curve.apply(curves), style(curves.system()));
        }
        return chart.svg();
    }

    private List<Curves> shown(String condition) {
        List<SystemName> compared = systems.compared(systems.firstFusion());
        return results.curves().stream()
                .filter(curves -> curves.condition().equals(condition) && compared.contains(curves.system()))
                .toList();
    }

    /// The lines and whose they are.
    List<Html.Line> legend() {
        List<Html.Line> lines = new ArrayList<>();
        for (SystemName system : systems.compared(systems.firstFusion())) {
            String networks = system.members() == 1 ? " network" : " networks";
            lines.add(new Html.Line(style(system), system.strategy() + ", " + system.members() + networks));
        }
        return lines;
    }

    private String style(SystemName system) {
        if (systems.isFirst(system)) {
            return "ours";
        }
        boolean usual =
                system.strategy().equals(Systems.SINGLE) || system.strategy().equals(Systems.PLAIN);
        return usual ? system.strategy() : "random";
    }

    /// Each ensemble's gain over the single network by how much its members' gazes overlap.
    String overlap() {
        String condition = systems.decisive();
        List<Chart.Point> points = new ArrayList<>();
        for (SystemName system : systems.of(systems.firstFusion())) {
            OptionalDouble overlap = overlap(system);
            systems.row(system, condition).map(SummaryRow::overSingle).ifPresent(over -> {
                if (overlap.isPresent() && system.members() > 1) {
                    boolean driven = system.driver().equals("gradcam");
                    points.add(new Chart.Point(
                            overlap.getAsDouble(),
                            100 * over.accuracy().value(),
                            name(system),
                            driven,
                            driven ? "driven" : "lots"));
                }
            });
        }
        double low = points.stream().mapToDouble(Chart.Point::y).min().orElse(0);
        double high = points.stream().mapToDouble(Chart.Point::y).max().orElse(1);
        double left = points.stream().mapToDouble(Chart.Point::x).min().orElse(0);
        double room = Math.max(2, 0.05 * (high - low));
        return new Chart(
                        "Gain over the single network, " + (systems.covered() ? "covered" : condition) + " faces",
                        Axis.linear("overlap of gazes (mean cosine, pair by pair)", left - 0.03, 1.03),
                        Axis.linear("accuracy over single, in points", Math.min(0, low) - room, high + room),
                        880,
                        460)
                .level(0)
                .points(points)
                .svg();
    }

    /// The strategy, with the number of its networks where there are others of the name.
    private String name(SystemName system) {
        long named = systems.of(system.fusion()).stream()
                .filter(other -> other.strategy().equals(system.strategy()))
                .count();
        return named == 1 ? system.strategy() : system.strategy() + " " + system.members();
    }

    /// The mean over splits and draws.
    OptionalDouble overlap(SystemName system) {
        return results.cells().stream()
                .filter(cell -> cell.system().equals(system))
                .mapToDouble(Cell::gazeOverlap)
                .filter(overlap -> !Double.isNaN(overlap))
                .average();
    }
}
