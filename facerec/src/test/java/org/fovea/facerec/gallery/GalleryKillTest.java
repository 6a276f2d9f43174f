package org.fovea.facerec.gallery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What was confirmed holds, at whatever moment its process is killed (`kill -9`) or the disk is full.
@EnabledOnOs({OS.LINUX, OS.MAC})
class GalleryKillTest {
    /// Lines that a process prints before the kill, at most; then so many milliseconds pass, at most, to hit any
    /// moment.
    private static final int MOST_LINES = 40;

    private static final int LONGEST_MILLIS = 15;

    @TempDir
    private Path temporary;

    @Test
    void nothingConfirmedIsLostAndNothingRemovedComesBack() throws Exception {
        kill(3, 1);
    }

    /// Two hundred by `-Dfovea.kills=200`, which takes minutes.
    @Tag("slow")
    @Test
    void norInManyKills() throws Exception {
        kill(Integer.getInteger("fovea.kills", 30), 2);
    }

    private void kill(int kills, long seed) throws Exception {
        Path folder = temporary.resolve("people");
        Gallery.create(folder, Made.MODEL).close();
        var random = new Xoshiro256(seed);
        Map<String, String> expected = new TreeMap<>();
        int next = 0;
        int changes = 0;
        for (int i = 0; i < kills; i++) {
            List<String> lines = killed(folder, random, next);
            assertEquals("open", lines.isEmpty() ? "" : lines.getFirst(), "kill " + i + ": " + lines);
            changes += lines.size() / 2;
            String last = "";
            Set<String> removed = new TreeSet<>(); // and not enrolled again, not even in part
            for (String line : lines.subList(1, lines.size())) {
                assertTrue(line.startsWith("begin ") || line.startsWith("done "), "kill " + i + ": " + line);
                last = line;
                if (line.startsWith("done remove ")) {
                    removed.add(line.substring("done remove ".length()));
                } else if (line.startsWith("begin enrol ")) {
                    removed.remove(line.split(" ", 4)[3]);
                }
                if (line.startsWith("done ")) {
                    apply(line, expected);
                } else if (line.startsWith("begin enrol ")) {
                    next++;
                }
            }
            Map<String, String> otherwise = new TreeMap<>(expected);
            if (last.startsWith("begin ")) {
                apply(last, otherwise);
            }
            expected = held(folder, "kill " + i + " after " + last, removed, expected, otherwise);
        }
        assertTrue(changes > kills, changes + " changes confirmed before " + kills + " kills");
    }

    private static List<String> killed(Path folder, Xoshiro256 random, int next) throws Exception {
        Process process = GalleryProbe.start("", folder, "change", random.nextLong(), next);
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (int left = 1 + random.nextInt(MOST_LINES); left > 0; left--) {
                String line = out.readLine();
                if (line != null) {
                    lines.add(line);
                }
            }
            Thread.sleep(random.nextInt(LONGEST_MILLIS));
            process.toHandle().destroyForcibly(); // SIGKILL; that of the process itself closes its output, too
            out.lines().filter(line -> !line.isEmpty()).forEach(lines::add);
        }
        process.waitFor();
        return lines;
    }

    private static void apply(String line, Map<String, String> pictures) {
        String[] words = line.split(" ", 4);
        switch (words[1]) {
            case "enrol" -> pictures.put(words[2], words[3]);
            case "remove" -> pictures.values().removeIf((words[2] + " " + words[3])::equals);
            default -> assertEquals("compact", words[1]);
        }
    }

    /// What the gallery holds, which must be what was confirmed, with or without the change that was under way.
    private static Map<String, String> held(
            Path folder, String when, Set<String> removed, Map<String, String> confirmed, Map<String, String> otherwise)
            throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Gallery gallery = Gallery.open(folder)) {
            gallery.each(picture -> {
                found.put(picture.id(), picture.person());
                assertArrayEquals(Made.embedding(picture.person(), picture.id()), picture.embedding(), when);
            });
        }
        assertTrue(found.equals(confirmed) || found.equals(otherwise), when + ": " + found + ", not " + confirmed);
        byte[] bytes = Made.bytes(folder);
        for (String person : removed) { // the byte behind a name is the first of the date
            assertEquals(-1, Made.find(bytes, (person + "\0").getBytes(StandardCharsets.UTF_8)), when + ": " + person);
        }
        assertFalse(Files.exists(folder.resolve("gallery.new.mv")), "what a killed process left is removed");
        return found;
    }

    @Test
    void aFullDiskLosesNothingConfirmed() throws Exception {
        Path folder = temporary.resolve("people");
        Gallery.create(folder, Made.MODEL).close();
        // No file may be larger than so many blocks of 512 bytes (of 1,024 in some shells): writing fails there.
        List<String> lines = GalleryProbe.lines(GalleryProbe.start("ulimit -f 160", folder, "enrol", 3, 0));
        assertTrue(lines.getLast().startsWith("failed "), lines.getLast());
        Map<String, String> confirmed = new TreeMap<>();
        lines.stream().filter(line -> line.startsWith("done ")).forEach(line -> apply(line, confirmed));
        assertTrue(confirmed.size() > 5, lines.toString());
        Map<String, String> otherwise = new TreeMap<>(confirmed);
        apply(lines.get(lines.size() - 2), otherwise);
        held(folder, "after a full disk", Set.of(), confirmed, otherwise);
    }

    @Test
    void asLongAsOneProcessWritesOthersAreRefused() throws Exception {
        Path folder = temporary.resolve("people");
        Gallery.create(folder, Made.MODEL).close();
        Process holder = GalleryProbe.start("", folder, "hold", 1, 0);
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            assumeTrue("open".equals(out.readLine()), "the process that holds the gallery has started");
            var failure = assertThrows(IOException.class, () -> Gallery.open(folder));
            assertTrue(failure.getMessage().contains("in use by another process"), failure.getMessage());
            assertThrows(IOException.class, () -> Gallery.read(folder));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (Gallery gallery = Gallery.read(folder)) {
            Process refused = GalleryProbe.start("", folder, "hold", 1, 0);
            assertTrue(
                    GalleryProbe.lines(refused).getFirst().contains("in use by another process"),
                    "a reader keeps writers out");
            assertEquals(0, gallery.size());
        }
    }
}
