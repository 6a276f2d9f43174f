/// Recognition over HTTP: a page, and operations under `/v1` that `openapi.yaml` describes.
///
/// [FoveaServer][org.fovea.facerec.server.FoveaServer] listens, by Helidon's web server (virtual threads, pure Java);
/// no other class here knows Helidon. `Dispatcher` leads a request through what all requests are held to (where it
/// comes from, which route, whose key, how many) to the route's handler, and whatever fails to a problem's body
/// (RFC 9457). Galleries stand on a `Shelf`, whose one thread alone touches their files: an interrupt in the middle of
/// an access would close them. Photographs are decoded and read on as many threads as there are readers, so that no
/// more are in memory at a time; they are not kept unless that is asked for.
///
/// The server fetches nothing from anywhere: pictures come in the bodies of requests.
///
/// ```
/// try (var server = FoveaServer.start(settings, model, faces)) {
///     System.err.println("listening on " + server.address());
///     …
/// }
/// ```
package org.fovea.facerec.server;
