package org.fovea.facerec.gallery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortableGalleryTest {
    @TempDir
    private Path temporary;

    private Path file;
    private Path copy;

    @BeforeEach
    void write() throws IOException {
        file = temporary.resolve("people.jsonl");
        copy = temporary.resolve("copy");
        try (Gallery gallery = Gallery.create(temporary.resolve("people"), Made.MODEL)) {
            for (int i = 0; i < 40; i++) {
                gallery.enrol(Made.picture("p" + i, "P\u00e9r " + i / 2));
            }
            gallery.calibrate(0.02, 1);
            PortableGallery.write(gallery, file);
        }
    }

    @Test
    void aGalleryComesBackAsItWas() throws IOException {
        try (Gallery was = Gallery.open(temporary.resolve("people"));
                Gallery is = PortableGallery.read(file, copy)) {
            assertEquals(was.people(), is.people());
            assertEquals(was.model(), is.model());
            assertEquals(was.calibration(), is.calibration());
            for (Person person : was.people()) {
                List<Picture> expected = was.pictures(person.name());
                List<Picture> found = is.pictures(person.name());
                for (int i = 0; i < expected.size(); i++) {
                    assertArrayEquals(expected.get(i).embedding(), found.get(i).embedding());
                    assertEquals(expected.get(i).enrolled(), found.get(i).enrolled());
                    assertEquals(expected.get(i).quality(), found.get(i).quality());
                }
            }
        }
    }

    @Test
    void whatIsThereAlreadyIsPassedOver() throws IOException {
        try (Gallery gallery = Gallery.create(copy, Made.MODEL)) {
            gallery.enrol(Made.picture("p3", "Zoe"));
            assertEquals(39, PortableGallery.add(file, gallery));
            assertEquals(1, gallery.pictures("Zoe").size());
            assertEquals(0, PortableGallery.add(file, gallery));
        }
        try (Gallery other =
                Gallery.create(temporary.resolve("other"), new ModelIdentity("other", "sha256:9", Made.LENGTH))) {
            assertThrows(IllegalArgumentException.class, () -> PortableGallery.add(file, other));
        }
    }

    @Test
    void aFileThatIsNotWholeAddsNothing() throws IOException {
        List<String> lines = Files.readAllLines(file);
        refused(lines.subList(0, lines.size() - 1), "line 42: the file ends before its last line");
        refused(lines.subList(0, 1), "line 2: the file ends");
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(7);
        refused(fewer, "39 pictures found, 40 announced, 40 at the end");
        refused(changed(lines, 5, "\"person\":\"", "\"person\":\"\\u001b"), "line 6: the name");
        refused(changed(lines, 5, "\"embedding\":\"", "\"embedding\":\"AAAA"), "line 6: an embedding of 99 bytes");
        refused(changed(lines, 5, "\"enrolled\":\"", "\"enrolled\":\"x"), "line 6: ");
        refused(changed(lines, 5, "\"person\":", "\"nobody\":"), "line 6: ");
        refused(changed(lines, 0, "fovea gallery 1", "fovea gallery 9"), "expected");
        refused(List.of("{}"), "line 1");
        refused(List.of(), "");
    }

    private static List<String> changed(List<String> lines, int line, String from, String to) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(line, lines.get(line).replace(from, to));
        return changed;
    }

    private void refused(List<String> lines, String said) throws IOException {
        Path broken = temporary.resolve("broken.jsonl");
        Files.write(broken, lines);
        var failure = assertThrows(IOException.class, () -> PortableGallery.read(broken, copy));
        assertTrue(failure.getMessage().contains(said), failure.getMessage());
        assertFalse(Gallery.exists(copy));
        try (Gallery gallery = Gallery.open(temporary.resolve("people"))) {
            gallery.removePicture("p9");
            assertThrows(IOException.class, () -> PortableGallery.add(broken, gallery));
            assertEquals(39, gallery.pictures());
            gallery.enrol(Made.picture("p9", "P\u00e9r 4"));
        }
    }
}
