package org.fovea.facerec.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a [FaceSet] from a folder: finds the people and their pictures, then decodes them.
final class FaceFolder {
    /// Yale's names: subject01.happy, also with an extension or an underscore.
    private static final Pattern YALE = Pattern.compile("(subject\\d+)[._].+", Pattern.CASE_INSENSITIVE);

    private static final Comparator<Path> BY_NAME =
            Comparator.comparing(path -> path.getFileName().toString(), NaturalOrder.COMPARATOR);

    private final Path folder;
    private final FaceOptions options;
    private final SortedMap<String, List<Path>> people = new TreeMap<>(NaturalOrder.COMPARATOR);
    private final List<Problem> problems = new ArrayList<>();

    private FaceFolder(Path folder, FaceOptions options) {
        this.folder = folder;
        this.options = options;
    }

    static FaceSet read(Path folder, FaceOptions options) throws IOException {
        if (!Files.exists(folder)) {
            throw new IOException(folder + ": no such folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": a folder of people's folders expected, found a file");
        }
        var reader = new FaceFolder(folder, options);
        reader.findPeople();
        reader.leaveOutPeopleWithTooFew();
        return reader.decode();
    }

    private void findPeople() throws IOException {
        for (Path entry : list(folder)) {
            if (Files.isDirectory(entry)) {
                findPictures(entry);
                continue;
            }
            Matcher yale = YALE.matcher(entry.getFileName().toString());
            if (yale.matches()) {
                addIfPicture(yale.group(1), entry);
            } else if (PictureFormat.isNamedLikePicture(entry.getFileName().toString())) {
                stray(entry, "a picture outside the people's folders");
            } else {
                stray(entry, "not a person's folder");
            }
        }
    }

    private void findPictures(Path person) {
        String name = person.getFileName().toString();
        people.computeIfAbsent(name, key -> new ArrayList<>());
        try {
            for (Path entry : list(person)) {
                if (Files.isDirectory(entry)) {
                    stray(entry, "a folder inside a person's folder");
                } else {
                    addIfPicture(name, entry);
                }
            }
        } catch (IOException e) {
            problems.add(new Problem(person, Problem.Kind.UNREADABLE, "the folder cannot be read: " + e));
        }
    }

    /// Takes what is a picture by its content, or by its name and so deserves to be reported when it cannot be
    /// read.
    private void addIfPicture(String person, Path file) {
        try {
            if (PictureFormat.isNamedLikePicture(file.getFileName().toString()) || PictureFile.isPicture(file)) {
                people.computeIfAbsent(person, key -> new ArrayList<>()).add(file);
            } else {
                stray(file, Files.size(file) == 0 ? "an empty file" : "not a picture (" + PictureFormat.ALL + ")");
            }
        } catch (IOException e) {
            problems.add(new Problem(file, Problem.Kind.UNREADABLE, "cannot be read: " + e));
        }
    }

    private void stray(Path path, String message) {
        problems.add(new Problem(path, Problem.Kind.STRAY, message));
    }

    /// The visible entries of a folder, in natural order of their names.
    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted(BY_NAME)
                    .toList();
        }
    }

    private void leaveOutPeopleWithTooFew() {
        int before = people.size();
        List<String> empty = new ArrayList<>();
        int few = 0;
        for (var person : people.entrySet()) {
            if (person.getValue().isEmpty()) {
                empty.add(person.getKey());
            } else if (person.getValue().size() < options.minimumPictures()) {
                few++;
            }
        }
        for (String person : empty) {
            problems.add(new Problem(folder.resolve(person), Problem.Kind.TOO_FEW, "no picture in this folder"));
        }
        people.values().removeIf(pictures -> pictures.size() < options.minimumPictures() || pictures.isEmpty());
        if (few > 0) {
            problems.add(new Problem(
                    folder,
                    Problem.Kind.TOO_FEW,
                    few + " of " + before + " people have fewer than " + options.minimumPictures()
                            + " pictures and are left out"));
        }
    }

    /// What became of one file: a picture, or the reason why not.
    private record Decoded(
            Path file, String person, @Nullable Picture picture, String failure) {
        Picture readable() {
            return Objects.requireNonNull(picture);
        }
    }

    private FaceSet decode() throws IOException {
        List<Path> files = new ArrayList<>();
        List<String> owners = new ArrayList<>();
        people.forEach((person, pictures) -> pictures.forEach(file -> {
            files.add(file);
            owners.add(person);
        }));
        List<Decoded> all = IntStream.range(0, files.size())
                .parallel()
                .mapToObj(i -> decode(files.get(i), owners.get(i)))
                .toList();
        SortedMap<String, List<Decoded>> readable = new TreeMap<>(NaturalOrder.COMPARATOR);
        for (Decoded one : all) {
            if (one.picture == null) {
                problems.add(new Problem(one.file, Problem.Kind.UNREADABLE, one.failure));
            } else {
                readable.computeIfAbsent(one.person, key -> new ArrayList<>()).add(one);
            }
        }
        people.forEach((person, pictures) -> {
            int left = readable.getOrDefault(person, List.of()).size();
            if (left < options.minimumPictures()) {
                readable.remove(person);
                problems.add(new Problem(
                        Objects.requireNonNull(pictures.getFirst().getParent()),
                        Problem.Kind.TOO_FEW,
                        left + " readable pictures of \"" + person + "\"; left out"));
            }
        });
        return set(readable);
    }

    private Decoded decode(Path file, String person) {
        try {
            return new Decoded(file, person, options.apply(PictureFile.read(file)), "");
        } catch (UnreadablePictureException e) {
            return new Decoded(file, person, null, e.reason());
        } catch (IOException | IllegalArgumentException e) {
            return new Decoded(file, person, null, String.valueOf(e.getMessage()));
        }
    }

    private FaceSet set(SortedMap<String, List<Decoded>> readable) throws IOException {
        if (readable.isEmpty()) {
            throw new IOException(folder + ": no person found; expected a folder for each person with pictures in it ("
                    + PictureFormat.ALL + "), or pictures named subjectNN.condition" + firstProblem());
        }
        if (readable.size() == 1) {
            throw new IOException(folder + ": only one person, \"" + readable.firstKey()
                    + "\"; telling people apart needs at least two people" + firstProblem());
        }
        List<String> names = List.copyOf(readable.keySet());
        List<Picture> pictures = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        Decoded first = readable.firstEntry().getValue().getFirst();
        for (int label = 0; label < names.size(); label++) {
            for (Decoded one : readable.getOrDefault(names.get(label), List.of())) {
                checkSameSize(first, one);
                pictures.add(one.readable());
                labels.add(label);
                sources.add(folder.relativize(one.file).toString());
            }
        }
        int[] plain = labels.stream().mapToInt(Integer::intValue).toArray();
        return new FaceSet(pictures, plain, names, sources, problems);
    }

    private void checkSameSize(Decoded first, Decoded one) throws IOException {
        Picture a = first.readable();
        Picture b = one.readable();
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new IOException(folder + ": pictures of different sizes: " + folder.relativize(first.file) + " has "
                    + a.width() + "×" + a.height() + " pixels, " + folder.relativize(one.file) + " " + b.width() + "×"
                    + b.height() + "; say to which size they shall be brought");
        }
    }

    private String firstProblem() {
        return switch (problems.size()) {
            case 0 -> "";
            case 1 -> " (passed over: " + problems.getFirst() + ")";
            default -> " (passed over: " + problems.size() + ", first " + problems.getFirst() + ")";
        };
    }
}
