package org.fovea.engine.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyPieceIsComputedOnce(int threads) {
        try (Workers workers = new Workers(threads)) {
            assertEquals(threads, workers.threads());
            for (int pieces : new int[] {0, 1, 2, 3, 7, 8, 9, 64, 1_000}) {
                for (int call = 0; call < 50; call++) {
                    AtomicIntegerArray times = new AtomicIntegerArray(pieces);
                    workers.run(pieces, times::incrementAndGet);
                    assertArrayEquals(ones(pieces), counts(times), threads + " threads, " + pieces + " pieces");
                }
            }
        }
    }

    @Test
    void whatPiecesWroteIsSeenAfterwards() {
        try (Workers workers = new Workers(4)) {
            int[] plain = new int[100];
            for (int call = 1; call <= 200; call++) {
                int now = call;
                workers.run(plain.length, piece -> plain[piece] = now);
                for (int value : plain) {
                    assertEquals(call, value);
                }
            }
        }
    }

    @Test
    void theCallerAndEveryHelperComputeTogether() {
        try (Workers workers = new Workers(3)) {
            CyclicBarrier together = new CyclicBarrier(3);
            Set<String> names = ConcurrentHashMap.newKeySet();
            // No piece ends before three have begun, so three threads are needed.
            workers.run(3, piece -> {
                names.add(Thread.currentThread().getName());
                meet(together);
            });
            assertEquals(Set.of(Thread.currentThread().getName(), "fovea-worker-1", "fovea-worker-2"), names);
        }
    }

    @Test
    void everyThreadBeginsWithItsOwnRange() {
        try (Workers workers = new Workers(3)) {
            List<String> expected = List.of(Thread.currentThread().getName(), "fovea-worker-1", "fovea-worker-2");
            for (int call = 0; call < 20; call++) {
                CyclicBarrier together = new CyclicBarrier(3);
                AtomicReferenceArray<String> names = new AtomicReferenceArray<>(30);
                workers.run(30, piece -> {
                    names.set(piece, Thread.currentThread().getName());
                    if (piece % 10 == 0) {
                        meet(together);
                    }
                });
                // Nobody takes what is another's before all have begun.
                assertEquals(expected, List.of(names.get(0), names.get(10), names.get(20)));
            }
        }
    }

    @Test
    void helpersThatSleepAreWoken() throws InterruptedException {
        try (Workers workers = new Workers(2)) {
            for (int call = 0; call < 5; call++) {
                Thread.sleep(30); // far longer than a helper spins
                CyclicBarrier together = new CyclicBarrier(2);
                AtomicInteger done = new AtomicInteger();
                workers.run(2, piece -> {
                    meet(together);
                    done.incrementAndGet();
                });
                assertEquals(2, done.get());
            }
        }
    }

    @Test
    void aCallerThatWaitsLongSleepsAndIsWoken() throws InterruptedException {
        Thread caller = Thread.currentThread();
        CountDownLatch asleep = new CountDownLatch(1);
        CyclicBarrier together = new CyclicBarrier(2);
        // WAITING is sleep without a limit; waiting at the barrier has one.
        Thread watch = Thread.ofPlatform().start(() -> {
            while (caller.getState() != Thread.State.WAITING
                    && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            asleep.countDown();
        });
        try (Workers workers = new Workers(2)) {
            for (int call = 0; call < 2; call++) {
                workers.run(2, piece -> {
                    meet(together);
                    if (Thread.currentThread() != caller) {
                        await(asleep);
                    }
                });
            }
        } finally {
            watch.interrupt();
            watch.join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aFailureReachesTheCallerAndLeavesThePoolUsable(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int call = 0; call < 50; call++) {
                RuntimeException failure = new IllegalStateException("piece 5");
                AtomicInteger begun = new AtomicInteger();
                RuntimeException thrown = assertThrows(
                        RuntimeException.class,
                        () -> workers.run(100_000, piece -> {
                            begun.incrementAndGet();
                            if (piece == 5) {
                                throw failure;
                            }
                        }));
                assertSame(failure, thrown);
                assertTrue(begun.get() >= 6, "pieces before the failing one were begun: " + begun);
                AtomicInteger sum = new AtomicInteger();
                workers.run(10, sum::addAndGet);
                assertEquals(45, sum.get(), "the call after a failure");
            }
        }
    }

    @Test
    void piecesNotYetBegunAreLeftOutAfterAFailure() {
        try (Workers workers = new Workers(1)) {
            AtomicInteger begun = new AtomicInteger();
            assertThrows(
                    IllegalStateException.class,
                    () -> workers.run(10, piece -> {
                        begun.incrementAndGet();
                        throw new IllegalStateException();
                    }));
            assertEquals(1, begun.get());
        }
        try (Workers workers = new Workers(2)) {
            int pieces = 1_000;
            AtomicInteger begun = new AtomicInteger();
            CyclicBarrier together = new CyclicBarrier(2);
            assertThrows(
                    IllegalStateException.class,
                    () -> workers.run(pieces, piece -> {
                        begun.incrementAndGet();
                        meet(together);
                        throw new IllegalStateException();
                    }));
            assertEquals(2, begun.get(), "both threads failed in their first piece");
        }
    }

    @Test
    void errorsAndCheckedExceptionsReachTheCallerAsTheyAre() {
        for (Throwable failure : new Throwable[] {new AssertionError("an error"), new IOException("a checked one")}) {
            try (Workers workers = new Workers(2)) {
                Throwable thrown = assertThrows(
                        Throwable.class, () -> workers.run(4, piece -> WorkersTest.<RuntimeException>sneak(failure)));
                assertSame(failure, thrown);
            }
        }
    }

    @Test
    void theFirstOfTwoFailuresIsThrown() {
        for (int call = 0; call < 20; call++) {
            try (Workers workers = new Workers(2)) {
                CyclicBarrier together = new CyclicBarrier(2);
                AtomicReference<Thread> first = new AtomicReference<>();
                IllegalStateException thrown = assertThrows(
                        IllegalStateException.class,
                        () -> workers.run(2, piece -> {
                            if (piece == 0) {
                                first.set(Thread.currentThread());
                                meet(together);
                                throw new IllegalStateException("first");
                            }
                            meet(together);
                            // Until the other thread has left its work, and its failure is known.
                            while (isWorking(first.get())) {
                                Thread.onSpinWait();
                            }
                            throw new IllegalStateException("second");
                        }));
                assertEquals("first", thrown.getMessage());
            }
        }
    }

    private static boolean isWorking(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Workers.class.getName())
                        && frame.getMethodName().equals("work"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aBodyThatCallsAgainComputesThosePiecesItself(int threads) {
        try (Workers workers = new Workers(threads)) {
            int outer = 16;
            int inner = 16;
            AtomicIntegerArray times = new AtomicIntegerArray(outer * inner);
            workers.run(outer, piece -> {
                Thread caller = Thread.currentThread();
                workers.run(inner, part -> {
                    assertSame(caller, Thread.currentThread());
                    times.incrementAndGet(piece * inner + part);
                });
            });
            assertArrayEquals(ones(outer * inner), counts(times));
        }
    }

    @Test
    void aSecondCallerDoesNotWaitForTheFirst() throws InterruptedException {
        try (Workers workers = new Workers(2)) {
            CountDownLatch begun = new CountDownLatch(2);
            CountDownLatch release = new CountDownLatch(1);
            Thread first = Thread.ofPlatform()
                    .start(() -> workers.run(2, piece -> {
                        begun.countDown();
                        await(release);
                    }));
            await(begun);
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            AtomicInteger done = new AtomicInteger();
            workers.run(20, piece -> {
                threads.add(Thread.currentThread());
                done.incrementAndGet();
            });
            assertEquals(20, done.get(), "computed while the first call still runs");
            assertEquals(Set.of(Thread.currentThread()), threads);
            release.countDown();
            first.join();
        }
    }

    @Test
    void manyCallersAtOnceEachGetTheirOwnPieces() throws InterruptedException {
        try (Workers workers = new Workers(3)) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread[] callers = new Thread[6];
            for (int c = 0; c < callers.length; c++) {
                callers[c] = Thread.ofPlatform().start(() -> {
                    try {
                        for (int call = 0; call < 500; call++) {
                            AtomicIntegerArray times = new AtomicIntegerArray(17);
                            workers.run(17, times::incrementAndGet);
                            assertArrayEquals(ones(17), counts(times));
                        }
                    } catch (Throwable t) {
                        failure.set(t);
                    }
                });
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertNull(failure.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aClosedPoolRefusesWork(int threads) {
        Workers workers = new Workers(threads);
        workers.run(10, piece -> {});
        workers.close();
        workers.close();
        for (int pieces : new int[] {0, 1, 10}) {
            AtomicInteger begun = new AtomicInteger();
            IllegalStateException refused = assertThrows(
                    IllegalStateException.class, () -> workers.run(pieces, piece -> begun.incrementAndGet()));
            assertEquals("the pool of " + threads + " threads is closed", refused.getMessage());
            assertEquals(0, begun.get());
        }
    }

    @Test
    void closingWaitsForTheCallThatRunsAndEndsTheThreads() throws InterruptedException {
        Workers workers = new Workers(3);
        Set<Thread> helpers = ConcurrentHashMap.newKeySet();
        CountDownLatch begun = new CountDownLatch(3);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Thread caller = Thread.ofPlatform()
                .start(() -> workers.run(30, piece -> {
                    helpers.add(Thread.currentThread());
                    begun.countDown();
                    await(release);
                    done.incrementAndGet();
                }));
        await(begun);
        Thread closer = Thread.ofPlatform().start(workers::close);
        closer.join(50);
        assertTrue(closer.isAlive(), "close waits while pieces are computed");
        release.countDown();
        closer.join();
        caller.join();
        assertEquals(30, done.get(), "the call that was under way was computed to its end");
        helpers.remove(caller);
        assertEquals(2, helpers.size());
        for (Thread helper : helpers) {
            helper.join(10_000);
            assertFalse(helper.isAlive(), helper + " has ended");
        }
    }

    @Test
    void aPoolHasAtLeastOneThread() {
        for (int threads : new int[] {0, -1}) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new Workers(threads));
            assertEquals("threads must be at least 1, found " + threads, refused.getMessage());
        }
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int[] counts(AtomicIntegerArray times) {
        int[] counts = new int[times.length()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = times.get(i);
        }
        return counts;
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the other threads did not come", e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", " 4", "0", "-1", "1.5", "0x4", "1025", "99999999999", "٣"})
    void aNumberOfThreadsThatIsNoneIsRefused(String wanted) {
        assertEquals(
                "-Dfovea.threads must be a whole number of threads from 1 to 1024, found \"" + wanted + "\"",
                assertThrows(IllegalArgumentException.class, () -> Workers.threads(wanted, 2))
                        .getMessage());
    }

    @Test
    void theCommonPoolHasTheThreadsThatAreWanted() {
        assertEquals(3, Workers.threads("3", 2));
        assertEquals(1_024, Workers.threads("1024", 2));
        assertEquals(2, Workers.threads(null, 2), "as many as processors where nothing is said");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable t) throws T {
        throw (T) t;
    }
}
