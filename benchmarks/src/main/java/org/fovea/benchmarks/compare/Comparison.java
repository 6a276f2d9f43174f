package org.fovea.benchmarks.compare;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/// Goes round: each round measures every contender of every row once, rivals one right after the other, so that what
/// the machine does meanwhile meets all of them alike. Rounds alternate in who goes first.
final class Comparison {
    /// The share of the processors' time that others may take during a run; an idle Linux takes 1 %.
    private static final double TOLERATED = 0.05;

    private final Runs runs;
    private final PrintWriter progress;
    private final List<Outcome> outcomes = new ArrayList<>();
    /// What this round has measured already: rows share contenders.
    private final Map<Run, Double> measured = new HashMap<>();
    private int measurements;

    Comparison(List<Row> rows, Runs runs, PrintWriter progress) {
        this.runs = runs;
        this.progress = progress;
        rows.forEach(r -> outcomes.add(new Outcome(r)));
    }

    List<Outcome> run(int rounds) throws RunnerException {
        for (int round = 0; round < rounds; round++) {
            measured.clear();
            for (Outcome outcome : outcomes) {
                measure(outcome, round);
            }
            progress.printf(Locale.ROOT, "round %d of %d done%n", round + 1, rounds);
        }
        return outcomes;
    }

    /// How many JMH runs there have been.
    int measurements() {
        return measurements;
    }

    private void measure(Outcome outcome, int round) throws RunnerException {
        List<Run> order = new ArrayList<>(outcome.figures().keySet());
        List<Run> absent = round == 0
                ? List.of()
                : outcome.row().peers().stream().filter(outcome::hopeless).toList();
        for (Run run : round % 2 == 0 ? order : order.reversed()) {
            outcome.add(run, absent.contains(run) ? Double.NaN : figure(run, round));
        }
        progress.printf(
                Locale.ROOT,
                "%-42s %s%n",
                outcome.row().id(),
                MarkdownTable.times(outcome, outcome.ratios().getLast()));
        progress.flush();
    }

    private double figure(Run run, int round) throws RunnerException {
        Double known = measured.get(key(run));
        if (known != null) {
            return known;
        }
        double figure = undisturbed(run, round);
        measured.put(key(run), figure);
        return figure;
    }

    /// Measures, and once more where other processes took a noticeable share of the machine meanwhile.
    private double undisturbed(Run run, int round) throws RunnerException {
        Usage before = Usage.now();
        // Results are compared once; after that only times are of interest.
        double figure = runs.measure(run, round == 0);
        measurements++;
        double others = Usage.now().others(before);
        if (others <= TOLERATED) {
            return figure;
        }
        progress.printf(
                Locale.ROOT,
                "  other processes took %.0f %% of the time of %s; once more%n",
                100 * others,
                run.label());
        measurements++;
        return runs.measure(run, false);
    }

    /// The same benchmark is measured once a round, whatever a row calls it.
    private static Run key(Run run) {
        return new Run("", run.benchmark(), run.parameters(), run.unit());
    }
}
