package org.fovea.tests.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.server.ApiKeys;
import org.fovea.facerec.server.Role;
import org.fovea.facerec.server.ServedModel;
import org.fovea.facerec.server.ServerSettings;
import org.fovea.tests.server.Served.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Why two faces are alike: sums that add up, pictures that can be looked at, a page that is harmless.
class ExplainTest {
    @TempDir
    private Path folder;

    private ServerSettings settings() {
        return ServerSettings.local(Served.galleries(folder));
    }

    private static byte[] two() throws IOException {
        return Served.form("a", PaintedFaces.png(1, 1, 1), "b", PaintedFaces.png(2, 200, 2));
    }

    @Test
    void theSharesOfBothFacesAreTheSimilarity() throws IOException {
        try (Served served = new Served(settings())) {
            Reply why = served.form("/v1/explain?faceB=2", two());
            assertEquals(200, why.status(), why.body().toString());
            assertEquals(
                    served.form("/v1/verify?faceB=2", two()).body(), why.body().get("comparison"));
            JsonNode explanation = why.body().get("explanation");
            assertEquals("relu2", explanation.get("layer").asText());
            double similarity = explanation.get("similarity").asDouble();
            assertTrue(similarity < 1 - 1e-6, "the two faces differ: " + similarity);
            for (JsonNode face : explanation.get("faces")) {
                double alike = 0;
                double against = 0;
                for (JsonNode cell : face.get("map")) {
                    alike += Math.max(0, cell.asDouble());
                    against += Math.min(0, cell.asDouble());
                }
                assertEquals(11 * 11, face.get("map").size());
                assertEquals(face.get("alike").asDouble(), alike, 1e-6);
                assertEquals(face.get("against").asDouble(), against, 1e-6);
                assertTrue(alike > 0 && against < 0, face.toString());
                assertTrue(face.get("exact").asBoolean(), face.toString());
                assertEquals(similarity, alike + against + face.get("bias").asDouble(), 1e-5);
            }
        }
    }

    @Test
    void thePicturesAreTheFaceAndTheMapOverIt() throws IOException {
        byte[] photograph = PaintedFaces.png(2, 200, 2);
        try (Served served = new Served(settings())) {
            JsonNode faces = served.form("/v1/explain?faceB=2", two()).body().at("/explanation/faces");
            Picture whole = read(photograph);
            assertArrayEquals(
                    whole.crop(48, 0, 48, 48).data(),
                    decoded(faces.get(1).get("picture")).data(),
                    1e-6f);
            float most = 0;
            for (JsonNode face : faces) {
                for (JsonNode cell : face.get("map")) {
                    most = Math.max(most, Math.abs(cell.floatValue()));
                }
            }
            Picture overlay = decoded(faces.get(0).get("overlay"));
            Picture grey = decoded(faces.get(0).get("picture")).grey();
            int column = 5; // the middle cell's centre is the middle of the 48 pixels, which is between two
            float cell = faces.get(0).get("map").get(11 * column + column).floatValue();
            float share = 0.85f * Math.abs(cell) / most;
            float red = cell > 0 ? 0.84f : 0.17f;
            int pixel = 48 * 24 + 24;
            assertEquals((1 - share) * grey.data()[pixel] + share * red, overlay.data()[3 * pixel], 0.05);
        }
    }

    private static Picture decoded(JsonNode url) throws IOException {
        String start = "data:image/png;base64,";
        assertTrue(url.asText().startsWith(start), url.asText());
        return read(Base64.getDecoder().decode(url.asText().substring(start.length())));
    }

    private static Picture read(byte[] png) throws IOException {
        return PictureFile.read(Path.of("a.png"), png, ReadingOptions.standard());
    }

    @Test
    void whoWouldRatherHaveHtmlGetsAPageThatReachesNothing() throws IOException {
        try (Served served = new Served(settings())) {
            Reply reply = served.reply(served.request("POST", "/v1/explain?faceB=1", two())
                    .header("Content-Type", "multipart/form-data; boundary=\"" + Served.BOUNDARY + "\"")
                    .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
            assertEquals(200, reply.status());
            String policy = reply.header("Content-Security-Policy");
            assertEquals("text/html; charset=utf-8", reply.header("Content-Type"));
            assertTrue(policy.startsWith("sandbox allow-scripts; default-src 'none';"), policy);
            String page = new String(reply.response().body(), StandardCharsets.UTF_8);
            assertTrue(page.contains("<h1>Why the first photograph is like the second, and why not</h1>"), page);
            assertFalse(page.contains(" src=") || page.contains(" href="), "it loads nothing");
        }
    }

    @Test
    void anEnrolledFaceIsLaidBesideWhereItsPhotographIsKept() throws IOException {
        String person = "/v1/collections/staff/people/%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
        try (Served served = new Served(settings())) {
            served.json("POST", "/v1/collections", "{\"name\": \"staff\"}");
            served.photo(person + "/pictures", PaintedFaces.png(1, 1, 0));
            Reply none = served.photo(person + "/explain", PaintedFaces.png(1, 1, 1));
            assertEquals("not-kept", none.type());
            assertTrue(
                    none.body().get("detail").asText().contains("--keep-photos"),
                    none.body().toString());
        }
        try (Served served = new Served(settings().withKeepPhotos(folder.resolve("photos")))) {
            Reply before = served.photo(person + "/explain", PaintedFaces.png(1, 1, 1));
            assertEquals("not-kept", before.type(), "enrolled when none were kept");
            served.photo(person + "/pictures?face=2", PaintedFaces.png(2, 40, 2));
            served.delete(person.replaceFirst("/people/.*", "/pictures/") + first(served, person));
            assertEquals(
                    "no-such-person",
                    served.photo("/v1/collections/staff/people/Nobody/explain", PaintedFaces.png(1, 1, 1))
                            .type());
            Reply why = served.photo(person + "/explain", PaintedFaces.png(1, 41, 1));
            assertEquals(200, why.status(), why.body().toString());
            assertEquals(
                    served.photo(person + "/verify", PaintedFaces.png(1, 41, 1)).body(),
                    why.body().get("comparison"));
            assertArrayEquals(
                    read(PaintedFaces.png(2, 40, 2)).crop(48, 0, 48, 48).data(),
                    decoded(why.body().at("/explanation/faces/1/picture")).data(),
                    1e-6f);
            Reply page = served.reply(served.request("POST", person + "/explain", PaintedFaces.png(1, 41, 1))
                    .header("Content-Type", "image/png")
                    .header("Accept", "text/html"));
            String html = new String(page.response().body(), StandardCharsets.UTF_8);
            assertTrue(html.contains("&lt;script&gt;alert(1)"), "the name is there");
            assertFalse(html.contains("<script>alert(1)"), "as text");
        }
    }

    /// The id of a person's first picture, as addresses hold it.
    private static String first(Served served, String person) throws IOException {
        return served.get(person).body().at("/pictures/0/id").asText().replace("#", "%23");
    }

    @Test
    void enrolledFacesAreNotShownToThoseWhoMayOnlyAsk() throws IOException {
        String reader = ApiKeys.fresh();
        Path keys = Files.writeString(folder.resolve("keys"), ApiKeys.line(reader, Role.READ, "door"));
        try (Served served =
                new Served(settings().withKeys(ApiKeys.read(keys)).withKeepPhotos(folder.resolve("photos")))) {
            Reply refused = served.reply(
                    served.request("POST", "/v1/collections/staff/people/Ada/explain", PaintedFaces.png(1, 1, 1))
                            .header("Content-Type", "image/png")
                            .header("Authorization", "Bearer " + reader));
            assertEquals("forbidden", refused.type());
            Reply own = served.reply(served.request("POST", "/v1/explain?faceB=1", two())
                    .header("Content-Type", "multipart/form-data; boundary=\"" + Served.BOUNDARY + "\"")
                    .header("Authorization", "Bearer " + reader));
            assertEquals(200, own.status(), "what it brings itself it may ask about");
        }
    }

    @Test
    void whereThereIsNothingToExplainByThatIsSaid() throws IOException {
        var model = new ServedModel(PaintedFaces.MODEL.identity(), null, null);
        try (Served served = new Served(settings(), model)) {
            Reply refused = served.form("/v1/explain?faceB=1", two());
            assertEquals("not-explained", refused.type());
            assertEquals(501, refused.status());
        }
    }
}
