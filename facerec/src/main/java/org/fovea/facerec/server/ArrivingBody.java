package org.fovea.facerec.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.fovea.facerec.server.Problem.Kind;
import org.jspecify.annotations.Nullable;

/// A request's body as it arrives: so many bytes and no more, in so much time and no more.
///
/// What is refused is read to its end and thrown away, if that is not too far: a connection that is closed on bytes
/// that nobody has read is reset, and with it the answer may be lost on its way.
final class ArrivingBody implements Request.Body {
    private static final int PIECE = 16_384;
    private static final long MOST_DISCARDED = 64 << 20;

    private final ServerRequest request;
    private final Limits limits;
    private byte @Nullable [] bytes;
    /// Whether there is nothing left of it.
    private boolean read;

    private boolean broken;

    ArrivingBody(ServerRequest request, Limits limits) {
        this.request = request;
        this.limits = limits;
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
            throw slow(); // nothing arrived for long, the connection is gone, or the pieces are none of HTTP
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
