package org.fovea.facerec.faithfulness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.faithfulness.SanityChecks.Found;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.MapMethods;
import org.fovea.gradcam.metric.MapComparison;
import org.fovea.gradcam.metric.MaxSensitivity;
import org.fovea.gradcam.metric.Probabilities;
import org.jspecify.annotations.Nullable;

/// Runs methods through all metrics.
///
/// A map explains a person's logit; confidences are the person's probability. Everything but the milliseconds follows
/// from the questions and the seed, on any number of threads.
public final class MapBenchmark {
    /// The control that every benchmark has beside [CentreOfTheFace].
    private static final String RANDOM = "random-cam";

    private final List<Question> questions;
    private final Settings settings;
    private final long seed;
    private final Workers workers;
    private final List<SanityChecks> checks;

    /// How thorough a benchmark is.
    ///
    /// @param steps of the deletion and insertion curves
    /// @param sanityPictures pictures of each question in the sanity checks and under noise, which cost more than
    ///     ten maps each
    /// @param sensitivity its radius is in units of the network's input
    public record Settings(int steps, int sanityPictures, MaxSensitivity sensitivity) {
        /// Curves of 20 steps, a quarter of the pictures for the sanity checks but at least two, 5 samples of
        /// noise within ±0.1.
        ///
        /// @param pictures in a question
        public static Settings standard(int pictures) {
            return new Settings(20, Math.max(2, pictures / 4), new MaxSensitivity(0.1, 5));
        }
    }

    /// Told of each method when it is done.
    @FunctionalInterface
    public interface Listener {
        /// @param number from 1
        /// @param of how many there are
        void measured(int number, int of, MapScores scores);
    }

    public MapBenchmark(List<Question> questions, Settings settings, long seed, Workers workers) {
        if (questions.isEmpty()) {
            throw new IllegalArgumentException("a benchmark needs at least one question");
        }
        this.questions = List.copyOf(questions);
        this.settings = settings;
        this.seed = seed;
        this.workers = workers;
        checks = questions.stream()
                .map(question -> new SanityChecks(question, settings.sanityPictures, seed, workers))
                .toList();
    }

    /// The methods, and after them the controls.
    public static List<MapMethod> withControls(List<MapMethod> methods) {
        List<MapMethod> complete = new ArrayList<>();
        methods.stream().filter(method -> !isControl(method)).forEach(complete::add);
        complete.add(MapMethods.named(RANDOM));
        complete.add(new CentreOfTheFace());
        return List.copyOf(complete);
    }

    private static boolean isControl(MapMethod method) {
        return method.name().equals(RANDOM) || method instanceof CentreOfTheFace;
    }

    /// Measures the methods one after another.
    public List<MapScores> run(List<MapMethod> methods, Listener listener) {
        List<MapScores> all = new ArrayList<>();
        for (MapMethod method : methods) {
            MapScores scores = measure(method);
            all.add(scores);
            listener.measured(all.size(), methods.size(), scores);
        }
        return List.copyOf(all);
    }

    private MapScores measure(MapMethod method) {
        Sum sum = new Sum(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>(), Found.empty());
        try {
            for (int i = 0; i < questions.size(); i++) {
                measure(method, questions.get(i), sum);
                checks.get(i).check(method, sum.found);
            }
        } catch (IllegalArgumentException | UnsupportedOperationException e) { // a network it cannot read
            return new Sum(List.of(), Map.of(), List.of(), Found.empty())
                    .scores(method, String.valueOf(e.getMessage()));
        }
        return sum.scores(method, null);
    }

    /// What has been found of one method so far.
    private static final class Sum {
        final List<PictureScores> maps;
        final Map<String, Double> energy;
        final List<Double> sensitivities;
        final Found found;
        final List<HeatMap> examples = new ArrayList<>();
        long nanos;
        int blank;

        Sum(List<PictureScores> maps, Map<String, Double> energy, List<Double> sensitivities, Found found) {
            this.maps = maps;
            this.energy = energy;
            this.sensitivities = sensitivities;
            this.found = found;
        }

        MapScores scores(MapMethod method, @Nullable String refused) {
            return new MapScores(
                    method.name(),
                    method.title(),
                    isControl(method),
                    maps.size(),
                    blank,
                    PictureScores.mean(maps),
                    energy,
                    sensitivities.stream()
                            .mapToDouble(d -> d)
                            .filter(d -> !Double.isNaN(d))
                            .average()
                            .orElse(Double.NaN),
                    MapComparison.mean(found.cascading()),
                    MapComparison.mean(found.allRandom()),
                    MapComparison.mean(found.independent()),
                    MapComparison.mean(found.labels()),
                    maps.isEmpty() ? Double.NaN : nanos / 1e6 / maps.size(),
                    examples,
                    refused);
        }
    }

    private void measure(MapMethod method, Question question, Sum sum) {
        maps(method, question, question.pictures().slice(0, 1), question.targets()); // warms up, and refuses early
        long start = System.nanoTime();
        List<HeatMap> maps = maps(method, question, question.pictures(), question.targets());
        sum.nanos += System.nanoTime() - start;
        PictureScores[] scores = new PictureScores[question.size()];
        ConcurrentLinkedQueue<Probabilities> idle = new ConcurrentLinkedQueue<>();
        workers.run(scores.length, n -> {
            Probabilities probabilities =
                    Objects.requireNonNullElseGet(idle.poll(), () -> new Probabilities(question.network(), workers));
            Tensor picture = question.pictures().slice(n, n + 1);
            boolean[] mask =
                    question.masks().isEmpty() ? null : question.masks().get(n);
            scores[n] = PictureScores.of(
                    probabilities.of(question.targets()[n]), picture, maps.get(n), mask, settings.steps, seed + n);
            idle.add(probabilities);
        });
        sum.maps.addAll(List.of(scores));
        sum.examples.add(maps.getFirst());
        sum.energy.put(question.name(), PictureScores.mean(List.of(scores)).energy());
        sum.blank +=
                (int) maps.stream().filter(HeatMap::withoutPositiveEvidence).count();
        Tensor few = question.pictures().slice(0, Math.min(settings.sanityPictures, question.size()));
        for (double d :
                settings.sensitivity.of(few, noisy -> maps(method, question, noisy, question.targets()), seed)) {
            sum.sensitivities.add(d);
        }
    }

    private List<HeatMap> maps(MapMethod method, Question question, Tensor pictures, int[] targets) {
        int[] theirs = Arrays.copyOf(targets, pictures.shape().extent(0));
        return method.maps(Subject.of(question.network(), pictures, Targets.logit(theirs))
                .layer(question.layer())
                .seed(seed)
                .workers(workers));
    }
}
