package org.fovea.facerec.server;

import java.util.LinkedHashMap;
import java.util.Map;

/// How many requests each asker still has: a bucket that fills at so many a minute and holds a minute's worth.
final class RateLimit {
    private static final int MOST_ASKERS = 10_000;
    private static final double NANOS_A_MINUTE = 60e9;

    private static final class Bucket {
        private double left;
        private long filled;

        private Bucket(double left, long filled) {
            this.left = left;
            this.filled = filled;
        }
    }

    private final int perMinute;
    /// The one longest unseen first; it is forgotten when there are too many.
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ASKERS;
        }
    };

    /// @param perMinute 0 for any number
    RateLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /// Takes one of what an asker has left.
    ///
    /// @param now nanoseconds of any clock that does not turn back
    /// @return 0, or after how many seconds there will be one again
    synchronized int take(String asker, long now) {
        if (perMinute == 0) {
            return 0;
        }
        Bucket bucket = buckets.computeIfAbsent(asker, name -> new Bucket(perMinute, now));
        bucket.left = Math.min(perMinute, bucket.left + (now - bucket.filled) * perMinute / NANOS_A_MINUTE);
        bucket.filled = now;
        if (bucket.left < 1) {
            return (int) Math.ceil((1 - bucket.left) * 60 / perMinute);
        }
        bucket.left--;
        return 0;
    }
}
