package org.fovea.facerec.server;

import java.time.Duration;
import org.fovea.facerec.data.ReadingOptions;

/// How much a server takes on.
///
/// @param bodyBytes the most bytes of a request's body
/// @param pixels the most pixels of a photograph, told by its header before it is decoded
/// @param bodyTime how long a body may take to arrive
/// @param requestsPerMinute of one key, or of one address where there are no keys; 0 for any number
/// @param photographs how many requests with photographs are worked on or wait at a time; others are sent away
/// @param grace how long requests under way may take to end when the server stops
public record Limits(
        int bodyBytes, long pixels, Duration bodyTime, int requestsPerMinute, int photographs, Duration grace) {
    /// 8 MiB, 25 million pixels, 20 s, 1,200 requests a minute, 32 photographs, 10 s.
    public static Limits standard() {
        return new Limits(8 << 20, 25_000_000, Duration.ofSeconds(20), 1200, 32, Duration.ofSeconds(10));
    }

    public Limits {
        if (bodyBytes < 1 || pixels < 1 || requestsPerMinute < 0 || photographs < 1) {
            throw new IllegalArgumentException("limits of " + bodyBytes + " bytes, " + pixels + " pixels, "
                    + photographs
                    + " photographs (each at least 1) and " + requestsPerMinute + " requests a minute (0 for any"
                    + " number)");
        }
        if (bodyTime.toMillis() < 1 || grace.isNegative()) {
            throw new IllegalArgumentException("a body in " + bodyTime + ", an end in " + grace);
        }
    }

    public Limits withBodyBytes(int bytes) {
        return new Limits(bytes, pixels, bodyTime, requestsPerMinute, photographs, grace);
    }

    public Limits withPixels(long most) {
        return new Limits(bodyBytes, most, bodyTime, requestsPerMinute, photographs, grace);
    }

    public Limits withBodyTime(Duration time) {
        return new Limits(bodyBytes, pixels, time, requestsPerMinute, photographs, grace);
    }

    public Limits withRequestsPerMinute(int requests) {
        return new Limits(bodyBytes, pixels, bodyTime, requests, photographs, grace);
    }

    public Limits withPhotographs(int most) {
        return new Limits(bodyBytes, pixels, bodyTime, requestsPerMinute, most, grace);
    }

    ReadingOptions reading() {
        return ReadingOptions.standard().withMaxPixels(pixels);
    }
}
