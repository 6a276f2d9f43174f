package org.fovea.engine.parallel;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The rule that one thread at a time uses an object whose arrays are written again and again, noticed where it is
/// broken: [#enter] and [#leave] go around what writes, [#check] before what reads. A compare-and-set a pass, some
/// nanoseconds. It notices calls that overlap; a thread that reads an array after another has begun the next pass finds
/// that pass's numbers in it.
public final class OneThread {
    private final String what;
    private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();

    /// @param what is used, for the message
    public OneThread(String what) {
        this.what = what;
    }

    /// @throws IllegalStateException if a call is under way: another thread's, or this one's around this call
    public void enter() {
        Thread other = user.compareAndExchange(null, Thread.currentThread());
        if (other != null) {
            throw shared(other);
        }
    }

    /// Ends what [#enter] began.
    public void leave() {
        user.set(null);
    }

    /// @throws IllegalStateException if another thread's call is under way
    public void check() {
        Thread other = user.get();
        if (other != null && other != Thread.currentThread()) {
            throw shared(other);
        }
    }

    private IllegalStateException shared(Thread other) {
        return new IllegalStateException(what + " is in use by thread \"" + other.getName() + "\" while \""
                + Thread.currentThread().getName() + "\" calls it: one thread at a time uses it, so make one for each");
    }
}
