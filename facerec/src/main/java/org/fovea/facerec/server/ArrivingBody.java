package org.fovea.facerec.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.fovea.facerec.server.Problem.Kind;
import org.jspecify.annotations.Nullable;

/// A request's body as it arrives: so many bytes and no more, in so much time and no more.
///
/// Helidon's sockets wait for bytes without end. So a watch interrupts the thread that waits too long for them, which
/// closes the connection's channel; a body that arrives slowly but steadily is found out before that, and told.
///
/// What is refused is read to its end and thrown away, if that is not too far: a connection that is closed on bytes
/// that nobody has read is reset, and with it the answer may be lost on its way.
final class ArrivingBody implements Request.Body {
    private static final int PIECE = 16_384;
    private static final long MOST_DISCARDED = 64 << 20;
    /// How long after the time for bodies the connection is closed.
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final ServerRequest request;
    private final Limits limits;
    private final ScheduledExecutorService watch;
    private byte @Nullable [] bytes;
    /// Whether there is nothing left of it.
    private boolean read;

    private boolean broken;

    ArrivingBody(ServerRequest request, Limits limits, ScheduledExecutorService watch) {
        this.request = request;
        this.limits = limits;
        this.watch = watch;
        read = !request.headers().contains(HeaderNames.TRANSFER_ENCODING) && declared() == 0;
    }

    private long declared() {
        return request.headers().contentLength().orElse(0);
    }

    @Override
    public byte[] bytes() throws Problem {
        byte[] whole = bytes;
        if (whole == null) {
            if (declared() > limits.bodyBytes()) {
                throw tooLarge();
            }
            whole = read ? new byte[0] : read();
            bytes = whole;
        }
        return whole;
    }

    /// The bytes, as many as are allowed; of more than that none are kept.
    private byte[] read() throws Problem {
        var interruption = new Interruption(Thread.currentThread());
        Future<?> closing =
                watch.schedule(interruption, limits.bodyTime().toNanos() + PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        try {
            return readInTime();
        } finally {
            interruption.end();
            closing.cancel(false);
        }
    }

    /// An interrupt of a thread that is still at its work.
    private static final class Interruption implements Runnable {
        private final Thread thread;
        private boolean ended;
        private boolean happened;

        private Interruption(Thread thread) {
            this.thread = thread;
        }

        @Override
        public synchronized void run() {
            if (!ended) {
                happened = true;
                thread.interrupt();
            }
        }

        /// From here on there is none; the thread does not hear of one that was.
        private synchronized void end() {
            ended = true;
            if (happened) {
                Thread.interrupted();
            }
        }
    }

    private byte[] readInTime() throws Problem {
        long end = System.nanoTime() + limits.bodyTime().toNanos();
        var all = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        long count = 0;
        broken = true; // until the end has come
        try {
            InputStream in = request.content().inputStream(); // not closed: that would read what is left of it
            for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
                count += size;
                if (count <= limits.bodyBytes()) {
                    all.write(piece, 0, size);
                } else if (count > MOST_DISCARDED) {
                    throw tooLarge();
                }
                if (System.nanoTime() > end) {
                    throw slow();
                }
            }
        } catch (IOException | RuntimeException e) {
            throw slow(); // the watch has closed the connection, it is gone, or the pieces are none of HTTP
        }
        broken = false;
        read = true;
        if (count > limits.bodyBytes()) {
            throw tooLarge();
        }
        return all.toByteArray();
    }

    private Problem tooLarge() {
        return new Problem(Kind.BODY_TOO_LARGE, "a body has at most " + limits.bodyBytes() + " bytes");
    }

    private Problem slow() {
        return new Problem(
                Kind.SLOW_BODY,
                "the body did not arrive whole within " + limits.bodyTime().toSeconds() + " s");
    }

    /// Throws away what nobody has read.
    ///
    /// @return whether there is nothing left of it, so that the next request can be found behind it
    boolean discard() {
        if (!read && !broken && declared() <= MOST_DISCARDED) {
            try {
                read();
            } catch (Problem tooMuch) {
                return read;
            }
        }
        return read;
    }
}
