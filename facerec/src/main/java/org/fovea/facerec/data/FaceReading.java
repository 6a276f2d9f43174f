package org.fovea.facerec.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fovea.facerec.data.FaceFolder.Person;
import org.jspecify.annotations.Nullable;

/// Decodes the pictures that a [FaceFolder] found, and makes a [FaceSet] of them.
final class FaceReading {
    private final Path folder;
    private final FaceOptions options;
    private final SortedMap<String, Person> people;
    private final List<Problem> problems;
    private int peopleLeftOut;
    private int picturesLeftOut;

    FaceReading(Path folder, FaceOptions options, SortedMap<String, Person> people, List<Problem> problems) {
        this.folder = folder;
        this.options = options;
        this.people = people;
        this.problems = problems;
    }

    FaceSet read() throws IOException {
        leaveOutPeopleWithTooFew();
        checkMemory();
        List<Decoded> all = decode();
        SortedMap<String, List<Decoded>> readable = new TreeMap<>(NaturalOrder.COMPARATOR);
        for (Decoded one : all) {
            if (one.picture == null) {
                problems.add(new Problem(one.file, Problem.Kind.UNREADABLE, one.failure));
            } else {
                readable.computeIfAbsent(one.person, key -> new ArrayList<>()).add(one);
            }
        }
        leaveOutPeopleWithTooFewReadable(readable);
        return set(readable);
    }

    private void leaveOutPeopleWithTooFew() {
        people.values().removeIf(person -> {
            int count = person.files().size();
            if (count == 0) {
                person.folders()
                        .forEach(
                                of -> problems.add(new Problem(of, Problem.Kind.TOO_FEW, "no picture in this folder")));
            } else if (count < options.minimumPictures()) {
                leaveOut(count);
            }
            return count == 0 || count < options.minimumPictures();
        });
    }

    private void leaveOut(int pictures) {
        peopleLeftOut++;
        picturesLeftOut += pictures;
    }

    private void leaveOutPeopleWithTooFewReadable(SortedMap<String, List<Decoded>> readable) {
        people.forEach((name, person) -> {
            int left = readable.getOrDefault(name, List.of()).size();
            if (left < options.minimumPictures()) {
                readable.remove(name);
                leaveOut(person.files().size());
                problems.add(new Problem(
                        Objects.requireNonNull(person.files().getFirst().getParent()),
                        Problem.Kind.TOO_FEW,
                        left + " readable pictures of \"" + Printable.of(name) + "\"; left out"));
            }
        });
    }

    /// Refuses a set that cannot fit before any of it is read; else the last pictures would seem to be at fault.
    private void checkMemory() throws IOException {
        long files = people.values().stream()
                .mapToLong(person -> person.files().size())
                .sum();
        long each = (long) options.width() * options.height() * options.channels() * Float.BYTES;
        long most = Runtime.getRuntime().maxMemory();
        if (each > 0 && files > most / each) {
            throw new IOException(Printable.of(folder) + ": " + files + " pictures of " + options.width() + "×"
                    + options.height() + "×" + options.channels() + " values need " + ((files * each) >> 20)
                    + " MiB, and the heap has " + (most >> 20)
                    + " MiB; read smaller pictures, or give Java more memory (-Xmx)");
        }
    }

    /// What became of one file: a picture, or the reason why not.
    private record Decoded(
            Path file, String person, @Nullable Picture picture, String failure, boolean starved) {
        Picture readable() {
            return Objects.requireNonNull(picture);
        }
    }

    /// Decodes side by side; what found no memory is tried again alone, so that the set does not depend on what
    /// else was being decoded at that moment.
    private List<Decoded> decode() {
        List<Path> files = new ArrayList<>();
        List<String> owners = new ArrayList<>();
        people.forEach((name, person) -> person.files().forEach(file -> {
            files.add(file);
            owners.add(name);
        }));
        Decoded[] all = IntStream.range(0, files.size())
                .parallel()
                .mapToObj(i -> decode(files.get(i), owners.get(i)))
                .toArray(Decoded[]::new);
        for (int i = 0; i < all.length; i++) {
            if (all[i].starved) {
                all[i] = decode(files.get(i), owners.get(i));
            }
        }
        return Arrays.asList(all);
    }

    private Decoded decode(Path file, String person) {
        try {
            Picture whole = PictureFile.read(file, options.reading());
            return new Decoded(file, person, options.apply(whole), "", false);
        } catch (UnreadablePictureException e) {
            return new Decoded(file, person, null, e.reason(), e.getCause() instanceof OutOfMemoryError);
        } catch (IOException | IllegalArgumentException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
            String itself = Printable.of(file) + ": ";
            return new Decoded(
                    file,
                    person,
                    null,
                    message.startsWith(itself) ? message.substring(itself.length()) : message,
                    false);
        } catch (OutOfMemoryError e) {
            return new Decoded(file, person, null, "no memory is left to crop and resize it in", true);
        }
    }

    private FaceSet set(SortedMap<String, List<Decoded>> readable) throws IOException {
        String shown = Printable.of(folder);
        if (readable.isEmpty()) {
            throw new IOException(shown + ": no person found; expected a folder for each person with pictures in it ("
                    + PictureFormat.ALL + "), or pictures named subjectNN.condition" + whatWasPassedOver());
        }
        if (readable.size() == 1) {
            throw new IOException(shown + ": only one person, \"" + Printable.of(readable.firstKey())
                    + "\"; telling people apart needs at least two people" + whatWasPassedOver());
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
                sources.add(Printable.text(folder.relativize(one.file)));
            }
        }
        int[] plain = labels.stream().mapToInt(Integer::intValue).toArray();
        var leftOut = new LeftOut(options.minimumPictures(), peopleLeftOut, picturesLeftOut);
        return new FaceSet(pictures, plain, names, sources, problems, leftOut);
    }

    private void checkSameSize(Decoded first, Decoded one) throws IOException {
        Picture a = first.readable();
        Picture b = one.readable();
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new IOException(Printable.of(folder) + ": pictures of different sizes: "
                    + Printable.of(folder.relativize(first.file)) + " has " + a.width() + "×" + a.height()
                    + " pixels, " + Printable.of(folder.relativize(one.file)) + " " + b.width() + "×" + b.height()
                    + "; say to which size they shall be brought");
        }
    }

    private String whatWasPassedOver() {
        String few =
                peopleLeftOut == 0 ? "" : "; " + new LeftOut(options.minimumPictures(), peopleLeftOut, picturesLeftOut);
        return switch (problems.size()) {
            case 0 -> few;
            case 1 -> few + " (passed over: " + problems.getFirst() + ")";
            default -> few + " (passed over: " + problems.size() + ", first " + problems.getFirst() + ")";
        };
    }
}
