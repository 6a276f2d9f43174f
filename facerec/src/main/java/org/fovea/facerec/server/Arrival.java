package org.fovea.facerec.server;

/// A request as it arrived; headers that are not there are empty.
///
/// @param path as it stands in the request line, nothing decoded
/// @param query likewise, without the question mark
/// @param address of who asks
record Arrival(
        String method,
        String path,
        String query,
        String host,
        String origin,
        String authorization,
        String contentType,
        String contentEncoding,
        String accept,
        String address,
        Request.Body body) {}
