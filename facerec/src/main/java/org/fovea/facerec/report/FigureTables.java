package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.evaluation.Estimate;
import org.fovea.facerec.experiment.Results;
import org.fovea.facerec.experiment.SummaryRow;
import org.fovea.facerec.experiment.SummaryRow.Over;
import org.fovea.facerec.experiment.SystemName;
import org.jspecify.annotations.Nullable;

/// The tables of an experiment, as HTML: figures under every condition, differences from the controls, and fusions.
final class FigureTables {
    /// The marks of differences whose interval lies off zero.
    static final String BETTER = "▲";

    static final String WORSE = "▼";

    private static final int ACCURACY_DIGITS = 1;
    private static final int EER_DIGITS = 2;

    /// A column behind the system's name.
    private record Column(String heading, Function<SystemName, String> cell) {}

    private final Results results;
    private final Systems systems;

    FigureTables(Results results, Systems systems) {
        this.results = results;
        this.systems = systems;
    }

    /// Accuracy under each condition.
    String accuracy() {
        return figures(FigureTables::accuracy);
    }

    /// EER under each condition.
    String eer() {
        return figures(FigureTables::eer);
    }

    private String figures(Function<SummaryRow, String> figure) {
        List<Column> columns = new ArrayList<>(List.of(networks()));
        for (String condition : systems.conditions()) {
            columns.add(column(Systems.title(condition), condition, figure));
        }
        return table("system", systems.shown(), columns, system -> Systems.driver(system.driver()));
    }

    /// Differences from the three controls under one condition.
    String differences(String condition) {
        List<Column> columns = new ArrayList<>(List.of(
                networks(),
                column("accuracy over single", condition, row -> gain(row.overSingle())),
                column("over plain", condition, row -> gain(row.overPlain())),
                column("over random", condition, row -> gain(row.overRandom())),
                column("EER over single", condition, row -> excess(row.overSingle())),
                column("over plain", condition, row -> excess(row.overPlain())),
                column("over random", condition, row -> excess(row.overRandom()))));
        List<SystemName> compared = systems.of(systems.firstFusion()).stream()
                .filter(system -> !system.strategy().equals(Systems.SINGLE))
                .toList();
        return table("system", compared, columns, system -> Systems.driver(system.driver()));
    }

    /// The first strategy and its controls, by every fusion.
    String fusions() {
        List<SystemName> compared = new ArrayList<>();
        results.settings().fusions().forEach(fusion -> compared.addAll(systems.compared(fusion.name())));
        List<Column> columns = new ArrayList<>(List.of(networks()));
        String covered = systems.decisive();
        if (results.settings().conditions().contains(Condition.CLEAN) && systems.covered()) {
            String clean = Condition.CLEAN.label();
            columns.add(column("accuracy, clean", clean, FigureTables::accuracy));
            columns.add(column("EER, clean", clean, FigureTables::eer));
        }
        columns.add(column("accuracy, " + Systems.title(covered), covered, FigureTables::accuracy));
        columns.add(column("EER, " + Systems.title(covered), covered, FigureTables::eer));
        return table("fusion, system", compared, columns, SystemName::fusion);
    }

    private static Column networks() {
        return new Column("networks", system -> system.members() == 0 ? "–" : Integer.toString(system.members()));
    }

    private Column column(String heading, String condition, Function<SummaryRow, String> cell) {
        return new Column(
                heading, system -> systems.row(system, condition).map(cell).orElse(""));
    }

    // --- cells ---

    private static String accuracy(SummaryRow row) {
        return figure(row.accuracy(), ACCURACY_DIGITS);
    }

    private static String eer(SummaryRow row) {
        return figure(row.eer(), EER_DIGITS);
    }

    private static String figure(Estimate estimate, int digits) {
        return Numbers.percent(estimate.value(), digits) + small(Numbers.percent(estimate.interval(), digits));
    }

    private static String gain(@Nullable Over over) {
        return over == null ? "" : difference(over.accuracy(), true, ACCURACY_DIGITS);
    }

    private static String excess(@Nullable Over over) {
        return over == null ? "" : difference(over.eer(), false, EER_DIGITS);
    }

    private static String difference(Estimate over, boolean moreIsBetter, int digits) {
        String value = Numbers.points(over.value(), digits);
        String interval = small(Numbers.points(over.interval(), digits));
        if (!Numbers.offZero(over)) {
            return value + interval;
        }
        return over.value() > 0 == moreIsBetter
                ? "<strong>" + BETTER + " " + value + "</strong>" + interval
                : WORSE + " " + value + interval;
    }

    private static String small(String text) {
        return "<small>" + text + "</small>";
    }

    // --- the table ---

    /// A table with a row a system, and a line before each group of them.
    private String table(
            String corner, List<SystemName> rows, List<Column> columns, Function<SystemName, String> group) {
        StringBuilder table = new StringBuilder("<div class=\"scroll\"><table class=\"figures\">\n<tr><th>");
        table.append(corner).append("</th>");
        columns.forEach(column -> table.append("<th>").append(column.heading).append("</th>"));
        table.append("</tr>\n");
        String before = "";
        for (SystemName system : rows) {
            String now = group.apply(system);
            if (!now.equals(before)) {
                table.append("<tr class=\"group\"><th colspan=\"")
                        .append(columns.size() + 1)
                        .append("\">");
                table.append(Html.escape(now)).append("</th></tr>\n");
                before = now;
            }
            table.append(systems.isFirst(system) ? "<tr class=\"first\"><td>" : "<tr><td>");
            table.append(Html.escape(system.strategy())).append("</td>");
            columns.forEach(column ->
                    table.append("<td>").append(column.cell.apply(system)).append("</td>"));
            table.append("</tr>\n");
        }
        return table.append("</table></div>\n").toString();
    }
}
