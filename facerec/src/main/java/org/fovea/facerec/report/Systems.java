package org.fovea.facerec.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.ensemble.Strategy;
import org.fovea.facerec.experiment.Results;
import org.fovea.facerec.experiment.SummaryRow;
import org.fovea.facerec.experiment.SystemName;

/// The systems of an experiment in the order in which people read of them: what Grad-CAM drives, the controls, the
/// baselines; and the few that curves are drawn of.
final class Systems {
    static final String SINGLE = "single";
    static final String PLAIN = "plain";

    /// The drivers in the order of the tables.
    static final List<String> DRIVERS = List.of("gradcam", "control", "baseline");

    private static final String NO_FUSION = "none";

    /// Of what was not asked for but is there.
    private static final String HINDSIGHT = "the networks that hindsight would choose from the pool; no method";

    private final Results results;
    private final List<String> strategies;
    private final List<SystemName> all;

    Systems(Results results) {
        this.results = results;
        strategies = results.settings().strategies().stream()
                .map(Strategy::name)
                .distinct()
                .toList();
        Comparator<SystemName> byDriver = Comparator.comparingInt(system -> DRIVERS.indexOf(system.driver()));
        all = results.summary().stream()
                .map(SummaryRow::system)
                .distinct()
                .sorted(byDriver.thenComparingInt(this::place)
                        .thenComparing(SystemName::members, Comparator.reverseOrder()))
                .toList();
    }

    /// The single network first, then the strategies as they were asked for, then what was not asked for.
    private int place(SystemName system) {
        int asked = strategies.indexOf(system.strategy());
        if (system.strategy().equals(SINGLE)) {
            return -1;
        }
        return asked < 0 ? strategies.size() : asked;
    }

    /// The ensembles of one fusion.
    List<SystemName> of(String fusion) {
        return all.stream().filter(system -> system.fusion().equals(fusion)).toList();
    }

    /// The first fusion's ensembles and the baselines.
    List<SystemName> shown() {
        List<SystemName> shown = new ArrayList<>(of(firstFusion()));
        shown.addAll(of(NO_FUSION));
        return shown;
    }

    /// The fusion that tables and curves are of.
    String firstFusion() {
        return results.settings().fusions().getFirst().name();
    }

    /// What curves are drawn of, by one fusion: the single network, as many plain networks as the first strategy
    /// has, the first strategy, and its random control; those of them that there are.
    List<SystemName> compared(String fusion) {
        List<SystemName> systems = of(fusion);
        Optional<SystemName> ours = strategies.isEmpty()
                ? Optional.empty()
                : systems.stream()
                        .filter(system -> system.strategy().equals(strategies.getFirst()))
                        .findFirst();
        List<SystemName> compared = new ArrayList<>();
        systems.stream().filter(system -> system.strategy().equals(SINGLE)).forEach(compared::add);
        ours.ifPresent(first -> {
            systems.stream()
                    .filter(system -> system.strategy().equals(PLAIN) && system.members() == first.members())
                    .filter(system -> !system.equals(first))
                    .forEach(compared::add);
            compared.add(first);
            SystemName random = results.randomControl(first);
            if (random != null) {
                compared.add(random);
            }
        });
        return compared;
    }

    /// What a strategy does, in a clause.
    String about(String strategy) {
        return results.settings().strategies().stream()
                .filter(asked -> asked.name().equals(strategy))
                .findFirst()
                .map(Strategy::about)
                .orElse(strategy.equals(SINGLE) ? "one network that sees the whole face" : HINDSIGHT);
    }

    /// Whether this is the strategy named first.
    boolean isFirst(SystemName system) {
        return !strategies.isEmpty() && system.strategy().equals(strategies.getFirst());
    }

    /// What was found of a system under a condition.
    Optional<SummaryRow> row(SystemName system, String condition) {
        return results.summary().stream()
                .filter(row -> row.system().equals(system) && row.condition().equals(condition))
                .findFirst();
    }

    /// The conditions, as rows of the summary name them; the mean of the covered ones last, where there are any.
    List<String> conditions() {
        List<String> conditions = new ArrayList<>();
        results.settings().conditions().forEach(condition -> conditions.add(condition.label()));
        if (covered()) {
            conditions.add(SummaryRow.OCCLUDED);
        }
        return conditions;
    }

    /// Whether there are faces with something on them.
    boolean covered() {
        return results.settings().conditions().stream().anyMatch(condition -> condition != Condition.CLEAN);
    }

    /// The condition that gains are about: the covered faces' mean where there are any.
    String decisive() {
        return conditions().getLast();
    }

    /// A condition's name for people.
    static String title(String condition) {
        return condition.equals(SummaryRow.OCCLUDED) ? "covered (mean)" : condition;
    }

    /// A driver's name for people.
    static String driver(String driver) {
        return switch (driver) {
            case "gradcam" -> "Grad-CAM decides";
            case "control" -> "Controls";
            default -> "Baselines without a network";
        };
    }
}
