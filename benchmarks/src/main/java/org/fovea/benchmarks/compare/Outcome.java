package org.fovea.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the rounds have measured for one row. A ratio is taken within each round, between figures that are seconds
/// apart; the row's ratio is the median of these. A limit of the machine is the same in all rounds.
final class Outcome {
    private final Row row;
    /// By contender: one figure a round, NaN in a round that it did not take part in.
    private final Map<Run, List<Double>> figures = new LinkedHashMap<>();

    Outcome(Row row) {
        this.row = row;
        figures.put(row.fovea(), new ArrayList<>());
        row.peers().forEach(p -> figures.put(p, new ArrayList<>()));
    }

    Row row() {
        return row;
    }

    Map<Run, List<Double>> figures() {
        return figures;
    }

    void add(Run run, double figure) {
        figuresOf(run).add(figure);
    }

    private List<Double> figuresOf(Run run) {
        List<Double> found = figures.get(run);
        if (found == null) {
            throw new IllegalArgumentException(run + " is not in " + row);
        }
        return found;
    }

    /// The median of a contender's figures, or the best of a limit's.
    double figure(Run run) {
        List<Double> taken = figuresOf(run).stream().filter(f -> !f.isNaN()).toList();
        return isLimit(run) ? Collections.max(taken) : median(taken);
    }

    /// Whether a contender is a limit here: held against itself, with more threads, it is a rival as any other.
    private boolean isLimit(Run run) {
        return run.isLimit() && !row.fovea().isLimit();
    }

    /// The peer with the best median.
    Run best() {
        Run best = row.peers().getFirst();
        for (Run peer : row.peers()) {
            if (peer.ratio(figure(peer), figure(best)) > 1) {
                best = peer;
            }
        }
        return best;
    }

    /// Whether a peer is too far behind the best one to be worth another round.
    boolean hopeless(Run peer) {
        return peer.ratio(figure(best()), figure(peer)) > 1.15;
    }

    /// How many times better Fovea is than its best peer, in each round.
    List<Double> ratios() {
        List<Double> ours = figuresOf(row.fovea());
        Run best = best();
        List<Double> theirs = figuresOf(best);
        return IntStream.range(0, ours.size())
                .mapToObj(i -> row.fovea().ratio(ours.get(i), isLimit(best) ? figure(best) : theirs.get(i)))
                .filter(r -> !r.isNaN())
                .toList();
    }

    double ratio() {
        return median(ratios());
    }

    double lowest() {
        return ratios().stream().mapToDouble(r -> r).min().orElseThrow();
    }

    double highest() {
        return ratios().stream().mapToDouble(r -> r).max().orElseThrow();
    }

    boolean reached() {
        return ratio() >= row.atLeast();
    }

    /// The middle value, or the mean of the two in the middle.
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
