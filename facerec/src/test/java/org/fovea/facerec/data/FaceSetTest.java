package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceSetTest {
    @TempDir
    Path folder;

    /// A picture of one value.
    private static Picture plain(int width, int height, float value) {
        float[] values = new float[width * height];
        Arrays.fill(values, value);
        return new Picture(width, height, 1, values);
    }

    private Path picture(String path, float value) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        PictureFile.writePng(file, plain(4, 3, value));
        return file;
    }

    private FaceSet read() throws IOException {
        return FaceSet.read(folder, FaceOptions.grey());
    }

    private String failure(Path from) {
        return assertThrows(IOException.class, () -> FaceSet.read(from, FaceOptions.grey()))
                .getMessage();
    }

    /// A set of `people` with `each` pictures; every picture has a value of its own.
    private static FaceSet made(int people, int each) {
        List<Picture> pictures = IntStream.range(0, people * each)
                .mapToObj(i -> plain(2, 2, i / 1000f))
                .toList();
        int[] labels = IntStream.range(0, people * each).map(i -> i / each).toArray();
        List<String> names = IntStream.range(0, people).mapToObj(i -> "p" + i).toList();
        return FaceSet.of(pictures, labels, names);
    }

    private static Set<Float> values(FaceSet set) {
        Set<Float> values = new TreeSet<>();
        set.pictures().forEach(picture -> values.add(picture.data()[0]));
        return values;
    }

    @Test
    void peopleAndPicturesStandInNaturalOrder() throws IOException {
        for (String path : new String[] {"s10/1.png", "s2/10.png", "s2/2.png", "s1/1.png"}) {
            picture(path, 0.2f);
        }
        FaceSet set = read();
        assertEquals(List.of("s1", "s2", "s10"), set.names());
        assertArrayEquals(new int[] {0, 1, 1, 2}, set.labels());
        assertEquals(Path.of("s2", "2.png").toString(), set.source(1));
        assertEquals(Path.of("s2", "10.png").toString(), set.source(2));
        assertArrayEquals(new int[] {1, 2, 1}, set.counts());
        assertEquals("4 pictures of 3 people, 4×3 grey", set.toString());
        assertTrue(set.problems().isEmpty());
    }

    @Test
    void strayAndCorruptFilesArePassedOverAndListed() throws IOException {
        picture("a/1.png", 0.1f);
        picture("a/2.png", 0.2f);
        picture("b/1.png", 0.3f);
        picture("outside.png", 0.3f);
        Path readme = Files.writeString(folder.resolve("README"), "about these faces");
        Path list = Files.writeString(folder.resolve("a/list.txt"), "1 2 3");
        Path empty = Files.createFile(folder.resolve("b/2.png"));
        Path corrupt = picture("b/3.png", 0.5f);
        byte[] bytes = Files.readAllBytes(corrupt);
        Files.write(corrupt, Arrays.copyOf(bytes, 40));
        Path nobody = Files.createDirectory(folder.resolve("c"));
        Files.createDirectory(folder.resolve("b/deeper"));
        Files.writeString(folder.resolve(".DS_Store"), "hidden");
        FaceSet set = read();
        assertEquals(3, set.size());
        assertEquals(List.of("a", "b"), set.names());
        var kinds = new TreeMap<Path, Problem.Kind>();
        set.problems().forEach(problem -> kinds.put(problem.path(), problem.kind()));
        assertEquals(
                Map.of(
                        readme,
                        Problem.Kind.STRAY,
                        list,
                        Problem.Kind.STRAY,
                        folder.resolve("outside.png"),
                        Problem.Kind.STRAY,
                        folder.resolve("b/deeper"),
                        Problem.Kind.STRAY,
                        empty,
                        Problem.Kind.UNREADABLE,
                        corrupt,
                        Problem.Kind.UNREADABLE,
                        nobody,
                        Problem.Kind.TOO_FEW),
                kinds);
    }

    @Test
    void yaleNamesAreReadFromOneFolder() throws IOException {
        for (String name :
                new String[] {"subject02.happy", "subject01.sad", "subject01.glasses.gif", "subject10.wink"}) {
            picture(name, 0.4f);
        }
        Files.writeString(folder.resolve("Readme.txt"), "Yale");
        FaceSet set = read();
        assertEquals(List.of("subject01", "subject02", "subject10"), set.names());
        assertArrayEquals(new int[] {2, 1, 1}, set.counts());
        assertEquals(1, set.problems().size());
        assertTrue(set.problems().getFirst().toString().contains("Readme.txt"));
    }

    @Test
    void foldersThatHoldNoSetAreExplained() throws IOException {
        Path missing = folder.resolve("missing");
        assertEquals(missing + ": no such folder", failure(missing));
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(file + ": a folder of people's folders expected, found a file", failure(file));
        Files.delete(file);
        assertTrue(failure(folder).startsWith(folder + ": no person found; expected a folder for each person"));
        Files.writeString(folder.resolve("notes"), "?");
        assertTrue(failure(folder).endsWith("(passed over: " + folder.resolve("notes") + ": not a person's folder)"));
        picture("only/1.png", 0);
        assertTrue(failure(folder).startsWith(folder + ": only one person, \"only\";"), failure(folder));
        assertTrue(failure(folder).contains("at least two people"), failure(folder));
    }

    @Test
    void peopleWithTooFewPicturesAreLeftOutWhenAsked() throws IOException {
        picture("a/1.png", 0);
        for (String path : new String[] {"b/1.png", "b/2.png", "c/1.png", "c/2.png", "d/1.png", "d/2.png"}) {
            picture(path, 0);
        }
        Files.writeString(folder.resolve("d/2.png"), "no longer a picture");
        FaceSet set = FaceSet.read(folder, FaceOptions.grey().withMinimumPictures(2));
        assertEquals(List.of("b", "c"), set.names());
        assertArrayEquals(new int[] {0, 0, 1, 1}, set.labels());
        List<String> said = set.problems().stream().map(Problem::message).toList();
        assertEquals(new LeftOut(2, 2, 3), set.leftOut());
        assertEquals(
                "left out: 2 people with fewer than 2 pictures (3 pictures)",
                set.leftOut().toString());
        assertEquals(0, read().leftOut().people());
        assertTrue(said.contains("1 readable pictures of \"d\"; left out"), said.toString());
    }

    @Test
    void nothingPrintsAnArraysAddress() {
        FaceSet set = made(2, 2);
        for (Object value : new Object[] {
            set,
            set.picture(0),
            set.split(1, new Xoshiro256(1)),
            set.leftOut(),
            FaceOptions.grey(),
            new Problem(folder, Problem.Kind.STRAY, "stray")
        }) {
            assertTrue(!value.toString().contains("[F@") && !value.toString().contains("[I@"), value.toString());
        }
    }

    @Test
    void differentSizesNeedASize() throws IOException {
        picture("a/1.png", 0.2f);
        Files.createDirectories(folder.resolve("b"));
        PictureFile.writePng(folder.resolve("b/1.png"), plain(6, 6, 0.5f));
        assertTrue(failure(folder).contains("has 4×3 pixels, " + Path.of("b", "1.png") + " 6×6"), failure(folder));
        FaceSet set = FaceSet.read(folder, FaceOptions.colour().withSize(3, 2));
        assertEquals(Shape.of(2, 3, 3), set.shape());
        assertEquals(0.5f, set.picture(1).data()[0], 0.002f);
    }

    @Test
    void aCropOutsideSomePicturesLeavesThemOut() throws IOException {
        picture("a/1.png", 0.2f);
        picture("b/1.png", 0.2f);
        Path small = picture("b/2.png", 0.5f);
        PictureFile.writePng(small, plain(2, 2, 0.5f));
        FaceSet set = FaceSet.read(folder, FaceOptions.grey().withCrop(new Crop.Rectangle(1, 0, 3, 3)));
        assertEquals(2, set.size());
        assertEquals(small, set.problems().getFirst().path());
        assertTrue(set.problems().getFirst().message().contains("not inside a picture of 2×2"));
    }

    @Test
    void splitsPartEveryPersonWithoutOverlap() {
        FaceSet set = made(7, 10);
        FaceSet.Split split = set.split(6, new Xoshiro256(1));
        assertEquals(42, split.training().size());
        assertEquals(28, split.test().size());
        for (int person = 0; person < 7; person++) {
            assertEquals(6, split.training().counts()[person]);
            assertEquals(4, split.test().counts()[person]);
        }
        Set<Float> both = new HashSet<>(values(split.training()));
        both.retainAll(values(split.test()));
        assertTrue(both.isEmpty(), "no picture in both parts");
        assertEquals(set.names(), split.test().names());
        for (int i = 0; i < split.test().size(); i++) {
            int original = Math.round(split.test().picture(i).data()[0] * 1000);
            assertEquals(original / 10, split.test().label(i), "labels stay with their pictures");
        }
    }

    @Test
    void splitsFollowTheSeed() {
        FaceSet set = made(20, 10);
        assertEquals(
                values(set.split(5, new Xoshiro256(4)).training()),
                values(set.split(5, new Xoshiro256(4)).training()));
        assertNotEquals(
                values(set.split(5, new Xoshiro256(4)).training()),
                values(set.split(5, new Xoshiro256(5)).training()));
    }

    @Test
    void everyPictureIsDrawnEquallyOften() {
        FaceSet set = made(1, 5);
        int[] drawn = new int[5];
        var random = new Xoshiro256(9);
        for (int trial = 0; trial < 2000; trial++) {
            set.split(2, random).training().pictures().forEach(p -> drawn[Math.round(p.data()[0] * 1000)]++);
        }
        for (int count : drawn) {
            assertEquals(800, count, 120, "2 of 5 over 2000 trials: " + Arrays.toString(drawn));
        }
    }

    @Test
    void trainingCanBeSplitAgainForValidation() {
        FaceSet.Split split = made(3, 10).split(6, new Xoshiro256(1));
        FaceSet.Split inner = split.training().split(4, new Xoshiro256(2));
        Set<Float> all = new HashSet<>(values(inner.training()));
        all.addAll(values(inner.test()));
        assertEquals(values(split.training()), all);
        assertEquals(6, inner.test().size());
    }

    @Test
    void splitsThatLeaveNothingToTestNameThePerson() {
        List<Picture> pictures = List.of(plain(1, 1, 0), plain(1, 1, 0), plain(1, 1, 0), plain(1, 1, 0));
        FaceSet set = FaceSet.of(pictures, new int[] {0, 0, 0, 1}, List.of("ann", "bob"));
        var e = assertThrows(IllegalArgumentException.class, () -> set.split(1, new Xoshiro256(1)));
        assertEquals(
                "\"bob\" has 1 pictures; 1 for training and at least 1 for testing need 2 (true of 1 of 2 people)",
                e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> set.split(0, new Xoshiro256(1)));
        assertThrows(IllegalArgumentException.class, () -> set.split(Integer.MAX_VALUE, new Xoshiro256(1)));
    }

    @Test
    void onlySomePeopleAreNumberedAnew() {
        FaceSet set = made(4, 2).only(3, 1);
        assertEquals(List.of("p3", "p1"), set.names());
        assertArrayEquals(new int[] {0, 0, 1, 1}, set.labels());
        assertEquals(0.006f, set.picture(0).data()[0]);
        assertThrows(IllegalArgumentException.class, () -> made(4, 2).only(1, 1));
        assertThrows(IllegalArgumentException.class, () -> made(4, 2).only(4));
    }

    @Test
    void batchesHoldPicturesChannelsLastAndStandardised() {
        Picture a = new Picture(2, 1, 3, new float[] {0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f});
        Picture b = new Picture(2, 1, 3, new float[] {1, 0.9f, 0.8f, 0.7f, 0.6f, 0.5f});
        FaceSet set = FaceSet.of(List.of(a, b), new int[] {0, 1}, List.of("a", "b"));
        Tensor batch = set.batch(Standardisation.SIGNED, 1, 0, 1);
        assertEquals(Shape.of(3, 1, 2, 3), batch.shape());
        assertEquals(1, batch.get(0, 0, 0, 0));
        assertEquals(-0.4f, batch.get(1, 0, 1, 0), 1e-6f);
        assertEquals(0.2f, batch.get(2, 0, 1, 1), 1e-6f);
        assertEquals(0, a.data()[0], "the picture itself is not standardised");
        assertEquals(Shape.of(2, 1, 2, 3), set.batch(Standardisation.NONE).shape());
    }

    @Test
    void perPictureStandardisationTakesOutBrightnessAndContrast() {
        float[] values = {9, 0.2f, 0.4f, 0.6f, 0.8f, 9};
        float[] darker = {9, 0.1f, 0.2f, 0.3f, 0.4f, 9};
        // The deviation of 0.2 … 0.8 is √0.05, below the floor of 1/√4, so the floor divides.
        Standardisation.PER_PICTURE.apply(values, 1, 4);
        assertArrayEquals(new float[] {9, -0.6f, -0.2f, 0.2f, 0.6f, 9}, values, 1e-6f);
        float[] many = new float[400];
        float[] half = new float[400];
        for (int i = 0; i < 400; i++) {
            many[i] = (i * 37 % 100) / 100f;
            half[i] = 0.1f + many[i] / 2;
        }
        Standardisation.PER_PICTURE.apply(many, 0, 400);
        Standardisation.PER_PICTURE.apply(half, 0, 400);
        assertArrayEquals(many, half, 1e-5f);
        double squares = 0;
        for (float value : many) {
            squares += value * value;
        }
        assertEquals(1, squares / 400, 1e-5);
        Standardisation.PER_PICTURE.apply(darker, 5, 1);
        assertEquals(0, darker[5], "a blank picture becomes 0, not NaN");
    }

    @Test
    void setsThatDoNotFitTogetherAreRefused() {
        Picture one = plain(1, 1, 0);
        List<String> names = List.of("a", "b");
        assertThrows(IllegalArgumentException.class, () -> FaceSet.of(List.of(), new int[0], names));
        assertThrows(IllegalArgumentException.class, () -> FaceSet.of(List.of(one), new int[] {0, 1}, names));
        assertThrows(IllegalArgumentException.class, () -> FaceSet.of(List.of(one), new int[] {2}, names));
        assertThrows(IllegalArgumentException.class, () -> FaceSet.of(List.of(one), new int[] {0}, List.of("a", "a")));
        assertThrows(
                IllegalArgumentException.class,
                () -> FaceSet.of(List.of(one, plain(2, 1, 0)), new int[] {0, 1}, names));
    }

    @Test
    void naturalOrderIsTotal() {
        List<String> ordered = List.of("S1", "s1", "s01", "s2", "s10", "s10a", "s10b", "s99999999999999999999", "t");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(2));
        shuffled.sort(NaturalOrder.COMPARATOR);
        List<String> again = new ArrayList<>(ordered);
        again.sort(NaturalOrder.COMPARATOR);
        assertEquals(again, shuffled);
        assertEquals(List.of("s2", "s10", "s10a", "s10b", "s99999999999999999999", "t"), again.subList(3, 9));
    }
}
