package org.fovea.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final byte[] OLD = {1, 2, 3};
    private static final byte[] NEW = {4, 5, 6, 7};

    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesANewFileAndReplacesAnOldOne() throws IOException {
        Path path = folder.resolve("a");
        AtomicFile.write(path, OLD);
        assertArrayEquals(OLD, Files.readAllBytes(path));
        AtomicFile.write(path, NEW);
        assertArrayEquals(NEW, Files.readAllBytes(path));
        AtomicFile.write(path, new byte[0]);
        assertEquals(0, Files.size(path));
        assertEquals(List.of("a"), names());
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path path = Files.write(folder.resolve("a"), OLD);
        for (Throwable failure : List.of(
                new NoSuchFileException("another file"),
                new IllegalStateException("a fault"),
                new OutOfMemoryError("an error"))) {
            for (Path target : List.of(path, folder.resolve("new"))) {
                Throwable thrown = assertThrows(
                        Throwable.class,
                        () -> AtomicFile.write(target, channel -> {
                            channel.write(ByteBuffer.wrap(NEW));
                            AtomicFileTest.<RuntimeException>sneak(failure);
                        }));
                assertSame(failure, thrown);
                assertArrayEquals(OLD, Files.readAllBytes(path));
                assertEquals(List.of("a"), names());
            }
        }
    }

    @Test
    void theOldFileStandsUntilTheNewOneIsWhole() throws IOException {
        Path path = Files.write(folder.resolve("a"), OLD);
        AtomicFile.write(path, channel -> {
            assertEquals(0, channel.position());
            assertEquals(0, channel.size());
            channel.write(ByteBuffer.wrap(NEW));
            assertArrayEquals(OLD, Files.readAllBytes(path));
            assertEquals(2, names().size(), "the new one stands beside it");
            assertTrue(names().getFirst().matches("\\.fovea-.*\\.tmp"), names().toString());
        });
        assertArrayEquals(NEW, Files.readAllBytes(path));
        assertEquals(List.of("a"), names());
    }

    @Test
    void theBodyMayCloseTheChannel() throws IOException {
        Path path = folder.resolve("a");
        AtomicFile.write(path, channel -> {
            channel.write(ByteBuffer.wrap(NEW));
            channel.close();
        });
        assertArrayEquals(NEW, Files.readAllBytes(path));
    }

    @Test
    void aMissingFolderAndAFolderInThePlaceAreRefusedByName() throws IOException {
        Path missing = folder.resolve("missing").resolve("a");
        NoSuchFileException refused = assertThrows(NoSuchFileException.class, () -> AtomicFile.write(missing, NEW));
        assertTrue(refused.getMessage().contains(missing.getParent().toString()), refused.getMessage());
        Path place = Files.createDirectory(folder.resolve("place"));
        FileSystemException inPlace = assertThrows(FileSystemException.class, () -> AtomicFile.write(place, NEW));
        assertTrue(inPlace.getMessage().contains(place.toString()), inPlace.getMessage());
        assertThrows(FileSystemException.class, () -> AtomicFile.write(Path.of("/"), NEW));
        assertEquals(List.of("place"), names());
    }

    @Test
    void aLinkStaysAndItsFileIsReplaced() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path file = Files.write(elsewhere.resolve("file"), OLD);
        Path link = folder.resolve("link");
        try {
            Files.createSymbolicLink(link, Path.of("elsewhere", "file"));
        } catch (UnsupportedOperationException | IOException e) {
            Assumptions.abort("no symbolic links here: " + e);
        }
        AtomicFile.write(link, NEW);
        assertTrue(Files.isSymbolicLink(link));
        assertFalse(Files.isSymbolicLink(file));
        assertArrayEquals(NEW, Files.readAllBytes(file));
    }

    @Test
    void aRelativePathIsWrittenInTheWorkingFolder() throws IOException {
        Path relative =
                Path.of("").toAbsolutePath().relativize(folder.toRealPath().resolve("relative"));
        AtomicFile.write(relative, NEW);
        assertArrayEquals(NEW, Files.readAllBytes(folder.resolve("relative")));
    }

    @Test
    void writersAtOnceEachLeaveAWholeFile() throws Exception {
        Path path = folder.resolve("a");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] writers = new Thread[4];
        for (int w = 0; w < writers.length; w++) {
            byte[] bytes = new byte[10_000];
            Arrays.fill(bytes, (byte) w);
            writers[w] = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < 10; i++) {
                        AtomicFile.write(path, bytes);
                        byte[] seen = Files.readAllBytes(path);
                        byte[] whole = new byte[bytes.length];
                        Arrays.fill(whole, seen[0]);
                        assertArrayEquals(whole, seen);
                    }
                } catch (Throwable t) {
                    failure.set(t);
                }
            });
        }
        for (Thread writer : writers) {
            writer.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        assertEquals(List.of("a"), names());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable t) throws T {
        throw (T) t;
    }
}
