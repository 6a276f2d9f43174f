package org.fovea.facerec.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The people of a folder and their pictures' files, before any of them is decoded.
final class FaceFolder {
    /// Yale's names: subject01.happy, also with an extension or an underscore.
    private static final Pattern YALE = Pattern.compile("(subject\\d+)[._].+", Pattern.CASE_INSENSITIVE);

    private static final Comparator<Path> BY_NAME = Comparator.comparing(FaceFolder::name, NaturalOrder.COMPARATOR);

    /// One person: the folders that bear the name, and the files in them.
    record Person(List<Path> folders, List<Path> files) {}

    private final Path folder;
    private final SortedMap<String, Person> people = new TreeMap<>(NaturalOrder.COMPARATOR);
    private final List<Problem> problems = new ArrayList<>();

    private FaceFolder(Path folder) {
        this.folder = folder;
    }

    static FaceSet read(Path folder, FaceOptions options) throws IOException {
        if (Files.notExists(folder)) {
            throw new IOException(Printable.of(folder) + ": no such folder");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException(Printable.of(folder) + ": a folder of people's folders expected, found a file");
        }
        var found = new FaceFolder(folder);
        found.findPeople();
        return new FaceReading(folder, options, found.people, found.problems).read();
    }

    private void findPeople() throws IOException {
        List<Path> entries;
        try {
            entries = list(folder);
        } catch (IOException e) {
            throw new IOException(Printable.of(folder) + ": " + FileProblems.reason(folder, e), e);
        }
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                findPictures(entry);
                continue;
            }
            Matcher yale = YALE.matcher(name(entry));
            if (yale.matches()) {
                addIfPicture(person(yale.group(1)), entry);
            } else if (PictureFormat.isNamedLikePicture(name(entry))) {
                stray(entry, "a picture outside the people's folders");
            } else {
                stray(entry, "not a person's folder");
            }
        }
    }

    private void findPictures(Path folderOfPerson) {
        Person person = person(Normalizer.normalize(name(folderOfPerson), Normalizer.Form.NFC));
        if (!person.folders.isEmpty()) {
            problems.add(new Problem(
                    folderOfPerson,
                    Problem.Kind.MERGED,
                    "the same name as " + Printable.of(person.folders.getFirst())
                            + " but for its Unicode form; the pictures in both are taken for one person's"));
        }
        person.folders.add(folderOfPerson);
        try {
            for (Path entry : list(folderOfPerson)) {
                if (Files.isDirectory(entry)) {
                    stray(entry, "a folder inside a person's folder");
                } else {
                    addIfPicture(person, entry);
                }
            }
        } catch (IOException e) {
            unreadable(folderOfPerson, "the folder cannot be read: " + FileProblems.reason(folderOfPerson, e));
        }
    }

    private Person person(String name) {
        return people.computeIfAbsent(name, key -> new Person(new ArrayList<>(), new ArrayList<>()));
    }

    /// Takes what is a picture by its content, or by its name and so deserves to be reported when it cannot be
    /// read.
    private void addIfPicture(Person person, Path file) {
        try {
            Optional<String> other = FileProblems.notPlain(file);
            if (other.isPresent()) {
                stray(file, other.get());
                return;
            }
            byte[] head = PictureFile.head(file);
            if (PictureFormat.isNamedLikePicture(name(file))
                    || PictureFormat.of(head).isPresent()) {
                person.files.add(file);
            } else if (PictureFormat.foreign(head).isPresent()) {
                unreadable(file, PictureFile.notPicture(head));
            } else {
                stray(file, head.length == 0 ? "an empty file" : "not a picture (" + PictureFormat.ALL + ")");
            }
        } catch (IOException e) {
            unreadable(file, FileProblems.reason(file, e));
        }
    }

    private void stray(Path path, String message) {
        problems.add(new Problem(path, Problem.Kind.STRAY, message));
    }

    private void unreadable(Path path, String message) {
        problems.add(new Problem(path, Problem.Kind.UNREADABLE, message));
    }

    private static String name(Path path) {
        return Printable.text(path.getFileName());
    }

    /// The visible entries of a folder, in natural order of their names.
    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !name(entry).startsWith("."))
                    .sorted(BY_NAME)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
