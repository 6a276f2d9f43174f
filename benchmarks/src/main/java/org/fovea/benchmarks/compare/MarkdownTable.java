package org.fovea.benchmarks.compare;

import java.util.List;
import java.util.Locale;

/// The outcomes as a table in Markdown.
final class MarkdownTable {
    private MarkdownTable() {}

    static String of(Machine machine, List<Outcome> outcomes) {
        StringBuilder text = new StringBuilder();
        text.append("| work | Fovea | best peer | ratio | lowest to highest | at least | aim |\n");
        text.append("|---|---:|---:|---:|---:|---:|---:|\n");
        for (Outcome o : outcomes) {
            Row row = o.row();
            Run best = o.best();
            text.append("| ").append(row.title());
            text.append(" | ").append(figure(row.fovea(), o.figure(row.fovea())));
            text.append(" | ").append(best.label()).append(": ").append(figure(best, o.figure(best)));
            text.append(" | **").append(times(o, o.ratio())).append("**");
            text.append(" | ").append(times(o, o.lowest())).append(" to ").append(times(o, o.highest()));
            text.append(" | ").append(bar(o, row.atLeast()));
            text.append(" | ").append(bar(o, row.aim())).append(" |\n");
        }
        return text.append('\n').append(machine.describe()).append('\n').toString();
    }

    private static String bar(Outcome o, double ratio) {
        return ratio == 0 ? "" : times(o, ratio);
    }

    private static String figure(Run run, double value) {
        int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", value, run.unit().symbol);
    }

    /// A ratio as people say it: `1.83×`, or `96.1 %` where the bar is a share of something.
    static String times(Outcome o, double ratio) {
        boolean share = o.row().atLeast() > 0 && o.row().atLeast() < 1;
        return share ? String.format(Locale.ROOT, "%.1f %%", 100 * ratio) : String.format(Locale.ROOT, "%.2f×", ratio);
    }
}
