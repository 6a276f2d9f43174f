package org.fovea.facerec.data;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A search for the files of pictures: those that are named, and those in folders and in the folders below.
///
/// A folder's pictures are in order of their paths as texts. What is hidden (`.thumbnails`) is not
/// looked at; links are followed. Of a folder are taken files that are named like pictures, and of the others those
/// that begin like one, or like one of a format that is not read, so that it is not passed over in silence. A file that
/// is named itself is taken as it is. Each path is taken once; a name that is no text in this machine's encoding is
/// refused, since nobody could find the file by it again.
public final class PictureSearch {
    private final List<FoundPicture> pictures = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    private int others;

    /// Files that should be pictures.
    ///
    /// @param pictures in the order in which they or their folders were named
    /// @param problems folders that could not be read
    /// @param others how many other files there are in the folders
    public record Result(List<FoundPicture> pictures, List<Problem> problems, int others) {}

    private PictureSearch() {}

    /// Looks for pictures.
    ///
    /// @param places files and folders
    public static Result of(List<Path> places) {
        var search = new PictureSearch();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                search.walk(place);
            } else {
                search.named(place);
            }
        }
        return new Result(List.copyOf(search.pictures), List.copyOf(search.problems), search.others);
    }

    private void named(Path file) {
        BasicFileAttributes attributes = null;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            // Why it cannot be looked at is told when it is to be read.
        }
        add(pictures, file, attributes);
    }

    private void add(List<FoundPicture> to, Path file, @Nullable BasicFileAttributes attributes) {
        String path = file.toString();
        if (!Path.of(path).equals(file)) {
            problems.add(new Problem(
                    file,
                    Problem.Kind.UNREADABLE,
                    "its name is no text in this locale's encoding, " + System.getProperty("sun.jnu.encoding")));
        } else if (seen.add(file.normalize())) {
            to.add(
                    attributes != null && attributes.isRegularFile()
                            ? new FoundPicture(
                                    path,
                                    attributes.size(),
                                    attributes.lastModifiedTime().toMillis())
                            : new FoundPicture(path, -1, 0));
        }
    }

    /// Whether a file's name ends as a picture's does.
    public static boolean isNamedLikePicture(String name) {
        return PictureFormat.isNamedLikePicture(name);
    }

    private void walk(Path folder) {
        List<FoundPicture> below = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Visitor(folder, below));
        } catch (IOException e) {
            unreadable(folder, e); // the visitor throws nothing
        }
        below.sort(Comparator.comparing(FoundPicture::path));
        pictures.addAll(below);
    }

    private void unreadable(Path path, IOException e) {
        String reason = e instanceof FileSystemLoopException
                ? "a link that leads back to a folder above it"
                : "it cannot be looked at: " + FileProblems.reason(path, e);
        problems.add(new Problem(path, Problem.Kind.UNREADABLE, reason));
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final List<FoundPicture> below;

        Visitor(Path folder, List<FoundPicture> below) {
            this.folder = folder;
            this.below = below;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return path.equals(folder) || !isHidden(path) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file)) {
                try {
                    if (isPicture(file, attributes)) {
                        add(below, file, attributes);
                    } else {
                        others++;
                    }
                } catch (IOException e) {
                    unreadable(file, e);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) {
            if (path.equals(folder) || !isHidden(path)) {
                unreadable(path, e);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, IOException e) {
            if (e != null) {
                unreadable(path, e);
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private static boolean isHidden(Path path) {
        return Printable.text(path.getFileName()).startsWith(".");
    }

    private static boolean isPicture(Path file, BasicFileAttributes attributes) throws IOException {
        if (PictureFormat.isNamedLikePicture(Printable.text(file.getFileName()))) {
            return true;
        }
        byte[] head = attributes.isRegularFile() ? PictureFile.head(file) : new byte[0];
        return PictureFormat.of(head).isPresent() || PictureFormat.foreign(head).isPresent();
    }
}
