package org.fovea.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final double TINY = 1e-15;

    @Test
    void constant() {
        Schedule schedule = Schedule.constant(0.1);
        assertEquals(0.1, schedule.rate(0));
        assertEquals(0.1, schedule.rate(1_000_000));
    }

    @Test
    void step() {
        Schedule schedule = Schedule.step(0.8, 10, 0.5);
        assertEquals(0.8, schedule.rate(0), TINY);
        assertEquals(0.8, schedule.rate(9), TINY);
        assertEquals(0.4, schedule.rate(10), TINY);
        assertEquals(0.4, schedule.rate(19), TINY);
        assertEquals(0.1, schedule.rate(30), TINY);
    }

    @Test
    void cosine() {
        Schedule schedule = Schedule.cosine(0.2, 12);
        assertEquals(0.2, schedule.rate(0), TINY);
        assertEquals(0.1 * (1 + Math.sqrt(3) / 2), schedule.rate(2), TINY); // 30°
        assertEquals(0.15, schedule.rate(4), TINY); // 60°
        assertEquals(0.1, schedule.rate(6), TINY); // 90°
        assertEquals(0.05, schedule.rate(8), TINY);
        assertEquals(0, schedule.rate(12), TINY);
        assertEquals(0, schedule.rate(13), TINY, "after the last step it stays");
    }

    /// PyTorch 2: OneCycleLR(max_lr=1.0, total_steps=20): the peak at step 0.3·20 − 1 = 5, the end at step 19.
    @Test
    void oneCycle() {
        Schedule schedule = Schedule.oneCycle(1, 20);
        assertEquals(0.04, schedule.rate(0), TINY);
        assertEquals(0.04 + 0.96 * (1 - Math.cos(Math.PI * 2 / 5)) / 2, schedule.rate(2), TINY);
        assertEquals(1, schedule.rate(5), TINY);
        assertEquals((1 + 4e-6) / 2, schedule.rate(12), TINY, "half-way down");
        assertEquals(4e-6, schedule.rate(19), TINY);
        assertEquals(4e-6, schedule.rate(25), TINY, "after the last step it stays");
        for (int step = 1; step < 20; step++) {
            assertEquals(step <= 5, schedule.rate(step) > schedule.rate(step - 1), "step " + step);
        }
    }

    @Test
    void oneCycleOfFewSteps() {
        // 0.3·3 − 1 is before the first step: all of it goes down.
        Schedule schedule = Schedule.oneCycle(1, 3);
        assertEquals(4e-6 + (1 - 4e-6) / 2 * (1 + Math.cos(Math.PI * 0.1 / 2.1)), schedule.rate(0), TINY);
        assertEquals(4e-6, schedule.rate(2), TINY);
        for (int steps = 2; steps < 40; steps++) {
            for (int step = 0; step < steps; step++) {
                double rate = Schedule.oneCycle(1, steps).rate(step);
                assertTrue(rate >= 4e-6 - TINY && rate <= 1, steps + " steps, step " + step + ": " + rate);
            }
        }
    }

    @Test
    void warmUp() {
        Schedule schedule = Schedule.cosine(1, 10).withWarmup(4);
        assertEquals(0.2, schedule.rate(0), TINY);
        assertEquals(0.4, schedule.rate(1), TINY);
        assertEquals(0.8, schedule.rate(3), TINY);
        assertEquals(1, schedule.rate(4), TINY);
        assertEquals(0.5, schedule.rate(9), TINY);
        assertEquals(0, schedule.rate(14), TINY);
        assertEquals(1, Schedule.constant(1).withWarmup(0).rate(0));
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        for (double rate : new double[] {0, -1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> Schedule.constant(rate));
            assertThrows(IllegalArgumentException.class, () -> Schedule.step(rate, 1, 0.5));
            assertThrows(IllegalArgumentException.class, () -> Schedule.step(1, 1, rate));
            assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(rate, 10));
            assertThrows(IllegalArgumentException.class, () -> Schedule.oneCycle(rate, 10));
        }
        assertThrows(IllegalArgumentException.class, () -> Schedule.step(1, 0, 0.5));
        assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(1, 0));
        assertThrows(IllegalArgumentException.class, () -> Schedule.oneCycle(1, 1));
        assertThrows(IllegalArgumentException.class, () -> Schedule.constant(1).withWarmup(-1));
    }
}
