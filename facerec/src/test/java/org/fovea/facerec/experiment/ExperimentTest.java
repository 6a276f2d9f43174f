package org.fovea.facerec.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.Strategies;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.fusion.Fusions;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.fovea.facerec.task.LocalRunner;
import org.fovea.facerec.task.Progress;
import org.fovea.facerec.task.Task;
import org.fovea.facerec.task.TaskRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
    private static final ExperimentSettings SETTINGS = new ExperimentSettings(
            2,
            2,
            3,
            7,
            Strategies.named(List.of("gaze-discs", "plain", "random-discs")),
            List.of(Fusions.named("bounded-cosine"), Fusions.named("posterior")),
            List.of(Condition.CLEAN, Condition.SCARF, Condition.BLOCK),
            TrainingSettings.standard().withEpochs(2).withFilters(4),
            Standardisation.PER_PICTURE);

    /// Networks of a split: three that see everything, two discs by gaze and two by lot.
    private static final int NETWORKS = 7;

    private static final FaceSet FACES = SyntheticFaceSet.of(4, 4, 32, 1);

    @TempDir
    private static Path unbroken;

    @TempDir
    private Path folder;

    private static Results results;

    @BeforeAll
    static void runUnbroken() throws IOException {
        Counter counter = new Counter();
        results = run(unbroken, 2, counter);
        assertEquals(SETTINGS.splits() * NETWORKS, counter.trained.get());
        assertEquals(SETTINGS.splits(), counter.scored.get());
    }

    /// Runs the experiment in a folder and writes its tables there.
    private static Results run(Path folder, int threads, Counter counter) throws IOException {
        try (LocalRunner runner = new LocalRunner(folder.resolve("tasks"), threads, counter)) {
            Results results = new Experiment(FACES, SETTINGS, runner, counter::scored).run();
            results.writeTables(folder);
            return results;
        }
    }

    private static final class Counter implements Progress {
        private final AtomicInteger known = new AtomicInteger();
        private final AtomicInteger trained = new AtomicInteger();
        private final AtomicInteger scored = new AtomicInteger();

        @Override
        public void known() {
            known.incrementAndGet();
        }

        @Override
        public void submitted() {}

        @Override
        public void done(Task task, long nanos) {
            trained.incrementAndGet();
        }

        void scored(int split) {
            scored.incrementAndGet();
        }
    }

    private static void assertSameTables(Path other) throws IOException {
        for (String table : List.of("results.csv", "summary.csv")) {
            assertArrayEquals(
                    Files.readAllBytes(unbroken.resolve(table)), Files.readAllBytes(other.resolve(table)), table);
        }
    }

    private static void copyTasks(Path to) throws IOException {
        Files.createDirectories(to.resolve("tasks"));
        for (Path task : tasks(unbroken)) {
            Files.copy(task, to.resolve("tasks").resolve(task.getFileName().toString()));
        }
    }

    private static List<Path> tasks(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tasks"))) {
            return files.sorted().toList();
        }
    }

    // --- tables ---

    @Test
    void resultsHaveALinePerSplitSystemAndCondition() throws IOException {
        List<String> lines = Files.readAllLines(unbroken.resolve("results.csv"));
        assertTrue(lines.getFirst().startsWith("split,strategy,driver,members,fusion,condition,accuracy,eer,"));
        // Four ensembles by two fusions, and the baselines.
        long baselines = results.cells().stream()
                .map(Cell::system)
                .filter(system -> system.driver().equals("baseline"))
                .distinct()
                .count();
        assertTrue(baselines >= 4);
        assertEquals(1 + SETTINGS.splits() * 3 * (4 * 2 + baselines), lines.size());
        assertTrue(lines.get(1).startsWith("1,single,control,1,bounded-cosine,clean,"), lines.get(1));
        int fields = lines.getFirst().split(",", -1).length;
        lines.forEach(line -> assertEquals(fields, line.split(",", -1).length, line));
    }

    @Test
    void summaryHasTheColumnsThatWerePromised() throws IOException {
        List<String> lines = Files.readAllLines(unbroken.resolve("summary.csv"));
        StringBuilder headings = new StringBuilder("strategy,driver,members,fusion,condition,"
                + "accuracy,accuracy_low,accuracy_high,eer,eer_low,eer_high");
        for (String control : List.of("single", "plain", "random")) {
            for (String figure : List.of("accuracy_over_", "eer_over_")) {
                String name = figure + control;
                headings.append(',').append(name).append(',').append(name).append("_low,");
                headings.append(name).append("_high");
            }
        }
        assertEquals(headings.toString(), lines.getFirst());
        assertEquals(
                List.of("clean", "scarf", "block", "occluded"),
                lines.stream()
                        .filter(line -> line.startsWith("gaze-discs,gradcam,3,posterior,"))
                        .map(line -> line.split(",")[4])
                        .toList());
        lines.forEach(line -> assertEquals(29, line.split(",", -1).length, line));
    }

    @Test
    void summaryIsTheMeanOverSplitsAndCoveredConditions() {
        for (SummaryRow row : results.summary()) {
            boolean covered = row.condition().equals(SummaryRow.OCCLUDED);
            double accuracy = results.cells().stream()
                    .filter(cell -> cell.system().equals(row.system()))
                    .filter(cell -> covered
                            ? cell.condition() != Condition.CLEAN
                            : cell.condition().label().equals(row.condition()))
                    .mapToDouble(Cell::accuracy)
                    .average()
                    .orElseThrow();
            assertEquals(accuracy, row.accuracy().value(), 1e-12, row.toString());
            assertTrue(row.accuracy().interval().low() <= accuracy);
            assertTrue(row.accuracy().interval().high() >= accuracy);
        }
    }

    @Test
    void differencesAreFromTheControlsFusedAlike() {
        SystemName ours = new SystemName("gaze-discs", "gradcam", 3, "posterior");
        for (SummaryRow row : results.summary()) {
            if (row.system().equals(ours)) {
                assertOver(row, row.overSingle(), new SystemName("single", "control", 1, "posterior"));
                assertOver(row, row.overPlain(), new SystemName("plain", "control", 3, "posterior"));
                assertOver(row, row.overRandom(), new SystemName("random-discs", "control", 3, "posterior"));
            }
        }
        assertEquals("random-discs", results.randomControl(ours).strategy());
    }

    private static void assertOver(SummaryRow row, SummaryRow.Over over, SystemName control) {
        SummaryRow other = results.summary().stream()
                .filter(r -> r.system().equals(control) && r.condition().equals(row.condition()))
                .findFirst()
                .orElseThrow();
        assertEquals(
                row.accuracy().value() - other.accuracy().value(),
                over.accuracy().value(),
                1e-12);
        assertEquals(row.eer().value() - other.eer().value(), over.eer().value(), 1e-12);
    }

    @Test
    void choicesAreHeldAgainstChoicesAndRegionsAgainstRegions() {
        SystemName discs = new SystemName("random-discs-alone", "control", 3, "f");
        SystemName choice = new SystemName("pool-random", "control", 3, "f");
        List<SystemName> both = List.of(discs, choice);
        assertEquals(choice, Summary.random(both, new SystemName("pool-gaze", "gradcam", 3, "f")));
        assertEquals(discs, Summary.random(both, new SystemName("gaze-discs-alone", "gradcam", 3, "f")));
        assertNull(Summary.random(both, new SystemName("gaze-discs", "gradcam", 4, "f")));
        assertNull(Summary.random(both, discs));
    }

    // --- what the report shows ---

    @Test
    void saysWhereTheFirstSplitsNetworksLook() {
        List<String> strategies = results.looks().stream().map(Look::strategy).toList();
        assertEquals(List.of("single", "gaze-discs", "plain", "random-discs"), strategies);
        assertEquals(3, results.looks().get(1).gazes().size());
        assertEquals(32, results.meanFace().width());
        assertEquals(SETTINGS.conditions(), List.copyOf(results.examples().keySet()));
    }

    @Test
    void curvesAreOfTheFirstFusionUnderEachConditionAndTheCoveredTogether() {
        SystemName single = new SystemName("single", "control", 1, "bounded-cosine");
        assertEquals(
                List.of("clean", "scarf", "block", "occluded"),
                results.curves().stream()
                        .filter(curves -> curves.system().equals(single))
                        .map(Results.Curves::condition)
                        .toList());
        assertTrue(results.curves().stream()
                .noneMatch(curves -> curves.system().fusion().equals("posterior")));
    }

    // --- resuming ---

    @Test
    void aSecondRunTrainsNothingAndGivesTheSameTables() throws IOException {
        Map<String, Long> before = times();
        byte[] table = Files.readAllBytes(unbroken.resolve("results.csv"));
        Counter counter = new Counter();
        run(unbroken, 2, counter);
        assertEquals(0, counter.trained.get());
        assertEquals(SETTINGS.splits() * NETWORKS, counter.known.get());
        assertEquals(before, times());
        assertArrayEquals(table, Files.readAllBytes(unbroken.resolve("results.csv")));
    }

    private static Map<String, Long> times() throws IOException {
        Map<String, Long> times = new TreeMap<>();
        for (Path task : tasks(unbroken)) {
            times.put(
                    task.getFileName().toString(),
                    Files.getLastModifiedTime(task).toMillis());
        }
        return times;
    }

    @Test
    void aRunBrokenOffAndResumedGivesTheTablesOfAnUnbrokenOne() throws IOException {
        Counter counter = new Counter();
        try (LocalRunner local = new LocalRunner(folder.resolve("tasks"), 2, counter)) {
            Experiment broken = new Experiment(FACES, SETTINGS, new Failing(local, 5), counter::scored);
            assertEquals(
                    "broken off",
                    assertThrows(IllegalStateException.class, broken::run).getMessage());
        }
        int left = tasks(folder).size();
        assertTrue(left > 0 && left < SETTINGS.splits() * NETWORKS, left + " networks were finished");
        Counter resumed = new Counter();
        run(folder, 2, resumed);
        assertEquals(SETTINGS.splits() * NETWORKS - left, resumed.trained.get());
        assertSameTables(folder);
    }

    /// A runner that takes so many tasks and then no more.
    private static final class Failing implements TaskRunner {
        private final TaskRunner runner;
        private final AtomicInteger left;

        Failing(TaskRunner runner, int tasks) {
            this.runner = runner;
            left = new AtomicInteger(tasks);
        }

        @Override
        public CompletableFuture<Path> submit(Task task) {
            return left.getAndDecrement() > 0
                    ? runner.submit(task)
                    : CompletableFuture.failedFuture(new IllegalStateException("broken off"));
        }

        @Override
        public void close() {}
    }

    @Test
    void trainsOnlyWhatIsMissing() throws IOException {
        copyTasks(folder);
        List<Path> tasks = tasks(folder);
        Files.delete(tasks.getFirst());
        Files.delete(tasks.getLast());
        Counter counter = new Counter();
        run(folder, 1, counter);
        assertEquals(2, counter.trained.get());
        assertSameTables(folder);
        assertSameTasks(folder);
    }

    @Test
    void oneThreadAndTwoGiveTheSameNetworksAndTables() throws IOException {
        run(folder, 1, new Counter());
        assertSameTables(folder);
        assertSameTasks(folder);
    }

    private static void assertSameTasks(Path other) throws IOException {
        List<Path> expected = tasks(unbroken);
        List<Path> found = tasks(other);
        assertEquals(
                expected.stream().map(Path::getFileName).toList(),
                found.stream().map(Path::getFileName).toList());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(
                    -1,
                    Files.mismatch(expected.get(i), found.get(i)),
                    found.get(i).toString());
        }
    }
}
