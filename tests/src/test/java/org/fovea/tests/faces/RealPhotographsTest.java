package org.fovea.tests.faces;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.detection.FaceDetector;
import org.fovea.facerec.embedding.EmbeddingCards;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.report.FacePair;
import org.fovea.gradcam.explanation.PairExplanation;
import org.fovea.tests.Fovea;
import org.fovea.tests.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Photographs of people, from the file to the answer.
class RealPhotographsTest {
    @TempDir
    private Path folder;

    private static Path model(String name) {
        return SharedData.find("data/models/" + name + ".onnx");
    }

    private static Path photograph(String person, int number) {
        return SharedData.find("data/lfw/" + person + "/" + String.format("%s_%04d.jpg", person, number));
    }

    /// The picture that ONNX Runtime was given holds one face; where it is was read from the outputs by other code.
    @Test
    void theFaceOfTheGoldenInput() throws IOException {
        Tensor input = SafeTensors.read(SharedData.find("golden/models/yunet_n_320_320.safetensors"))
                .tensor("input/input");
        float[] data = new float[320 * 320 * 3];
        for (int i = 0; i < 320 * 320; i++) {
            for (int c = 0; c < 3; c++) {
                data[3 * i + c] = input.data()[(2 - c) * 320 * 320 + i] / 255;
            }
        }
        for (String name : List.of("yunet_n_320_320", "yunet_n_dynamic")) {
            FaceDetector detector =
                    FaceDetector.of(OnnxModel.read(model(name)), DetectorSettings.standard(), Workers.common());
            List<DetectedFace> faces = detector.detect(new Picture(320, 320, 3, data));
            assertEquals(1, faces.size(), name);
            DetectedFace face = faces.getFirst();
            assertEquals(0.9347, face.score(), 1e-4, name);
            assertEquals(103.389, face.box().left(), 0.01, name);
            assertEquals(82.943, face.box().top(), 0.01, name);
            assertEquals(108.971, face.box().width(), 0.01, name);
            assertEquals(157.738, face.box().height(), 0.01, name);
            assertEquals(138.352, face.landmarks().rightEye().x(), 0.01, name);
            assertEquals(139.689, face.landmarks().rightEye().y(), 0.01, name);
            assertEquals(183.121, face.landmarks().leftMouth().x(), 0.01, name);
            assertEquals(200.324, face.landmarks().leftMouth().y(), 0.01, name);
        }
    }

    @Test
    void oneFaceIsReadWithItsQuality() throws Exception {
        FaceReader reader = FaceReader.of(
                OnnxModel.read(model("yunet_n_dynamic")),
                DetectorSettings.standard(),
                EmbeddingModel.read(model("mobilefacenet_foamliu")),
                Workers.common());
        Picture photograph = PictureFile.read(photograph("Abdullah_Gul", 13));
        List<Face> faces = reader.read(photograph);
        assertEquals(1, faces.size());
        Face face = faces.getFirst();
        assertEquals(128, face.embedding().length);
        assertEquals(1, face.score(face), 1e-6);
        assertEquals(List.of(), face.quality().flaws(), face.toString());
        assertEquals(45.5, face.quality().eyes(), 0.5);
        // The same face a fifth as large has too few pixels.
        Picture tiny = photograph.resize(60, 60);
        Face small = reader.read(tiny).getFirst();
        assertTrue(small.quality().reasons().getFirst().startsWith("tiny ("), small.toString());
    }

    @Test
    void verifyTellsOnePersonFromTwo() throws IOException {
        String one = photograph("Abdullah_Gul", 13).toString();
        String again = photograph("Abdullah_Gul", 14).toString();
        String other = photograph("AJ_Cook", 1).toString();
        Fovea same = verify(one, again, "--json");
        assertEquals(0, same.exit(), same.err());
        JsonNode json = new ObjectMapper().readTree(same.out());
        assertTrue(json.get("score").asDouble() > 0.7, same.out());
        assertTrue(json.get("likelihoodRatio").asText().startsWith("at least"), same.out());
        assertEquals(1, json.get("photographs").get(0).get("faces").asInt());
        Fovea different = verify(one, other);
        assertEquals(3, different.exit(), different.err());
        assertTrue(different.out().contains("not one person, by this threshold"), different.out());
    }

    @Test
    void thePairPageAddsUpToTheScore() throws Exception {
        EmbeddingModel network = EmbeddingModel.read(model("mobilefacenet_foamliu"));
        FaceReader reader = FaceReader.of(
                OnnxModel.read(model("yunet_n_dynamic")), DetectorSettings.standard(), network, Workers.common());
        Picture one = PictureFile.read(photograph("Abdullah_Gul", 13));
        Picture other = PictureFile.read(photograph("AJ_Cook", 1));
        Face a = reader.read(one).getFirst();
        Face b = reader.read(other).getFirst();
        PairExplanation why = new FacePair(network).explain(a.aligned(), b.aligned(), Workers.common());
        assertEquals(a.score(b), why.similarity(), 1e-5);
        for (PairExplanation.Side side : List.of(why.first(), why.second())) {
            assertEquals(7 * 7, side.map().values().length);
            assertTrue(side.exact(), "residue " + side.residue());
            assertEquals(why.similarity(), side.positive() + side.negative() + side.bias(), 1e-4);
        }
        Path out = folder.resolve("why");
        String[] files = {
            photograph("Abdullah_Gul", 13).toString(), photograph("AJ_Cook", 1).toString()
        };
        Fovea told = verify(files[0], files[1], "--explain", out.toString());
        assertEquals(3, told.exit(), told.err());
        String page = Files.readString(out.resolve("pair.html"));
        assertTrue(page.contains("Abdullah_Gul_0013.jpg") && page.contains("not one person, by this threshold"));
    }

    private static Fovea verify(String a, String b, String... options) {
        String[] words = new String[options.length + 7];
        String[] first = {
            "verify",
            a,
            b,
            "--detector",
            model("yunet_n_dynamic").toString(),
            "--model",
            model("mobilefacenet_foamliu").toString()
        };
        System.arraycopy(first, 0, words, 0, 7);
        System.arraycopy(options, 0, words, 7, options.length);
        return Fovea.run(words);
    }

    @Test
    void severalFacesNoneAndLiveness() throws IOException {
        Picture one = PictureFile.read(photograph("Abdullah_Gul", 13));
        Picture two = PictureFile.read(photograph("AJ_Cook", 1));
        Path both = folder.resolve("both.png");
        PictureFile.writePng(both, beside(one, two));
        Path none = folder.resolve("none.png");
        PictureFile.writePng(none, new Picture(120, 90, 1, new float[120 * 90]));
        Path drawn = folder.resolve("drawn.png");
        Fovea detected = Fovea.run(
                "detect",
                both.toString(),
                "--detector",
                model("yunet_n_dynamic").toString(),
                "-o",
                drawn.toString());
        assertEquals(0, detected.exit(), detected.err());
        assertTrue(detected.out().contains("500×250 pixels, 2 faces"), detected.out());
        assertTrue(Files.exists(drawn));
        String cook = photograph("AJ_Cook", 1).toString();
        Fovea several = verify(both.toString(), cook);
        assertEquals(1, several.exit());
        assertTrue(several.err().contains("there are 2 faces and none is clearly the largest"), several.err());
        Fovea chosen = verify(
                both.toString(),
                cook,
                "--face-a",
                "2",
                "--liveness",
                model("antispoof").toString());
        assertEquals(0, chosen.exit(), chosen.err());
        assertTrue(chosen.out().contains("a hint: learned from one collection"), chosen.out());
        Fovea empty = verify(none.toString(), cook);
        assertEquals(1, empty.exit());
        assertTrue(empty.err().contains("none.png: no face found"), empty.err());
    }

    @Test
    void pairsAreMeasuredOnceAndForAll() throws IOException {
        photograph("Abdullah_Gul", 13);
        Path pairs = Files.writeString(folder.resolve("pairs.txt"), """
            2\t1
            Abdullah_Gul\t13\t14
            Abdullah_Gul\t13\tAJ_Cook\t1
            Abdullah_Gul\t14\t16
            Abdullah_Gul\t16\tAJ_Lamas\t1
            """);
        Path card = folder.resolve("net.json");
        String[] words = {
            "evaluate",
            "--lfw",
            SharedData.find("data/lfw").toString(),
            "--pairs",
            pairs.toString(),
            "--detector",
            model("yunet_n_dynamic").toString(),
            "--model",
            model("mobilefacenet_foamliu").toString(),
            "--cache",
            folder.resolve("embeddings.bin").toString(),
            "--calibrate",
            card.toString(),
            "--fmr",
            "0.5",
            "-o",
            folder.resolve("page").toString()
        };
        Fovea first = Fovea.run(words);
        assertEquals(0, first.exit(), first.err());
        assertTrue(first.out().contains("4 of 5 photographs"), first.out());
        assertTrue(first.out().contains(", thresholds each from the other fold, 0."), first.out());
        assertTrue(first.out().contains("EER            0.00 %"), first.out());
        assertTrue(first.out().contains("What this does not tell"), first.out());
        assertTrue(first.err().contains(", 0 from before"), first.err());
        assertEquals(
                "pairs.txt, impostors across all its photographs",
                EmbeddingCards.read(card).calibration().data());
        Path page = folder.resolve("page");
        String html = Files.readString(page.resolve("evaluation.html"));
        assertTrue(html.contains("4 pairs of 5 photographs"), html);
        assertTrue(html.contains(Fingerprint.of(pairs)), html);
        String json = Files.readString(page.resolve("evaluation.json"));
        Fovea second = Fovea.run(words);
        assertEquals(first.out(), second.out());
        assertEquals(html, Files.readString(page.resolve("evaluation.html")));
        assertEquals(json, Files.readString(page.resolve("evaluation.json")));
        assertTrue(second.err().contains(", 5 from before"), second.err());
    }

    @Test
    void peopleAreEnrolledByPhotographsAndFoundAgain() throws IOException {
        Path gallery = folder.resolve("people");
        String gul = photograph("Abdullah_Gul", 13).toString();
        Picture one = PictureFile.read(photograph("Abdullah_Gul", 14));
        Picture two = PictureFile.read(photograph("AJ_Cook", 1));
        String both = folder.resolve("both.png").toString();
        PictureFile.writePng(Path.of(both), beside(one, two));
        String none = folder.resolve("none.png").toString();
        PictureFile.writePng(Path.of(none), new Picture(120, 90, 1, new float[120 * 90]));
        String tiny = folder.resolve("tiny.png").toString();
        PictureFile.writePng(Path.of(tiny), two.resize(60, 60));

        Fovea nobody = withModels("enrol", "Ada", none, "-g", gallery.toString());
        assertEquals(1, nobody.exit());
        assertTrue(nobody.err().contains("none.png: no face found"), nobody.err());
        assertTrue(Files.notExists(gallery));
        Fovea enrolled = withModels("enrol", "Gül", gul, both, "-g", gallery.toString());
        assertEquals(1, enrolled.exit());
        assertEquals("enrolled 1 of 2 pictures of Gül\n", enrolled.out());
        assertTrue(enrolled.err().contains("choose one by --face 1 to 2"), enrolled.err());
        Fovea poor = withModels("enrol", "Cook", tiny, "-g", gallery.toString());
        assertEquals(1, poor.exit());
        assertTrue(poor.err().contains("tiny.png: not enrolled, the face is tiny ("), poor.err());
        Fovea chosen = withModels("enrol", "Cook", both, "--face", "2", "-g", gallery.toString());
        assertEquals("enrolled 1 of 1 picture of Cook\n", chosen.out(), chosen.err());
        Fovea again = withModels("enrol", "Somebody", gul, "-g", gallery.toString());
        assertTrue(again.err().contains("the picture is enrolled already, as Gül"), again.err());

        Fovea found = withModels("identify", both, none, "--json", "-g", gallery.toString());
        assertEquals(1, found.exit());
        JsonNode answers = new ObjectMapper().readTree(found.out());
        assertEquals(2, answers.size(), found.out());
        assertEquals("Gül", answers.at("/0/candidates/0/person").asText());
        assertEquals("Cook", answers.at("/1/candidates/0/person").asText());
        assertTrue(answers.at("/0/probe").asText().endsWith("both.png#1"), found.out());
        assertTrue(answers.at("/0/candidates/0/log10LikelihoodRatio").asDouble() > 3, found.out());
        assertTrue(answers.at("/0/candidates/1/log10LikelihoodRatio").asDouble() < 0, found.out());
        Fovea shown = Fovea.run("gallery", "show", "-g", gallery.toString(), "--json");
        assertTrue(shown.out().contains("mobilefacenet_foamliu.onnx"), shown.out());
        Fovea strict = withModels("identify", tiny, "--strict", "-g", gallery.toString());
        assertEquals(1, strict.exit());
        assertTrue(strict.err().contains("the face is tiny ("), strict.err());
    }

    @Test
    void aServerKnowsThePeopleOfPhotographs() throws Exception {
        Path photograph = photograph("Abdullah_Gul", 13); // here, since in the server's thread nothing is skipped
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path galleries = folder.resolve("galleries");
        var served = new FutureTask<>(
                () -> withModels("serve", "--galleries", galleries.toString(), "--port", Integer.toString(port)));
        Thread thread = new Thread(served, "serve");
        thread.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String address = "http://127.0.0.1:" + port;
            for (int i = 0; i < 600 && !served.isDone() && !answers(client, address); i++) {
                Thread.sleep(100);
            }
            send(client, address + "/v1/collections", "application/json", "{\"name\": \"staff\"}".getBytes(US_ASCII));
            JsonNode enrolled = send(
                    client,
                    address + "/v1/collections/staff/people/G%C3%BCl/pictures",
                    "image/jpeg",
                    Files.readAllBytes(photograph));
            assertEquals("Gül", enrolled.path("person").asText(), enrolled.toString());
            JsonNode found = send(
                    client,
                    address + "/v1/collections/staff/identify",
                    "image/jpeg",
                    Files.readAllBytes(photograph("Abdullah_Gul", 14)));
            assertEquals("Gül", found.at("/faces/0/candidates/0/person").asText(), found.toString());
            assertTrue(found.at("/faces/0/candidates/0/score").asDouble() > 0.7, found.toString());
            assertExplained(client, address);
        } finally {
            thread.interrupt();
        }
        assertEquals(0, served.get(30, TimeUnit.SECONDS).exit());
        assertTrue(Gallery.exists(galleries.resolve("staff")));
    }

    private static void assertExplained(HttpClient client, String address) throws Exception {
        var form = new ByteArrayOutputStream();
        for (String name : List.of("a", "b")) {
            form.writeBytes(
                    ("--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n").getBytes(US_ASCII));
            form.writeBytes(Files.readAllBytes(photograph(name.equals("a") ? "Abdullah_Gul" : "AJ_Cook", 1)));
            form.writeBytes("\r\n".getBytes(US_ASCII));
        }
        form.writeBytes("--x--\r\n".getBytes(US_ASCII));
        JsonNode why = send(client, address + "/v1/explain", "multipart/form-data; boundary=x", form.toByteArray());
        assertEquals(
                why.at("/comparison/score").asDouble(),
                why.at("/explanation/similarity").asDouble(),
                1e-5,
                why.toString());
        assertEquals(49, why.at("/explanation/faces/0/map").size());
    }

    private static boolean answers(HttpClient client, String address) throws InterruptedException {
        try {
            HttpRequest ready = HttpRequest.newBuilder(URI.create(address + "/health/ready"))
                    .build();
            return client.send(ready, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static JsonNode send(HttpClient client, String address, String type, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return new ObjectMapper()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private static Fovea withModels(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 4);
        all[words.length] = "--detector";
        all[words.length + 1] = model("yunet_n_dynamic").toString();
        all[words.length + 2] = "--model";
        all[words.length + 3] = model("mobilefacenet_foamliu").toString();
        return Fovea.run(all);
    }

    private static Picture beside(Picture a, Picture b) {
        float[] data = new float[2 * a.data().length];
        int row = a.width() * 3;
        for (int y = 0; y < a.height(); y++) {
            System.arraycopy(a.data(), y * row, data, 2 * y * row, row);
            System.arraycopy(b.data(), y * row, data, (2 * y + 1) * row, row);
        }
        return new Picture(2 * a.width(), a.height(), 3, data);
    }
}
