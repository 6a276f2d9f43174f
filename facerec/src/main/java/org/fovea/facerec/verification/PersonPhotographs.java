package org.fovea.facerec.verification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fovea.engine.random.Shuffle;
import org.fovea.facerec.data.PictureFile;

/// One person's photographs in a folder of people's folders, before any is decoded.
///
/// @param name the folder's
/// @param files in order of their names
public record PersonPhotographs(String name, List<Path> files) {
    public PersonPhotographs {
        files = List.copyOf(files);
    }

    /// The people of a folder (`person/photograph`) with enough photographs, in order of their names.
    ///
    /// @param minimum photographs a person
    /// @throws IOException if the folder cannot be read
    public static List<PersonPhotographs> read(Path folder, int minimum) throws IOException {
        List<PersonPhotographs> people = new ArrayList<>();
        for (Path person : visible(folder)) {
            if (Files.isDirectory(person)) {
                List<Path> files = new ArrayList<>();
                for (Path file : visible(person)) {
                    if (Files.isRegularFile(file) && PictureFile.isPicture(file)) {
                        files.add(file);
                    }
                }
                if (files.size() >= minimum) {
                    people.add(new PersonPhotographs(
                            Objects.requireNonNull(person.getFileName()).toString(), files));
                }
            }
        }
        return people;
    }

    private static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !Objects.requireNonNull(entry.getFileName())
                            .toString()
                            .startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /// So many of the people by lot, or all where they are no more, and of each so many photographs by lot; in
    /// their order.
    public static List<PersonPhotographs> draw(
            List<PersonPhotographs> all, int people, int photographs, RandomGenerator random) {
        return drawn(all, people, random).stream()
                .map(person -> new PersonPhotographs(person.name, drawn(person.files, photographs, random)))
                .toList();
    }

    private static <T> List<T> drawn(List<T> all, int count, RandomGenerator random) {
        if (all.size() <= count) {
            return all;
        }
        int[] numbers = IntStream.range(0, all.size()).toArray();
        Shuffle.draw(numbers, count, random);
        return Arrays.stream(numbers).limit(count).sorted().mapToObj(all::get).toList();
    }
}
