package org.fovea.facerec.server;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.fovea.facerec.data.Printable;
import org.jspecify.annotations.Nullable;

/// A line for each request: when, which operation, its status, how many bytes went out, how long it took, whose key.
/// It holds no person's name and no address, unless it is asked to.
///
/// ```
/// 2026-11-26T07:00:00.123Z POST /v1/collections/{collection}/identify 200 512 bytes 41 ms door
/// ```
///
/// @param to null for no log
/// @param names whether paths are logged as they were asked for, names in them, and from which address
public record AccessLog(@Nullable PrintStream to, boolean names) {
    /// No log.
    public static AccessLog none() {
        return new AccessLog(null, false);
    }

    /// @param asker a key's name, or `-`
    void write(String method, String template, String path, String address, Answer answer, long nanos, String asker) {
        if (to == null) {
            return;
        }
        to.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + Printable.of(method) + " "
                + (names ? Printable.of(path) : template) + " " + answer.status() + " " + answer.body().length
                + " bytes " + nanos / 1_000_000 + " ms " + asker + (names ? " " + address : ""));
    }
}
