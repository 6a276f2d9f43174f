package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PictureSearchTest {
    private static final Picture PICTURE = new Picture(2, 1, 1, new float[2]);

    @TempDir
    private Path folder;

    private Path picture(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        PictureFile.writePng(file, PICTURE);
        return file;
    }

    private List<String> found(PictureSearch.Result result) {
        return result.pictures().stream()
                .map(picture -> folder.relativize(Path.of(picture.path())).toString())
                .toList();
    }

    @Test
    void picturesAreFoundInOrderWhateverTheirNames() throws IOException {
        picture("b.png");
        picture("a/z.png");
        picture("a/deep/er/y.PNG");
        picture("subject01.happy"); // a picture by its content
        picture(".hidden.png");
        picture(".thumbnails/x.png");
        Files.writeString(folder.resolve("a/README.md"), "nothing");
        Files.writeString(folder.resolve("c.jpg"), "named like one");
        Files.write(folder.resolve("d.heic"), "\0\0\0\u001cftypheic    ".getBytes());
        PictureSearch.Result result = PictureSearch.of(List.of(folder));
        assertEquals(
                List.of("a/deep/er/y.PNG", "a/z.png", "b.png", "c.jpg", "d.heic", "subject01.happy"), found(result));
        assertEquals(1, result.others());
        assertEquals(List.of(), result.problems());
        assertEquals(
                Files.size(folder.resolve("b.png")), result.pictures().get(2).bytes());
        assertEquals(
                Files.getLastModifiedTime(folder.resolve("b.png")).toMillis(),
                result.pictures().get(2).modified());
    }

    @Test
    void whatIsNamedIsTakenAsItIsAndOnce() throws IOException {
        Path file = picture("a/b.png");
        Path hidden = picture(".hidden.png");
        Path text = Files.writeString(folder.resolve("x.txt"), "x");
        Path missing = folder.resolve("missing.jpg");
        PictureSearch.Result result = PictureSearch.of(
                List.of(text, missing, folder.resolve("a"), file, folder.resolve("a/../a/b.png"), hidden));
        assertEquals(List.of("x.txt", "missing.jpg", "a/b.png", ".hidden.png"), found(result));
        assertEquals(-1, result.pictures().get(1).bytes());
        assertEquals(0, result.others());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksAreFollowedButNotInCircles() throws IOException {
        picture("a/b.png");
        Path elsewhere = picture("elsewhere/c.png");
        Files.createSymbolicLink(folder.resolve("a/c.png"), elsewhere);
        Files.createSymbolicLink(folder.resolve("a/d"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("a/up"), folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a/e.png"), folder.resolve("nowhere"));
        PictureSearch.Result result = PictureSearch.of(List.of(folder.resolve("a")));
        assertEquals(List.of("a/b.png", "a/c.png", "a/d/c.png", "a/e.png"), found(result));
        assertEquals(-1, result.pictures().getLast().bytes(), "a link to what is not there");
        assertEquals(1, result.problems().size(), result.problems().toString());
        assertTrue(
                result.problems().getFirst().message().contains("leads back"),
                result.problems().toString());
        assertEquals(0, result.others());
    }
}
