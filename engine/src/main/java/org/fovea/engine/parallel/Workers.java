package org.fovea.engine.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A fixed pool of threads that computes numbered pieces of work; the calling thread is one of them.
///
/// A call is meant to be cheap (about a microsecond when the pool is warm), so waiting threads spin for a moment before
/// they sleep. Calls from two threads at once do not wait for each other: the second computes its pieces alone. A body
/// that calls [#run] again computes those pieces alone too.
///
/// Each thread begins with its own range of neighbouring pieces, the same range in every call with as many pieces, and
/// takes from the ends of the others' ranges when its own is done. Layers number their pieces along the batch, so a
/// thread mostly reads what it wrote in the layer before, from its own caches. That matters where cores do not share
/// one third-level cache: there a training step of `cnn64` with pieces dealt out in turn took 40 ms instead of 30.
public final class Workers implements AutoCloseable {
    /// One piece of work. Pieces of one call may run at the same time and in any order.
    @FunctionalInterface
    public interface Body {
        void run(int piece);
    }

    /// How often a waiting thread looks again before it sleeps: about 50 µs on a core of 3 GHz.
    private static final int SPINS = 2_000;

    /// The same for the caller, who waits for the others' pieces: about 1 ms, so that it sleeps only where they are
    /// far from done. In a program's first seconds they often are, since their code is not compiled yet; the core
    /// that the caller leaves is then the compiler's.
    private static final int CALLERS_SPINS = 20 * SPINS;

    /// Elements of `ranges` from one thread's to the next: 128 bytes, so that no two share a cache line or a
    /// prefetched pair of lines.
    private static final int APART = 16;

    private static final String PROPERTY = "fovea.threads";

    /// More threads than any machine has use for; a larger number is a slip.
    private static final int MOST_WANTED = 1_024;

    private static @Nullable Workers common;

    private final Thread[] helpers;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLongArray ranges;
    private final AtomicInteger busy = new AtomicInteger();
    private volatile int round;
    private volatile boolean closed;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    // These two are written before `round` and read after it.
    private Body body = piece -> {};
    private @Nullable Thread caller;

    /// @param threads how many threads compute, the caller included; at least 1
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
        helpers = new Thread[threads - 1];
        ranges = new AtomicLongArray((threads + 1) * APART);
        for (int i = 0; i < helpers.length; i++) {
            int rank = i + 1;
            helpers[i] =
                    Thread.ofPlatform().daemon().name("fovea-worker-" + rank).unstarted(() -> help(rank));
        }
        for (Thread helper : helpers) {
            helper.start();
        }
    }

    /// The pool used where none is named: as many threads as `-Dfovea.threads` says, or as there are processors.
    ///
    /// @throws IllegalArgumentException if the property is no whole number from 1 to 1,024
    public static synchronized Workers common() {
        if (common == null) {
            common = new Workers(
                    threads(System.getProperty(PROPERTY), Runtime.getRuntime().availableProcessors()));
        }
        return common;
    }

    /// @param wanted the property's text; null where it is not set
    static int threads(@Nullable String wanted, int processors) {
        if (wanted == null) {
            return processors;
        }
        if (!wanted.matches("[1-9][0-9]{0,3}") || Integer.parseInt(wanted) > MOST_WANTED) {
            throw new IllegalArgumentException("-D" + PROPERTY + " must be a whole number of threads from 1 to "
                    + MOST_WANTED + ", found \"" + wanted + "\"");
        }
        return Integer.parseInt(wanted);
    }

    /// How many threads compute, the caller included.
    public int threads() {
        return helpers.length + 1;
    }

    /// Computes pieces 0 to `pieces` − 1 and returns when all are done.
    ///
    /// If a piece throws, pieces not yet begun are left out and the first failure is thrown here.
    ///
    /// @throws IllegalStateException if the pool is closed
    public void run(int pieces, Body body) {
        checkOpen();
        if (pieces <= 1 || helpers.length == 0 || lock.isHeldByCurrentThread() || !lock.tryLock()) {
            for (int piece = 0; piece < pieces; piece++) {
                body.run(piece);
            }
            return;
        }
        try {
            // Again, now that nobody can close the pool in between: threads that have ended would be waited for.
            checkOpen();
            share(pieces, body);
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the pool of " + threads() + " threads is closed");
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the thread that holds the lock writes `round`
    private void share(int pieces, Body body) {
        this.body = body;
        caller = Thread.currentThread();
        failure.set(null);
        busy.set(helpers.length);
        int threads = threads();
        for (int rank = 0; rank < threads; rank++) {
            int from = (int) ((long) pieces * rank / threads);
            int to = (int) ((long) pieces * (rank + 1) / threads);
            ranges.set((rank + 1) * APART, range(from, to));
        }
        round++;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        work(body, 0);
        int spins = 0;
        while (busy.get() > 0) {
            if (++spins < CALLERS_SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
        caller = null;
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw Workers.<RuntimeException>asThrown(thrown);
        }
    }

    /// Throws `thrown` itself, whatever it is: a language without checked exceptions may have made the body.
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T asThrown(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /// Computes the pieces of range `rank`, then what the others have left.
    private void work(Body body, int rank) {
        try {
            for (int piece = first(rank); piece >= 0; piece = first(rank)) {
                body.run(piece);
            }
            int threads = threads();
            for (int other = 1; other < threads; other++) {
                int victim = (rank + other) % threads;
                for (int piece = last(victim); piece >= 0; piece = last(victim)) {
                    body.run(piece);
                }
            }
        } catch (Throwable t) { // whatever it is belongs to the caller, who is waiting for it
            for (int i = 0; i < threads(); i++) {
                ranges.set((i + 1) * APART, 0);
            }
            failure.compareAndSet(null, t);
        }
    }

    /// A range as one number, so that its two ends change together.
    private static long range(int from, int to) {
        return (long) from << Integer.SIZE | to;
    }

    /// Takes the first piece of a range.
    ///
    /// @return −1 if none is left
    private int first(int rank) {
        int at = (rank + 1) * APART;
        while (true) {
            long range = ranges.get(at);
            int from = (int) (range >>> Integer.SIZE);
            int to = (int) range;
            if (from >= to) {
                return -1;
            }
            if (ranges.compareAndSet(at, range, range(from + 1, to))) {
                return from;
            }
        }
    }

    /// Takes the last piece of a range.
    ///
    /// @return −1 if none is left
    private int last(int rank) {
        int at = (rank + 1) * APART;
        while (true) {
            long range = ranges.get(at);
            int from = (int) (range >>> Integer.SIZE);
            int to = (int) range;
            if (from >= to) {
                return -1;
            }
            if (ranges.compareAndSet(at, range, range(from, to - 1))) {
                return to - 1;
            }
        }
    }

    private void help(int rank) {
        int seen = 0;
        while (true) {
            int spins = 0;
            while (round == seen) {
                if (closed) {
                    return;
                }
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            seen = round;
            Thread waiting = caller;
            work(body, rank);
            if (busy.decrementAndGet() == 0) {
                LockSupport.unpark(waiting);
            }
        }
    }

    /// Ends the threads, after the call that they are computing. A closed pool computes nothing more: [#run]
    /// refuses.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (Thread helper : helpers) {
                LockSupport.unpark(helper);
            }
        } finally {
            lock.unlock();
        }
    }
}
