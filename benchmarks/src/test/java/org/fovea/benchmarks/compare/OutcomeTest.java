package org.fovea.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fovea.benchmarks.compare.Run.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OutcomeTest {
    private static final Run FOVEA = new Run("Fovea", "A.fovea", Map.of(), Unit.MILLISECONDS);
    private static final Run FAST = new Run("fast", "peers.A.fast", Map.of(), Unit.MILLISECONDS);
    private static final Run SLOW = new Run("slow", "peers.A.slow", Map.of(), Unit.MILLISECONDS);
    private static final Machine MACHINE =
            new Machine("a & b", 2, "a JVM", List.of(), 3, LocalDate.of(2026, 1, 2), 0.02, 0.01);

    private static Outcome times() {
        Outcome outcome = new Outcome(new Row("id", "a < b", FOVEA, List.of(SLOW, FAST), 1.5, 2, true));
        double[][] rounds = {{10, 40, 16}, {20, Double.NaN, 36}, {10, Double.NaN, 17}};
        for (double[] round : rounds) {
            outcome.add(FOVEA, round[0]);
            outcome.add(SLOW, round[1]);
            outcome.add(FAST, round[2]);
        }
        return outcome;
    }

    @Test
    void theBestPeerCountsRoundByRound() {
        Outcome outcome = times();
        assertEquals(FAST, outcome.best());
        assertEquals(List.of(1.6, 1.8, 1.7), outcome.ratios());
        assertEquals(1.7, outcome.ratio());
        assertEquals(1.6, outcome.lowest());
        assertEquals(1.8, outcome.highest());
        assertTrue(outcome.reached());
        assertTrue(outcome.hopeless(SLOW));
        assertFalse(outcome.hopeless(FAST));
    }

    @Test
    void aLimitCountsWithItsBestFigure() {
        Run ours = new Run("Fovea", "B.fovea", Map.of(), Unit.GFLOPS);
        Run peak = new Run("peak", "Peak.fusedMultiplyAdd", Map.of(), Unit.GFLOPS);
        Outcome outcome = new Outcome(new Row("id", "title", ours, List.of(peak), 0.92, 0.97, true));
        for (double[] round : new double[][] {{90, 80}, {95, 100}}) {
            outcome.add(ours, round[0]);
            outcome.add(peak, round[1]);
        }
        assertEquals(List.of(0.9, 0.95), outcome.ratios());
        assertEquals(0.925, outcome.ratio(), 1e-12);
        assertEquals("92.5 %", MarkdownTable.times(outcome, outcome.ratio()));
    }

    @Test
    void aLimitHeldAgainstItselfIsARivalAsAnyOther() {
        Run two = new Run("two cores", "Peak.fusedMultiplyAdd", Map.of("threads", "2"), Unit.GFLOPS);
        Run one = new Run("one core", "Peak.fusedMultiplyAdd", Map.of("threads", "1"), Unit.GFLOPS);
        Outcome outcome = new Outcome(new Row("id", "title", two, List.of(one), 0, 0, true));
        for (double[] round : new double[][] {{150, 75}, {160, 100}, {180, 100}}) {
            outcome.add(two, round[0]);
            outcome.add(one, round[1]);
        }
        assertEquals(List.of(2.0, 1.6, 1.8), outcome.ratios());
        assertEquals(160, outcome.figure(two));
        assertTrue(MarkdownTable.of(MACHINE, List.of(outcome)).contains("| **1.80×** | 1.60× to 2.00× |  |  |"));
    }

    @Test
    void medians() {
        assertEquals(2, Outcome.median(List.of(3.0, 1.0, 2.0)));
        assertEquals(2.5, Outcome.median(List.of(4.0, 1.0, 2.0, 3.0)));
        assertThrows(IllegalArgumentException.class, () -> Outcome.median(List.of()));
    }

    @Test
    void theTableHasARowForEachComparison() {
        String table = MarkdownTable.of(MACHINE, List.of(times()));
        String expected = "| a < b | 10.0 ms | fast: 17.0 ms | **1.70×** | 1.60× to 1.80× | 1.50× | 2.00× |";
        assertTrue(table.contains(expected), table);
    }

    @Test
    void theNumbersSayWhichRoundsAPeerMissed() throws Exception {
        String json = JsonReport.of(MACHINE, List.of(times()));
        assertTrue(json.contains("[ 40.0, null, null ]"), json);
    }

    @Test
    void othersAreWhoeverRanBesidesThisProcess() {
        Usage before = new Usage(1000, 500, 10, 100);
        Usage after = new Usage(1200, 650, 20, 230);
        assertEquals(0.1, after.others(before), 1e-12);
        assertEquals(0.05, after.stolen(before), 1e-12);
        assertEquals(0, before.others(before));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHasUsedSomeOfTheMachinesTime() {
        Usage usage = Usage.now();
        assertTrue(usage.own() > 0 && usage.own() <= usage.busy() && usage.busy() <= usage.all(), usage.toString());
    }

    /// JMH is asked for these names; a row whose benchmark is renamed would fail minutes later.
    @Test
    void everyRowNamesABenchmarkThatThereIs() throws Exception {
        Set<String> ids = new HashSet<>();
        for (Row row : Rows.all()) {
            assertTrue(ids.add(row.id()), row.id());
            Run ours = row.fovea();
            String[] parts = ours.benchmark().split("\\.");
            Class<?> type = Class.forName("org.fovea.benchmarks." + parts[0]);
            assertTrue(
                    List.of(type.getMethods()).stream()
                            .anyMatch(m -> m.getName().equals(parts[1])),
                    ours.benchmark());
            for (String parameter : ours.parameters().keySet()) {
                assertEquals(parameter, type.getField(parameter).getName());
            }
        }
    }
}
