package org.fovea.facerec.server;

import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Where a server listens, to whom, and what it keeps.
///
/// @param galleries the folder whose folders are the collections
/// @param address to listen at
/// @param port 0 for any that is free
/// @param keys who may ask; there must be some where the address is not a loopback one
/// @param tls null to listen without
/// @param readers how many photographs are read at a time
/// @param keepPhotos the folder where enrolled photographs are kept; null to keep none
public record ServerSettings(
        Path galleries,
        InetAddress address,
        int port,
        ApiKeys keys,
        @Nullable SSLContext tls,
        int readers,
        Limits limits,
        AccessLog log,
        @Nullable Path keepPhotos) {
    public ServerSettings {
        if (port < 0 || port > 65_535 || readers < 1) {
            throw new IllegalArgumentException("port " + port + " (0 to 65535), " + readers + " readers (at least 1)");
        }
        if (keys.isEmpty() && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException("listening at " + address.getHostAddress()
                    + ", which others can reach, takes keys; without them the server listens at a loopback address");
        }
    }

    /// A server for this machine alone, without keys: any free port of 127.0.0.1, one reader a processor, the
    /// standard limits, no log.
    public static ServerSettings local(Path galleries) {
        return new ServerSettings(
                galleries,
                InetAddress.getLoopbackAddress(),
                0,
                ApiKeys.none(),
                null,
                Runtime.getRuntime().availableProcessors(),
                Limits.standard(),
                AccessLog.none(),
                null);
    }

    public ServerSettings withKeys(ApiKeys others) {
        return new ServerSettings(galleries, address, port, others, tls, readers, limits, log, keepPhotos);
    }

    public ServerSettings withLimits(Limits others) {
        return new ServerSettings(galleries, address, port, keys, tls, readers, others, log, keepPhotos);
    }

    public ServerSettings withLog(AccessLog other) {
        return new ServerSettings(galleries, address, port, keys, tls, readers, limits, other, keepPhotos);
    }

    public ServerSettings withKeepPhotos(@Nullable Path folder) {
        return new ServerSettings(galleries, address, port, keys, tls, readers, limits, log, folder);
    }

    public ServerSettings withTls(@Nullable SSLContext context) {
        return new ServerSettings(galleries, address, port, keys, context, readers, limits, log, keepPhotos);
    }
}
