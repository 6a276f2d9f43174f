package org.fovea.engine.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files that [AtomicFile] writes before it moves them: `.fovea-<place>-<process>-<number>.tmp`, made new, so that
/// no two writers share one.
///
/// A process that is killed leaves its own behind. The first file that a process makes in a folder removes those there
/// whose process is no more. The place says in whose list of processes: a folder may belong to several machines or
/// containers, and a number that is nobody's here may be a process that is writing there.
final class TemporaryFiles {
    private static final String PLACE = place();
    private static final long PROCESS = ProcessHandle.current().pid();
    private static final Pattern NAME = Pattern.compile("\\.fovea-([0-9a-f]+)-([0-9]{1,18})-[0-9]+\\.tmp");

    private static final AtomicLong COUNTER = new AtomicLong();
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();
    private static final Set<Path> CLEARED = ConcurrentHashMap.newKeySet();

    private TemporaryFiles() {}

    /// An empty file in `folder` that is the caller's alone until it says that it is [#done].
    /// `Files.createTempFile` is not used, because it makes files that only their owner may read, and the moved
    /// file would keep that.
    static Path create(Path folder) throws IOException {
        if (CLEARED.add(folder)) {
            clear(folder);
        }
        while (true) {
            Path file = folder.resolve(name(PROCESS, COUNTER.incrementAndGet()));
            IN_USE.add(file);
            try {
                return Files.createFile(file);
            } catch (FileAlreadyExistsException taken) {
                IN_USE.remove(file); // another place's after all: the next number will do
            } catch (Throwable failure) {
                IN_USE.remove(file);
                throw failure;
            }
        }
    }

    /// The name of a process's file, here.
    static String name(long process, long number) {
        return ".fovea-" + PLACE + "-" + process + "-" + number + ".tmp";
    }

    /// Says that `file` is no longer in use.
    static void done(Path file) {
        IN_USE.remove(file);
    }

    /// Removes what dead processes left. What cannot be listed or removed stays: it is no reason not to write.
    static void clear(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".fovea-*.tmp")) {
            for (Path file : files) {
                if (isLeftOver(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException unclear) {
            return;
        }
    }

    private static boolean isLeftOver(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches() || !name.group(1).equals(PLACE)) {
            return false;
        }
        long process = Long.parseLong(name.group(2));
        // With this process's number, but none of its own: left by an earlier one of the same number.
        return process == PROCESS
                ? !IN_USE.contains(file)
                : ProcessHandle.of(process).isEmpty();
    }

    /// The machine and, within it, the container, in eight digits: Linux says both; elsewhere it is one place.
    private static String place() {
        String said = "";
        try {
            said = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip()
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | RuntimeException unsaid) {
            // Not Linux, or not all of it.
        }
        return String.format("%08x", said.hashCode());
    }
}
