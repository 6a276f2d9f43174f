package org.fovea.tests.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fovea.facerec.embedding.Calibration;
import org.fovea.facerec.evaluation.LikelihoodRatio;
import org.fovea.facerec.server.ServedModel;
import org.fovea.facerec.server.ServerSettings;
import org.fovea.tests.server.Served.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the server's operations do; each answer is held to `openapi.yaml`.
class ServerTest {
    @TempDir
    private Path folder;

    private ServerSettings settings() {
        return ServerSettings.local(folder.resolve("galleries"));
    }

    private static byte[] png(int person, int take) {
        return PaintedFaces.png(1, person, take);
    }

    @Test
    void peopleAreEnrolledFoundComparedAndRemoved() throws IOException {
        try (Served served = new Served(settings())) {
            assertEquals("write", served.get("/v1").body().get("role").asText());
            assertEquals(
                    201,
                    served.json("POST", "/v1/collections", "{\"name\": \"staff\"}")
                            .status());
            Reply again = served.json("POST", "/v1/collections", "{\"name\": \"staff\"}");
            assertEquals("collection-exists", again.type());
            served.enrol("Ada", 1);
            served.enrol("J%C3%B6rg%20%2F%20B", 2);
            Reply copy = served.photo("/v1/collections/staff/people/Eve/pictures", png(1, 0));
            assertEquals(200, copy.status());
            assertEquals("Ada", copy.body().at("/duplicate/person").asText());
            assertEquals("same-picture", copy.body().at("/duplicate/kind").asText());

            Reply people = served.get("/v1/collections/staff/people?limit=1");
            assertEquals("Ada", people.body().at("/people/0/name").asText());
            assertEquals("Ada", people.body().get("next").asText());
            Reply rest = served.get("/v1/collections/staff/people?after=Ada");
            assertEquals("Jörg / B", rest.body().at("/people/0/name").asText());
            assertTrue(rest.body().get("next").isNull());

            Reply who = served.photo("/v1/collections/staff/identify?candidates=1", PaintedFaces.png(3, 1, 5));
            assertEquals(3, who.body().get("faces").size());
            assertEquals("undecided", who.body().at("/faces/0/decision").asText());
            assertEquals("Ada", who.body().at("/faces/0/candidates/0/person").asText());
            assertEquals(
                    "Jörg / B", who.body().at("/faces/1/candidates/0/person").asText());
            assertEquals(1, who.body().at("/faces/2/candidates").size());

            Reply pictures = served.get("/v1/collections/staff/people/Ada");
            assertEquals(
                    60, pictures.body().at("/pictures/0/quality/eye distance").asDouble());
            String id = pictures.body().at("/pictures/0/id").asText();
            assertEquals(
                    204, served.delete("/v1/collections/staff/pictures/" + id).status());
            assertEquals(
                    "no-such-picture",
                    served.delete("/v1/collections/staff/pictures/" + id).type());
            assertEquals(
                    "no-such-person",
                    served.get("/v1/collections/staff/people/Ada").type());
            assertEquals(
                    204,
                    served.delete("/v1/collections/staff/people/J%C3%B6rg%20%2F%20B")
                            .status());
            assertEquals(
                    0, served.get("/v1/collections/staff").body().get("people").asInt());
            assertEquals(204, served.delete("/v1/collections/staff").status());
            assertFalse(Files.exists(folder.resolve("galleries/staff")));
            assertEquals(
                    "no-such-collection", served.get("/v1/collections/staff").type());
        }
    }

    @Test
    void aThresholdMakesUnknownAnAnswerAndIsThereAfterARestart() throws IOException {
        try (Served served = new Served(settings())) {
            served.json("POST", "/v1/collections", "{\"name\": \"staff\"}");
            for (int person = 1; person <= 30; person++) {
                served.enrol("Person" + person, person);
            }
            Reply few = served.json("PUT", "/v1/collections/staff/calibration", "{\"fmr\": 0.0001}");
            assertEquals("too-few-people", few.type());
            Reply set = served.json("PUT", "/v1/collections/staff/calibration", "{\"fmr\": 0.01}");
            assertEquals(200, set.status(), set.body().toString());
            assertEquals(435, set.body().get("comparisons").asInt());
        }
        try (Served served = new Served(settings())) {
            Reply known = served.photo("/v1/collections/staff/identify", png(7, 3));
            assertEquals(
                    "match",
                    known.body().at("/faces/0/decision").asText(),
                    known.body().toString());
            assertEquals("Person7", known.body().at("/faces/0/person").asText());
            Reply stranger = served.photo("/v1/collections/staff/identify", png(99, 3));
            assertEquals("unknown", stranger.body().at("/faces/0/decision").asText());
            assertTrue(stranger.body().at("/faces/0/person").isNull());
            assertTrue(stranger.body()
                    .at("/faces/0/candidates/0/log10LikelihoodRatio")
                    .isNull());
            Reply one = served.photo("/v1/collections/staff/people/Person7/verify", png(7, 4));
            assertTrue(one.body().get("same").asBoolean());
            Reply other = served.photo("/v1/collections/staff/people/Person8/verify", png(7, 4));
            assertFalse(other.body().get("same").asBoolean());
            assertEquals(
                    "no-such-person",
                    served.photo("/v1/collections/staff/people/Nobody/verify", png(7, 4))
                            .type());
        }
    }

    @Test
    void twoPhotographsAreComparedAndFacesFound() throws IOException {
        try (Served served = new Served(settings())) {
            Reply same = served.form("/v1/verify", Served.form("a", png(1, 1), "b", png(1, 2)));
            assertEquals(200, same.status(), same.body().toString());
            assertTrue(same.body().get("score").asDouble() > 0.7, same.body().toString());
            assertTrue(same.body().get("same").isNull());
            Reply chosen = served.form(
                    "/v1/verify?faceA=2&faceB=1",
                    Served.form("a", PaintedFaces.png(2, 4, 1), "b", PaintedFaces.png(2, 5, 2)));
            assertTrue(
                    chosen.body().get("score").asDouble() > 0.7, chosen.body().toString());
            assertEquals(2, chosen.body().at("/faces/0/face/number").asInt());
            Reply found = served.photo("/v1/detect", PaintedFaces.png(3, 1, 1));
            assertEquals(3, found.body().get("faces").size());
            assertEquals(144, found.body().get("width").asInt());
            assertEquals(4, found.body().at("/faces/0/box/0").asDouble());
            assertEquals(
                    0,
                    served.photo("/v1/detect", PaintedFaces.png(0, 1, 1))
                            .body()
                            .get("faces")
                            .size());
        }
    }

    @Test
    void theModelsCalibrationSaysHowMuchLikelierAScoreIs() throws IOException {
        var ratio = LikelihoodRatio.of(new double[] {0, 0.8}, new double[] {-2, 2});
        var calibration = new Calibration("painted pairs", 0.5, 0.01, 0.1, ratio);
        var model = new ServedModel(PaintedFaces.MODEL.identity(), calibration, PaintedFaces.MODEL.network());
        try (Served served = new Served(settings(), model)) {
            served.json("POST", "/v1/collections", "{\"name\": \"staff\"}");
            served.enrol("Ada", 1);
            Reply pair = served.form("/v1/verify", Served.form("a", png(1, 0), "b", png(1, 2)));
            assertTrue(pair.body().get("same").asBoolean());
            double expected = pair.body().get("log10LikelihoodRatio").asDouble();
            assertEquals(ratio.log10(pair.body().get("score").asDouble()), expected, 1e-9);
            Reply found = served.photo("/v1/collections/staff/identify", png(1, 2));
            assertEquals(
                    expected,
                    found.body()
                            .at("/faces/0/candidates/0/log10LikelihoodRatio")
                            .asDouble(),
                    1e-6);
            Reply person = served.photo("/v1/collections/staff/people/Ada/verify", png(1, 2));
            assertEquals(
                    expected,
                    person.body().at("/candidate/log10LikelihoodRatio").asDouble(),
                    1e-6);
            Reply page = served.reply(served.request("POST", "/v1/explain", Served.form("a", png(1, 0), "b", png(1, 2)))
                    .header("Content-Type", "multipart/form-data; boundary=\"" + Served.BOUNDARY + "\"")
                    .header("Accept", "text/html"));
            String said = new String(page.response().body(), StandardCharsets.UTF_8);
            assertTrue(
                    said.contains("By a threshold 0.5000: FMR 0.010, FNMR 0.10 on painted pairs: one person."), said);
        }
    }

    @Test
    void photographsThatWillNotDoAreRefusedWithTheReason() throws IOException {
        try (Served served = new Served(settings())) {
            served.json("POST", "/v1/collections", "{\"name\": \"staff\"}");
            String pictures = "/v1/collections/staff/people/Ada/pictures";
            assertEquals(
                    "no-face", served.photo(pictures, PaintedFaces.png(0, 1, 1)).type());
            assertEquals(
                    "no-face",
                    served.photo("/v1/collections/staff/identify", PaintedFaces.png(0, 1, 1))
                            .type());
            Reply several = served.photo(pictures, PaintedFaces.png(2, 1, 1));
            assertEquals("several-faces", several.type());
            assertTrue(
                    several.body().get("detail").asText().contains("2 faces"),
                    several.body().toString());
            assertEquals(
                    "no-such-face",
                    served.photo(pictures + "?face=3", PaintedFaces.png(2, 1, 1))
                            .type());
            Reply poor = served.photo(pictures, PaintedFaces.poorPng(1));
            assertEquals("poor-quality", poor.type());
            assertTrue(
                    poor.body().get("detail").asText().contains("tiny (6 pixels"),
                    poor.body().toString());
            assertEquals(
                    201,
                    served.photo(pictures + "?anyQuality=true", PaintedFaces.poorPng(1))
                            .status());
            assertEquals(
                    201,
                    served.photo(pictures + "?face=2", PaintedFaces.png(2, 1, 1))
                            .status());
            assertEquals(
                    "unsupported-type",
                    served.photo(pictures, "hello".getBytes(StandardCharsets.US_ASCII))
                            .type());
            byte[] cut = png(1, 1);
            assertEquals(
                    "unreadable-picture",
                    served.photo(pictures, Arrays.copyOf(cut, cut.length / 2)).type());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /v1/collections/none                       |                      | no-such-collection",
                "GET  | /v1/collections?x=1                        |                      | bad-request",
                "GET  | /v1/collections/staff/people?limit=0       |                      | bad-request",
                "GET  | /v1/collections/staff/people?limit=1&limit=2 |                    | bad-request",
                "GET  | /v1/collections/staff/people?limit=99999999999 |                  | bad-request",
                "POST | /v1/collections                            | {}                   | bad-request",
                "POST | /v1/collections                            | null                 | bad-request",
                "POST | /v1/collections                            | {\"name\": null}     | bad-request",
                "POST | /v1/collections                            | {\"name\": \"a\", \"x\": 1} | bad-request",
                "POST | /v1/collections                            | {\"name\": \"a\"} {} | bad-request",
                "POST | /v1/collections                            | {\"name\": \"Ä\"}    | bad-name",
                "POST | /v1/collections                            | {\"name\": \"../a\"} | bad-name",
                "POST | /v1/collections                            | {\"name\": \".\"}    | bad-name",
                "PUT  | /v1/collections/staff/calibration          | {\"fmr\": 1}         | bad-request",
                "PUT  | /v1/collections/none/calibration           | {\"fmr\": 0.1}       | no-such-collection",
                "PUT  | /v1/collections                            | {}                   | method-not-allowed",
            })
    void whatIsNotRightIsRefused(String method, String path, String body, String type) throws IOException {
        try (Served served = new Served(settings())) {
            served.json("POST", "/v1/collections", "{\"name\": \"staff\"}");
            HttpResponse<byte[]> response = served.ask(
                    served.request(method, path, body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8))
                            .header("Content-Type", "application/json"));
            String told = new String(response.body(), StandardCharsets.UTF_8);
            assertTrue(told.contains("\"urn:fovea:problem:" + type + "\""), told);
            assertTrue(response.statusCode() >= 400 && response.statusCode() < 500, told);
        }
    }

    @Test
    void everyPathHasTheMethodsThatAreDescribed() throws IOException {
        try (Served served = new Served(settings())) {
            assertEquals(17, served.api.operations().size());
            for (var path : served.api.operations().entrySet()) {
                HttpResponse<byte[]> response =
                        served.ask(served.request("PATCH", path.getKey().replaceAll("[{}]", "")));
                assertEquals(405, response.statusCode(), path.getKey());
                Set<String> allowed = new TreeSet<>(List.of(
                        response.headers().firstValue("Allow").orElse("").split(", ")));
                assertEquals(path.getValue(), allowed, path.getKey());
            }
        }
    }

    @Test
    void photographsAreKeptOnlyWhereAskedAndGoWithTheirPeople() throws IOException {
        Path photos = folder.resolve("photos");
        try (Served served = new Served(settings().withKeepPhotos(photos))) {
            assertTrue(served.get("/v1").body().get("keepsPhotographs").asBoolean());
            served.json("POST", "/v1/collections", "{\"name\": \"staff\"}");
            served.enrol("Ada", 1);
            byte[] both = PaintedFaces.png(2, 5, 0);
            served.photo("/v1/collections/staff/people/Bo/pictures?face=1", both);
            served.photo("/v1/collections/staff/people/Cy/pictures?face=2", both);
            assertEquals(2, files(photos));
            served.delete("/v1/collections/staff/people/Bo");
            assertEquals(2, files(photos), "Cy is in that photograph, too");
            served.delete("/v1/collections/staff/people/Cy");
            assertEquals(1, files(photos));
            served.delete("/v1/collections/staff");
            assertEquals(0, files(photos));
        }
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
