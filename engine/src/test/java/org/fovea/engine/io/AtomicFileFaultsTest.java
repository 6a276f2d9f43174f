package org.fovea.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to files that are written where the system has no room, no right or something else in the place.
class AtomicFileFaultsTest {
    private static final byte[] OLD = {1, 2, 3};
    private static final byte[] NEW = {4, 5, 6, 7};

    @TempDir
    Path folder;

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noSuchProgram) {
            return -1;
        }
    }

    /// A file system of its own, taken away again by the caller.
    private Path mounted(String options) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()) == 0,
                "skipped: no file system can be mounted here (that takes root)");
        return disk;
    }

    /// A channel's own exceptions name no file.
    @Test
    void whatAChannelSaysNamesTheTarget() throws IOException {
        Path path = Files.write(folder.resolve("a"), OLD);
        FileSystemException refused = assertThrows(
                FileSystemException.class,
                () -> AtomicFile.write(path, channel -> {
                    throw new IOException("File too large");
                }));
        assertEquals(path + ": File too large", refused.getMessage());
        assertArrayEquals(OLD, Files.readAllBytes(path));
        assertEquals(List.of("a"), names(folder));
    }

    @Test
    void aFullDiskIsNamedWithTheTargetAndLeavesTheOldFile() throws Exception {
        Path disk = mounted("size=64k");
        try {
            Path path = Files.write(disk.resolve("a"), OLD);
            byte[] large = new byte[200_000];
            FileSystemException refused = assertThrows(FileSystemException.class, () -> AtomicFile.write(path, large));
            assertEquals(path.toString(), refused.getFile());
            assertFalse(refused.getMessage().contains(".fovea-"), refused.getMessage());
            assertArrayEquals(OLD, Files.readAllBytes(path));
            assertEquals(List.of("a"), names(disk));
            AtomicFile.write(path, NEW);
            assertArrayEquals(NEW, Files.readAllBytes(path));
        } finally {
            assertEquals(0, run("umount", disk.toString()));
        }
    }

    @Test
    void aFolderThatCannotBeWrittenInIsRefusedBeforehand() throws Exception {
        Path disk = mounted("ro");
        try {
            Path path = disk.resolve("a");
            FileSystemException refused = assertThrows(FileSystemException.class, () -> AtomicFile.checkWritable(path));
            assertEquals(path.toString(), refused.getFile());
            assertFalse(refused.getMessage().contains(".fovea-"), refused.getMessage());
        } finally {
            assertEquals(0, run("umount", disk.toString()));
        }
    }

    @Test
    void whatCanBeWrittenIsFoundOutWithoutATrace() throws IOException {
        Path path = Files.write(folder.resolve("a"), OLD);
        AtomicFile.checkWritable(path);
        AtomicFile.checkWritable(folder.resolve("new"));
        assertArrayEquals(OLD, Files.readAllBytes(path));
        assertEquals(List.of("a"), names(folder));
        assertThrows(FileSystemException.class, () -> AtomicFile.checkWritable(folder));
        assertThrows(
                NoSuchFileException.class,
                () -> AtomicFile.checkWritable(folder.resolve("no").resolve("a")));
    }

    @Test
    void pipesAndDevicesAreNotReplaced() throws Exception {
        Path pipe = folder.resolve("pipe");
        Assumptions.assumeTrue(run("mkfifo", pipe.toString()) == 0, "skipped: no mkfifo here");
        for (Path place : List.of(pipe, Path.of("/dev/null"))) {
            FileSystemException refused = assertThrows(FileSystemException.class, () -> AtomicFile.write(place, NEW));
            assertEquals(
                    place + ": is a pipe or a device, a file cannot be written in its place", refused.getMessage());
            assertThrows(FileSystemException.class, () -> AtomicFile.checkWritable(place));
        }
        assertEquals(List.of("pipe"), names(folder));
        assertTrue(Files.exists(pipe) && !Files.isRegularFile(pipe));
    }

    @Test
    void aLinkToNothingYetIsFollowedAndALoopIsNot() throws IOException {
        Path link = folder.resolve("link");
        try {
            Files.createSymbolicLink(link, Path.of("file"));
        } catch (UnsupportedOperationException | IOException e) {
            Assumptions.abort("no symbolic links here: " + e);
        }
        AtomicFile.write(link, NEW);
        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals(NEW, Files.readAllBytes(folder.resolve("file")));
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        assertThrows(FileSystemException.class, () -> AtomicFile.write(loop, NEW));
    }

    @Test
    void whatDeadProcessesLeftIsCleared() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        long own = ProcessHandle.current().pid();
        long alive = ProcessHandle.current().parent().orElseThrow().pid();
        List<String> left = List.of(TemporaryFiles.name(process.pid(), 7), TemporaryFiles.name(own, 999_999_999));
        List<String> kept = List.of(
                TemporaryFiles.name(alive, 7), ".fovea-0-" + process.pid() + "-1.tmp", ".fovea-mine.tmp", "a.tmp");
        for (String name : Stream.concat(left.stream(), kept.stream()).toList()) {
            Files.write(folder.resolve(name), OLD);
        }
        AtomicFile.write(folder.resolve("a"), channel -> {
            channel.write(ByteBuffer.wrap(NEW));
            TemporaryFiles.clear(folder); // as another thread's first file in the folder would
        });
        assertArrayEquals(NEW, Files.readAllBytes(folder.resolve("a")), "a file in use is no leftover");
        assertEquals(Stream.concat(kept.stream(), Stream.of("a")).sorted().toList(), names(folder));
    }
}
