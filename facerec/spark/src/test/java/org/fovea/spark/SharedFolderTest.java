package org.fovea.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.fovea.facerec.data.FoundPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedFolderTest {
    @TempDir
    private Path folder;

    /// As path, and as URL that Hadoop reads.
    private SharedFolder shared(boolean url) throws IOException {
        Path root = folder.resolve("shared");
        SharedFolder shared = new SharedFolder(
                url ? root.toUri().toString() : root.toString(), folder.resolve("copies"), new Configuration());
        shared.create();
        return shared;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPutIsThereWhole(boolean url) throws IOException {
        SharedFolder shared = shared(url);
        assertFalse(shared.has("x.bin"));
        shared.put(Files.writeString(folder.resolve("own"), "content"), "x.bin");
        assertTrue(shared.has("x.bin"));
        assertEquals("content", Files.readString(shared.local("x.bin")));
        assertEquals("content", Files.readString(folder.resolve("shared/x.bin")));
        assertEquals(List.of("x.bin"), visible(), "no attempt is left over");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSecondAttemptIsNotSeen(boolean url) throws IOException {
        SharedFolder shared = shared(url);
        shared.put(Files.writeString(folder.resolve("own"), "content"), "x.bin");
        shared.put(Files.writeString(folder.resolve("own"), "content"), "x.bin");
        assertEquals("content", Files.readString(shared.local("x.bin")));
        assertEquals(List.of("x.bin"), visible());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsMissingIsNamed(boolean url) throws IOException {
        SharedFolder shared = shared(url);
        String message = assertThrows(IOException.class, () -> Files.readAllBytes(shared.local("missing.bin")))
                .getMessage();
        assertTrue(message.contains("missing.bin"), message);
    }

    @Test
    void aCopyIsFetchedOnce() throws IOException {
        SharedFolder shared = shared(true);
        shared.put(Files.writeString(folder.resolve("own"), "content"), "x.bin");
        Path copy = shared.local("x.bin");
        Files.delete(folder.resolve("shared/x.bin"));
        assertEquals(copy, shared.local("x.bin"));
        assertEquals(folder.resolve("copies"), copy.getParent());
    }

    @Test
    void fullPathsAndUrlsAreTakenAsTheyAre() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "elsewhere");
        SharedFolder shared = shared(false);
        assertEquals(other, shared.local(other.toString()));
        assertEquals("elsewhere", Files.readString(shared.local(other.toUri().toString())));
    }

    @Test
    void findsPicturesAtUrls() throws IOException {
        for (String name : List.of("b/2.jpg", "a/1.JPG", "a/notes.txt", ".hidden/3.jpg", "a/.4.jpg")) {
            Path file = folder.resolve("photographs").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "content");
        }
        String url = folder.resolve("photographs").toUri().toString();
        List<FoundPicture> found = SharedFolder.pictures(url, new Configuration());
        assertEquals(
                List.of("a/1.JPG", "b/2.jpg"),
                found.stream()
                        .map(picture -> picture.path().replaceFirst("^.*/photographs/", ""))
                        .toList());
        assertEquals(7, found.getFirst().bytes());
        assertTrue(found.getFirst().atUrl(), found.toString());
        assertEquals(
                1,
                SharedFolder.pictures(url + "a/notes.txt", new Configuration()).size(),
                "what is named itself");
        assertThrows(IOException.class, () -> SharedFolder.pictures(url + "missing", new Configuration()));
    }

    @ParameterizedTest
    @CsvSource({"hdfs://name/x, true", "s3a://bucket/a b, true", "file:///x, true", "/x, false", "C:/x, false"})
    void tellsUrlsFromPaths(String text, boolean url) {
        assertEquals(url, FoundPicture.isUrl(text));
    }

    /// Names in the shared folder, those of Hadoop's own checksums apart.
    private List<String> visible() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("shared"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".crc"))
                    .sorted()
                    .toList();
        }
    }
}
