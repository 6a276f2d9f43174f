package org.fovea.facerec.gallery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // what holds after closing is among what is tested
class GalleryTest {
    @TempDir
    private Path temporary;

    private Path folder() {
        return temporary.resolve("people");
    }

    private Gallery filled() throws IOException {
        Gallery gallery = Gallery.create(folder(), Made.MODEL);
        gallery.enrol(List.of(Made.picture("a1", "Ada"), Made.picture("b1", "Bo"), Made.picture("a2", "Ada")));
        gallery.enrol(Made.picture("c1", "Cy"));
        return gallery;
    }

    @Test
    void whatWasEnrolledIsThereWhenTheGalleryIsOpenedAgain() throws IOException {
        filled().close();
        try (Gallery gallery = Gallery.open(folder())) {
            assertEquals(Made.MODEL, gallery.model());
            assertEquals(List.of(new Person("Ada", 2), new Person("Bo", 1), new Person("Cy", 1)), gallery.people());
            List<Picture> pictures = gallery.pictures("Ada");
            assertEquals(List.of("a1", "a2"), pictures.stream().map(Picture::id).toList());
            Picture first = pictures.getFirst();
            assertArrayEquals(Made.embedding("Ada", "a1"), first.embedding());
            assertEquals(Made.picture("a1", "Ada").quality(), first.quality());
            assertEquals(Made.picture("a1", "Ada").enrolled(), first.enrolled());
        }
    }

    @Test
    void aProbeFindsItsPersonAndAVerificationSaysTheSame() throws IOException {
        try (Gallery gallery = filled()) {
            float[] probe = Made.embedding("Bo", "another");
            Identification answer = gallery.identify(probe, 2);
            assertEquals(2, answer.candidates().size());
            Candidate first = answer.candidates().getFirst();
            assertEquals("Bo", first.person());
            assertEquals("b1", first.picture());
            assertEquals(OptionalDouble.empty(), answer.threshold());
            assertEquals(Optional.empty(), answer.match(), "before calibration nobody is known");
            Verification same = gallery.verify("Bo", probe);
            assertEquals(first, same.candidate());
            assertEquals(Optional.empty(), same.accepted());
            assertTrue(gallery.verify("Ada", probe).candidate().score() < first.score());
            assertEquals(3, gallery.identify(probe, 10).candidates().size(), "one candidate a person");
        }
    }

    @Test
    void namesThatDifferInCompositionAloneAreOnePersons() throws IOException {
        try (Gallery gallery = Gallery.create(folder(), Made.MODEL)) {
            gallery.enrol(Made.picture("1", "Jos\u00e9"));
            gallery.enrol(Made.picture("2", "Jose\u0301"));
            assertEquals(List.of(new Person("Jos\u00e9", 2)), gallery.people());
            assertEquals(2, gallery.pictures("Jose\u0301").size());
            assertEquals(2, gallery.remove("Jose\u0301"));
            assertEquals(List.of(), gallery.people());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A\nda", "A\u001b[31mda", "A\u202eda", "A\ud800"})
    void namesThatCannotBeSeenAreRefused(String name) {
        var failure = assertThrows(IllegalArgumentException.class, () -> Made.picture("1", name));
        assertFalse(failure.getMessage().contains("\u001b"), failure.getMessage());
    }

    @Test
    void embeddingsWithoutDirectionOrOfAnotherLengthAreRefused() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> new Picture("1", "Ada", new float[24]));
        assertThrows(IllegalArgumentException.class, () -> new Picture("1", "Ada", new float[] {Float.NaN, 1}));
        try (Gallery gallery = filled()) {
            var failure = assertThrows(
                    IllegalArgumentException.class, () -> gallery.enrol(new Picture("1", "Ada", new float[] {1, 2})));
            assertTrue(failure.getMessage().contains("2 values"), failure.getMessage());
            assertThrows(IllegalArgumentException.class, () -> gallery.identify(new float[23], 1));
            assertThrows(IllegalArgumentException.class, () -> gallery.identify(new float[24], 1));
            assertEquals(4, gallery.pictures());
        }
    }

    @Test
    void duplicatesAreTold() throws IOException {
        try (Gallery gallery = filled()) {
            Enrolment again = gallery.enrol(Made.picture("a1", "Bo"));
            assertFalse(again.added());
            assertEquals(
                    Duplicate.Kind.SAME_PICTURE, again.duplicate().orElseThrow().kind());
            assertEquals("Ada", again.duplicate().orElseThrow().person());
            float[] nearly = Made.embedding("Cy", "c1");
            nearly[0] += 0.01f;
            Enrolment alike = gallery.enrol(new Picture("d1", "Di", nearly));
            assertTrue(alike.added());
            Duplicate likeness = alike.duplicate().orElseThrow();
            assertEquals(Duplicate.Kind.ANOTHER_PERSONS_LIKENESS, likeness.kind());
            assertEquals("Cy", likeness.person());
            assertTrue(likeness.score() > 0.999);
            assertEquals(
                    Optional.empty(),
                    gallery.enrol(new Picture("c2", "Cy", nearly))
                            .duplicate()
                            .filter(found -> found.person().equals("Cy")),
                    "a person's own pictures may be alike");
            List<Enrolment> twice = gallery.enrol(List.of(Made.picture("e1", "Ed"), Made.picture("e1", "Ed")));
            assertTrue(twice.getFirst().added());
            assertFalse(twice.getLast().added());
        }
    }

    @Test
    void ofARemovedPersonNoByteIsLeft() throws IOException {
        String name = "Persephone Quill";
        String id = "sha256:feedc0de";
        float[] embedding = Made.embedding(name, id);
        ByteBuffer big = ByteBuffer.allocate(12);
        ByteBuffer little = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 3; i++) {
            big.putFloat(embedding[i]);
            little.putFloat(embedding[i]);
        }
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] idText = id.getBytes(StandardCharsets.UTF_8);
        try (Gallery gallery = filled()) {
            gallery.enrol(Made.picture(id, name));
            byte[] before = Made.bytes(folder());
            assertTrue(Made.find(before, text) >= 0 && Made.find(before, idText) >= 0, "the name is to be found");
            assertTrue(Made.find(before, big.array()) >= 0, "the embedding is to be found");
            assertEquals(1, gallery.remove(name));
            for (int closed = 0; closed < 2; closed++) {
                byte[] after = Made.bytes(folder());
                assertEquals(-1, Made.find(after, text));
                assertEquals(-1, Made.find(after, idText));
                assertEquals(-1, Made.find(after, big.array()));
                assertEquals(-1, Made.find(after, little.array()));
                assertTrue(Made.find(after, "Ada".getBytes(StandardCharsets.UTF_8)) >= 0);
                gallery.close();
            }
        }
        try (Gallery gallery = Gallery.open(folder())) {
            assertEquals(4, gallery.pictures());
            assertThrows(IllegalArgumentException.class, () -> gallery.remove(name));
        }
    }

    @Test
    void aPictureIsRemovedAndWithTheLastOneThePerson() throws IOException {
        try (Gallery gallery = filled()) {
            gallery.removePicture("a1");
            assertEquals(
                    List.of("a2"),
                    gallery.pictures("Ada").stream().map(Picture::id).toList());
            gallery.removePicture("b1");
            assertEquals(List.of(new Person("Ada", 1), new Person("Cy", 1)), gallery.people());
            assertThrows(IllegalArgumentException.class, () -> gallery.removePicture("b1"));
            assertThrows(IllegalArgumentException.class, () -> gallery.remove(List.of("Ada", "Bo")));
            assertEquals(2, gallery.size(), "all or none");
        }
    }

    @Test
    void compactingMakesAFileSmallAndLosesNothing() throws IOException {
        try (Gallery gallery = Gallery.create(folder(), Made.MODEL)) {
            for (int i = 0; i < 60; i++) {
                gallery.enrol(Made.picture("p" + i, "Person " + i));
            }
            long before = Files.size(folder().resolve("gallery.mv"));
            List<Person> people = gallery.people();
            gallery.compact();
            assertTrue(Files.size(folder().resolve("gallery.mv")) < before / 2, before + " bytes before");
            assertEquals(people, gallery.people());
            assertEquals(
                    "Person 7",
                    gallery.identify(Made.embedding("Person 7", "x"), 1)
                            .candidates()
                            .getFirst()
                            .person());
        }
        assertEquals(List.of(), GalleryCheck.of(folder()).problems());
    }

    @Test
    void aGalleryOfAnotherModelIsRefusedByName() throws IOException {
        try (Gallery gallery = filled()) {
            gallery.require(new ModelIdentity("renamed", "sha256:0011", Made.LENGTH));
            var failure = assertThrows(
                    IllegalArgumentException.class,
                    () -> gallery.require(new ModelIdentity("other", "sha256:2233", Made.LENGTH)));
            assertTrue(
                    failure.getMessage().contains("made (sha256:0011")
                            && failure.getMessage().contains("other (sha256:2233"),
                    failure.getMessage());
        }
    }

    @Test
    void aFolderIsOpenOnceInAProgram() throws IOException {
        try (Gallery gallery = filled()) {
            var failure = assertThrows(IOException.class, () -> Gallery.open(folder()));
            assertTrue(failure.getMessage().contains("open in this program already"), failure.getMessage());
            assertThrows(IOException.class, () -> Gallery.read(folder()));
            gallery.close();
            gallery.close();
            try (Gallery again = Gallery.read(folder())) {
                assertEquals(4, again.pictures());
                assertThrows(IllegalStateException.class, () -> again.remove("Ada"));
                assertThrows(IllegalStateException.class, () -> again.enrol(Made.picture("z", "Zoe")));
            }
            assertThrows(IllegalStateException.class, () -> gallery.pictures("Ada"));
        }
    }

    @Test
    void whatIsNoGalleryIsSaidToBeNone() throws IOException {
        assertTrue(assertThrows(IOException.class, () -> Gallery.open(folder()))
                .getMessage()
                .contains("is no gallery"));
        Files.createDirectory(folder());
        Files.writeString(folder().resolve("letter.txt"), "Dear Ada");
        assertTrue(assertThrows(IOException.class, () -> Gallery.create(folder(), Made.MODEL))
                .getMessage()
                .contains("letter.txt"));
        Files.writeString(folder().resolve("gallery.mv"), "Dear Ada");
        assertThrows(IOException.class, () -> Gallery.open(folder()));
        assertEquals(1, GalleryCheck.of(folder()).problems().size());
    }

    @Test
    void aDamagedByteOfAnEmbeddingIsFound() throws IOException {
        filled().close();
        Path file = folder().resolve("gallery.mv");
        byte[] bytes = Files.readAllBytes(file);
        float[] embedding = Made.embedding("Bo", "b1");
        byte[] part = ByteBuffer.allocate(8)
                .putFloat(embedding[0])
                .putFloat(embedding[1])
                .array();
        int damaged = 0;
        for (int at = Made.find(bytes, part); at >= 0; ) {
            bytes[at + 3] ^= 1;
            damaged++;
            int next = Made.find(Arrays.copyOfRange(bytes, at + 1, bytes.length), part);
            at = next < 0 ? -1 : at + 1 + next;
        }
        assertTrue(damaged > 0);
        Files.write(file, bytes);
        GalleryCheck check = GalleryCheck.of(folder());
        assertEquals(3, check.pictures());
        assertEquals(1, check.problems().size());
        assertTrue(
                check.problems().getFirst().contains("picture b1 is damaged"),
                check.problems().getFirst());
        assertThrows(IOException.class, () -> Gallery.open(folder()));
        assertTrue(Gallery.exists(folder()));
    }

    @Test
    void aThresholdIsKeptAndDecides() throws IOException {
        try (Gallery gallery = Gallery.create(folder(), Made.MODEL)) {
            gallery.addAll(sink -> {
                for (int i = 0; i < 120; i++) {
                    sink.accept(Made.picture("p" + i, "Person " + i));
                    sink.accept(Made.picture("q" + i, "Person " + i));
                }
            });
            Calibration made = gallery.calibrate(0.001, 1);
            assertEquals(120 * 119, made.comparisons(), "two pictures each against those that follow");
            assertTrue(made.fmr().value() <= 0.001);
            assertThrows(IllegalArgumentException.class, () -> gallery.calibrate(1e-5, 1));
        }
        try (Gallery gallery = Gallery.read(folder())) {
            Calibration kept = gallery.calibration().orElseThrow();
            assertEquals(120, kept.enrolled());
            Identification known = gallery.identify(Made.embedding("Person 5", "new"), 3);
            assertEquals("Person 5", known.match().orElseThrow().person());
            assertEquals(kept.lowestFmr(), known.candidates().getFirst().fmr().getAsDouble());
            assertTrue(known.candidates().getLast().fmr().getAsDouble() > 0.001);
            int taken = 0;
            for (int i = 0; i < 100; i++) {
                taken += gallery.identify(Made.embedding("Stranger " + i, "x"), 1)
                                .match()
                                .isPresent()
                        ? 1
                        : 0;
            }
            double expected = 1 - Math.pow(1 - 0.001, 120);
            assertEquals(expected, taken / 100.0, 0.12, "the share of strangers taken for someone");
            Calibration.FalsePositives told = kept.falsePositives();
            assertTrue(told.rate().interval().low() <= expected
                    && expected <= told.rate().interval().high() + 0.05);
            assertEquals(
                    Optional.of(true),
                    gallery.verify("Person 5", Made.embedding("Person 5", "n")).accepted());
            assertEquals(
                    Optional.of(false),
                    gallery.verify("Person 6", Made.embedding("Person 5", "n")).accepted());
        }
    }

    @Test
    void aThresholdIsSetByOtherPeopleToo() throws IOException {
        try (Gallery gallery = filled()) {
            float[][] others = new float[200][];
            String[] names = new String[200];
            for (int i = 0; i < others.length; i++) {
                names[i] = "Other " + i / 2;
                others[i] = Made.embedding(names[i], "o" + i);
            }
            Calibration made = gallery.calibrate(0.01, 3, others, List.of(names), "the others");
            assertEquals(100, made.people());
            assertEquals(100 * 99, made.comparisons());
            assertEquals(100, made.falsePositives().probes());
            assertEquals(made, gallery.calibration().orElseThrow());
        }
    }
}
