package org.fovea.facerec.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.fovea.facerec.server.Problem.Kind;
import org.jspecify.annotations.Nullable;

/// A request's body as it arrives: so many bytes and no more, in so much time and no more. A body that is said to be
/// too large is not begun.
final class ArrivingBody implements Request.Body {
    private static final int PIECE = 16_384;

    private final ServerRequest request;
    private final Limits limits;
    private byte @Nullable [] bytes;

    ArrivingBody(ServerRequest request, Limits limits) {
        this.request = request;
        this.limits = limits;
    }

    @Override
    public byte[] bytes() throws Problem {
        byte[] read = bytes;
        if (read == null) {
            if (request.headers().contentLength().orElse(0) > limits.bodyBytes()) {
                throw tooLarge();
            }
            read = read();
            bytes = read;
        }
        return read;
    }

    private byte[] read() throws Problem {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        long end = System.nanoTime() + limits.bodyTime().toNanos();
        var all = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = request.content().inputStream(); // not closed: that would read what is left of it
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                all.write(piece, 0, count);
                if (all.size() > limits.bodyBytes()) {
                    throw tooLarge();
                }
                if (System.nanoTime() > end) {
                    throw slow();
                }
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw slow(); // nothing arrived for long, or the connection is gone
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

    /// Whether there is nothing left of it.
    boolean isRead() {
        return bytes != null
                || (!request.headers().contains(HeaderNames.TRANSFER_ENCODING)
                        && request.headers().contentLength().orElse(0) == 0);
    }
}
