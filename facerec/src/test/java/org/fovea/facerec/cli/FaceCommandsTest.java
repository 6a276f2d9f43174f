package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.Box;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;
import org.fovea.facerec.embedding.Calibration;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.evaluation.LikelihoodRatio;
import org.fovea.facerec.report.FacePicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `fovea detect`, `verify`, `embed`, `enrol`, `identify` and `evaluate --lfw` refuse, and what they say of faces;
/// with models they run in the tests on real photographs.
class FaceCommandsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | detect                                           | Missing required parameter: 'PHOTO'",
                "2 | detect a.jpg                                     | --detector is missing: YuNet's ONNX file",
                "2 | detect a.jpg --detector y.onnx --score 0         | --score: a score of 0.0 (above 0, at most 1)",
                "2 | detect a.jpg --detector y.onnx --max-side 8      | --max-side: at most 1000 faces (1 or more) in"
                        + " 8 pixels",
                "2 | detect a.jpg b.jpg --detector y.onnx -o x.png    | is one picture, but there are 2 photographs",
                "2 | detect a.jpg x/a.png --detector y.onnx -o DIR    | would be drawn to a.png",
                "2 | detect DIR/a.png --detector y.onnx -o DIR        | -o would write over the photograph",
                "1 | detect a.jpg --detector DIR/missing.onnx         | missing.onnx: there is no such file",
                "1 | detect a.jpg --detector DIR                      | a model file expected, found a folder",
                "2 | verify a.jpg                                     | Missing required parameter: 'B'",
                "2 | verify a.jpg b.jpg --detector y.onnx             | --model is missing: the ONNX file",
                "2 | verify a.jpg b.jpg --face-a 0                    | --face-a must be at least 1, found 0",
                "2 | verify a.jpg b.jpg --threshold 1.5               | --threshold must be from -1 to 1, found 1.5",
                "1 | verify a b --detector y --model DIR/none.onnx    | none.onnx: there is no such file",
                "1 | verify a b --detector y --model DIR/junk.onnx    | junk.onnx: byte ",
                "1 | verify a b --detector y --model DIR/junk.onnx --card DIR/bad.json | bad.json: not JSON at line 1",
                "2 | enrol Ada a.jpg -g DIR/g --detector y.onnx       | --model is missing: the ONNX file",
                "2 | enrol Ada a.npy -g DIR/g --face 0                | --face must be at least 1, found 0",
                "2 | identify a.jpg -g DIR/g                          | --detector is missing",
                "2 | serve --detector y.onnx                          | --galleries is missing",
                "2 | serve --galleries DIR/g --model n.onnx           | --detector is missing",
                "2 | serve --galleries DIR/g --host 0.0.0.0           | 0.0.0.0, which others can reach, takes keys",
                "2 | serve --galleries DIR/g --port 99999             | port 99999 (0 to 65535)",
                "1 | serve --galleries DIR/g --keys DIR/bad.json      | bad.json, line 1: read or write, a name",
                "1 | serve --galleries DIR/g --keystore DIR/bad.json  | bad.json: no PKCS #12 keystore",
                "2 | embed a.jpg                                      | Missing required option: '--output=DIR'",
                "2 | embed a.jpg -o DIR/o                             | --detector is missing",
                "2 | embed a.jpg -o DIR/o --detector y.onnx           | --model is missing: the ONNX file",
                "2 | embed a.jpg -o DIR/o --part-size 0               | --part-size must be at least 1, found 0",
                "2 | embed a.jpg -o DIR/o --faces some                | expected one of [ALL, MAIN]",
                "1 | embed a -o DIR/o --detector y --model DIR/none.onnx | none.onnx: there is no such file",
                "2 | experiment DIR -o DIR/x --model n.onnx --epochs 3 --detector y | does not go with --epochs",
                "2 | experiment DIR -o DIR/x --model n.onnx --members 10 --detector y | 3 to 9 to an ensemble, found"
                        + " 10",
                "2 | experiment DIR -o DIR/x --model n.onnx --train-per-person 1 --detector y | at least 2 gallery",
                "2 | experiment DIR -o DIR/x --model n.onnx --people 1 | --people must be at least 2",
                "2 | experiment DIR -o DIR/x --model n.onnx            | --detector is missing",
                "1 | experiment DIR -o DIR/x --model DIR/junk.onnx --detector y | 0 people with at least 10"
                        + " photographs",
                "2 | evaluate                                         | missing: MODEL and DATA, or --lfw and --pairs",
                "2 | evaluate m.safetensors                           | missing: DATA",
                "2 | evaluate --lfw DIR                               | --lfw needs --pairs",
                "2 | evaluate --lfw DIR --pairs p.txt                 | --detector is missing",
                "2 | evaluate m.safetensors --lfw DIR --pairs p.txt   | --lfw measures pairs: it goes with neither"
                        + " MODEL",
                "2 | evaluate m.safetensors DIR -o DIR/x              | -o writes the page of a list of pairs: it goes"
                        + " with --lfw",
                "1 | evaluate --lfw DIR --pairs DIR/pairs.txt --detector y -o DIR/bad.json | bad.json",
                "1 | evaluate --lfw DIR --pairs DIR/bad.json --detector y  | bad.json: line 1: a number from 1 on"
                        + " expected",
                "1 | evaluate --lfw DIR --pairs DIR/pairs.txt --detector y | 12 of the list's 12 photographs are not"
                        + " there",
            })
    void isRefused(int exit, String line, String message) throws IOException {
        Files.write(folder.resolve("junk.onnx"), new byte[] {1, 2, 3});
        Files.writeString(folder.resolve("bad.json"), "{,}");
        Files.writeString(folder.resolve("a.png"), "");
        StringBuilder pairs = new StringBuilder("10\n");
        for (int i = 1; i <= 10; i++) {
            pairs.append("Ann ").append(i).append(" 11\n");
        }
        for (int i = 1; i <= 10; i++) {
            pairs.append("Ann ").append(i).append(" Bob 1\n");
        }
        Files.writeString(folder.resolve("pairs.txt"), pairs);
        Object[] words = line.replace("DIR", folder.toString()).split(" ");
        Run run = Run.of(words);
        assertEquals(exit, run.exit(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("fovea: "), run.err());
        assertTrue(run.err().contains(message), run.err());
    }

    @Test
    void aModelWithoutACardIsToldHowToGetOne() throws IOException {
        Path model = folder.resolve("net.onnx");
        OnnxExport.of(Network.builder("net", Shape.of(4))
                        .dense("out", 2)
                        .build()
                        .initialize(new Xoshiro256(1)))
                .write(model);
        Run run = Run.of("verify", "a", "b", "--detector", "y", "--model", model);
        assertEquals(1, run.exit(), run.err());
        assertTrue(
                run.err().contains("net.onnx: nothing says what this model reads; write " + folder.resolve("net.json")),
                run.err());
    }

    private static DetectedFace face(double left, double side) {
        return new DetectedFace(
                new Box(left, 10, side, side), Landmarks.of(Collections.nCopies(5, new Point(left, 10))), 0.9);
    }

    @Test
    void aFaceIsChosenOnlyWhereItIsClearWhich() throws IOException {
        DetectedFace small = face(0, 10);
        DetectedFace large = face(20, 15);
        DetectedFace alike = face(40, 14);
        assertEquals(1, ChosenFace.of(List.of(small), 0, "a", "--face-a").number());
        ChosenFace chosen = ChosenFace.of(List.of(small, large), 0, "a", "--face-a");
        assertEquals(2, chosen.number());
        assertEquals("a: 2 faces; compared is number 2 from the left, 15×15 pixels", chosen.remark("a"));
        assertEquals(
                small, ChosenFace.of(List.of(small, large), 1, "a", "--face-a").face());
        assertEquals(
                "a: no face found",
                assertThrows(IOException.class, () -> ChosenFace.of(List.of(), 0, "a", "--face-a"))
                        .getMessage());
        var none =
                assertThrows(IOException.class, () -> ChosenFace.of(List.of(small, large, alike), 0, "a", "--face-a"));
        assertTrue(none.getMessage().contains("there are 3 faces and none is clearly the largest"), none.getMessage());
        var few = assertThrows(IOException.class, () -> ChosenFace.of(List.of(small), 2, "a", "--face-a"));
        assertTrue(few.getMessage().contains("--face-a 2, but there is 1 face"), few.getMessage());
    }

    @Test
    void likelihoodRatiosAreBoundedByWhatWasMeasured() {
        LikelihoodRatio ratio = LikelihoodRatio.of(new double[] {0, 0.5}, new double[] {-2, 3});
        Calibration calibration = new Calibration("made", 0.3, 0.001, 0.02, ratio);
        Verification same = Verification.of(0.6, null, calibration, List.of());
        assertEquals(true, same.same());
        assertEquals("at least 1000", same.likelihoodRatio());
        assertTrue(same.text().contains("0.3000, for a false match rate of 0.001"), same.text());
        Verification other = Verification.of(-0.2, null, calibration, List.of());
        assertEquals(false, other.same());
        assertEquals("at most 0.010", other.likelihoodRatio());
        Verification between = Verification.of(0.25, 0.2, calibration, List.of());
        assertEquals(true, between.same());
        assertEquals("3.2", between.likelihoodRatio());
        assertTrue(between.text().contains("0.2000, as given"), between.text());
        Verification unknown = Verification.of(0.9, null, null, List.of());
        assertTrue(unknown.text().contains("none: no threshold is known"), unknown.text());
    }

    @Test
    void numbersHaveTwoDigitsThatCount() {
        assertEquals("0.0012", Verification.twoDigits(0.001234));
        assertEquals("0.10", Verification.twoDigits(0.0999));
        assertEquals("5.4", Verification.twoDigits(5.35001));
        assertEquals("12000", Verification.twoDigits(12345));
    }

    @Test
    void facesAreDrawnWhereTheyAreEvenBeyondTheEdge() {
        Picture drawn = FacePicture.of(new Picture(40, 40, 1, new float[1600]), List.of(face(-5, 30)));
        assertEquals(0.9f, drawn.data()[(10 * 40 + 12) * 3 + 1]); // the upper edge, green
        assertEquals(0, drawn.data()[(25 * 40 + 10) * 3 + 1]);
    }
}
