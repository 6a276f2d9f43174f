package org.fovea.facerec.experiment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.baseline.Baseline;
import org.fovea.facerec.baseline.Recogniser;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.ensemble.Plan;
import org.fovea.facerec.ensemble.Pool;
import org.fovea.facerec.ensemble.Seeds;
import org.fovea.facerec.ensemble.Strategy;
import org.fovea.facerec.ensemble.Trained;
import org.fovea.facerec.evaluation.PeopleWeights;
import org.fovea.facerec.evaluation.Resampled;
import org.fovea.facerec.evaluation.SplitScores;
import org.fovea.facerec.fusion.Fusion;

/// One split from its networks to its figures.
final class SplitRun {
    private final SplitData split;
    private final ExperimentSettings settings;
    private final ExperimentStudio studio;
    private final PeopleWeights weights;
    private final Plan plan;
    private final int[] labels;

    private final List<Cell> cells = new ArrayList<>();
    private final Map<SystemName, Map<Condition, List<Resampled>>> resampled = new TreeMap<>();
    private final Map<SystemName, Map<Condition, Tensor>> scores = new TreeMap<>();

    SplitRun(SplitData split, ExperimentSettings settings, ExperimentStudio studio, PeopleWeights weights) {
        this.split = split;
        this.settings = settings;
        this.studio = studio;
        this.weights = weights;
        var shape = split.training().shape();
        plan = new Plan(
                shape.extent(1),
                shape.extent(0),
                settings.members(),
                settings.seed() * 1_000_003 + split.number(),
                settings.training());
        labels = split.probes().values().iterator().next().labels();
    }

    SplitResult run() {
        List<Ensemble> ensembles = ensembles();
        for (Ensemble ensemble : ensembles) {
            double overlap = ensemble.overlap();
            for (Fusion fusion : settings.fusions()) {
                Fusion.Fitted fitted = ensemble.fit(fusion);
                for (Condition condition : settings.conditions()) {
                    add(
                            ensemble.system(fusion),
                            ensemble.draw(),
                            condition,
                            ensemble.scores(fitted, condition),
                            overlap);
                }
            }
        }
        for (Baseline baseline : Baseline.standard()) {
            Recogniser recogniser = baseline.learn(split.training());
            SystemName name = new SystemName(baseline.name(), "baseline", 0, "none");
            split.probes()
                    .forEach((condition, probes) -> add(name, 1, condition, recogniser.scores(probes), Double.NaN));
        }
        boolean first = split.number() == 1;
        return new SplitResult(
                List.copyOf(cells),
                means(),
                scores,
                labels,
                first ? looks(ensembles) : List.of(),
                first ? ChangedFaces.of(split, settings, ensembles) : List.of(),
                mean(split.training()));
    }

    /// The single network, every strategy's ensemble, smaller plain ones to hold the others against, and the best
    /// choice from the pool that hindsight can make.
    private List<Ensemble> ensembles() {
        List<Ensemble> trained = train();
        List<Ensemble> all = new ArrayList<>();
        NetworkTask.Result whole =
                studio.result(new Seeds().train(studio, plan.withMembers(1)).getFirst());
        all.add(new Ensemble(Ensemble.SINGLE, "control", 1, List.of(whole)));
        TreeSet<Integer> sizes = new TreeSet<>();
        trained.forEach(ensemble -> sizes.add(ensemble.members().size()));
        for (Ensemble ensemble : trained) {
            all.add(ensemble);
            if (ensemble.strategy().equals(Ensemble.PLAIN)) {
                for (int size : sizes.headSet(ensemble.members().size())) {
                    if (size > 1) {
                        all.add(ensemble.first(size, Ensemble.PLAIN));
                    }
                }
            }
        }
        if (settings.strategies().stream().anyMatch(strategy -> strategy instanceof Pool)
                && settings.conditions().size() > 1) {
            all.add(Oracle.of(studio, plan, settings, labels));
        }
        return all;
    }

    /// Every strategy on a thread of its own: most of the time they wait for networks.
    private List<Ensemble> train() {
        List<Ensemble> trained = new ArrayList<>();
        Map<String, Integer> draws = new HashMap<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Ensemble>> waiting = new ArrayList<>();
            for (Strategy strategy : settings.strategies()) {
                int draw = draws.merge(strategy.name(), 1, Integer::sum);
                waiting.add(pool.submit(() -> {
                    List<Trained> members = strategy.train(studio, plan);
                    return Ensemble.of(
                            strategy, draw, members.stream().map(studio::result).toList());
                }));
            }
            for (Future<Ensemble> one : waiting) {
                trained.add(Experiment.result(one, pool));
            }
        }
        return trained;
    }

    private void add(SystemName system, int draw, Condition condition, Tensor scored, double overlap) {
        cells.add(Cell.of(split.number(), system, draw, condition, scored, labels, overlap));
        resampled
                .computeIfAbsent(system, s -> new EnumMap<>(Condition.class))
                .computeIfAbsent(condition, c -> new ArrayList<>())
                .add(Resampled.of(SplitScores.of(scored, labels), weights));
        boolean curves = system.fusion().equals(settings.fusions().getFirst().name())
                || system.fusion().equals("none");
        if (curves && draw == 1) {
            scores.computeIfAbsent(system, s -> new EnumMap<>(Condition.class)).put(condition, scored);
        }
    }

    /// The mean over the draws of each system.
    private Map<SystemName, Map<Condition, Resampled>> means() {
        Map<SystemName, Map<Condition, Resampled>> means = new LinkedHashMap<>();
        resampled.forEach((system, byCondition) -> {
            Map<Condition, Resampled> mean = new EnumMap<>(Condition.class);
            byCondition.forEach((condition, draws) -> mean.put(condition, Resampled.mean(draws)));
            means.put(system, mean);
        });
        return means;
    }

    private static List<Look> looks(List<Ensemble> ensembles) {
        return ensembles.stream()
                .filter(ensemble -> ensemble.draw() == 1)
                .map(Ensemble::look)
                .toList();
    }

    private static Picture mean(FaceSet faces) {
        Picture first = faces.picture(0);
        double[] sums = new double[first.data().length];
        for (Picture picture : faces.pictures()) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += picture.data()[i];
            }
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / faces.size());
        }
        return new Picture(first.width(), first.height(), first.channels(), mean);
    }
}
