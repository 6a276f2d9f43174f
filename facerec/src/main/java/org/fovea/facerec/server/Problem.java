package org.fovea.facerec.server;

import java.util.Locale;
import java.util.Map;

/// What went wrong with a request, as RFC 9457 tells it: `{"type": "urn:fovea:problem:no-face", "title": "…",
/// "status": 422, "detail": "…"}`. Types stay as they are; details are for people and may change.
final class Problem extends Exception {
    private static final long serialVersionUID = 1;

    /// The kinds, each with its status and title; the type is the name in small letters.
    enum Kind {
        BAD_REQUEST(400, "The request cannot be understood"),
        BAD_NAME(400, "A name that is not allowed"),
        KEY_NEEDED(401, "A key is needed"),
        UNKNOWN_KEY(401, "Nobody has this key"),
        FORBIDDEN(403, "The key does not allow this"),
        FOREIGN_ORIGIN(403, "The request comes from another site's page"),
        NOT_FOUND(404, "There is nothing of this address"),
        NO_SUCH_COLLECTION(404, "There is no such collection"),
        NO_SUCH_PERSON(404, "There is no such person"),
        NO_SUCH_PICTURE(404, "There is no such picture"),
        NOT_KEPT(404, "The enrolled photograph is not kept"),
        METHOD_NOT_ALLOWED(405, "The address does not have this method"),
        SLOW_BODY(408, "The body did not arrive in time"),
        COLLECTION_EXISTS(409, "There is a collection of this name"),
        BODY_TOO_LARGE(413, "The body is too large"),
        UNSUPPORTED_TYPE(415, "The body is of a kind that is not read"),
        UNREADABLE_PICTURE(422, "The photograph cannot be read"),
        NO_FACE(422, "The photograph shows no face"),
        SEVERAL_FACES(422, "The photograph shows several faces"),
        NO_SUCH_FACE(422, "The photograph does not show so many faces"),
        POOR_QUALITY(422, "The face is not fit to be enrolled"),
        TOO_FEW_PEOPLE(422, "There are too few people for this false match rate"),
        TOO_MANY_REQUESTS(429, "Too many requests"),
        INTERNAL(500, "The server has failed"),
        NOT_WRITTEN(500, "The gallery could not be read or written"),
        NOT_EXPLAINED(501, "This model's comparisons cannot be explained"),
        BUSY(503, "Too many photographs at a time"),
        STOPPING(503, "The server stops");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        String type() {
            return "urn:fovea:problem:" + slug();
        }

        String slug() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// The body.
    record Body(String type, String title, int status, String detail) {}

    private final Kind kind;
    private final transient Map<String, String> headers;

    Problem(Kind kind, String detail) {
        this(kind, detail, Map.of());
    }

    Problem(Kind kind, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.kind = kind;
        this.headers = headers;
    }

    Kind kind() {
        return kind;
    }

    Answer answer() {
        Body body = new Body(kind.type(), kind.title, kind.status, String.valueOf(getMessage()));
        return Answer.of(kind.status, "application/problem+json", Json.bytes(body))
                .with(headers);
    }
}
