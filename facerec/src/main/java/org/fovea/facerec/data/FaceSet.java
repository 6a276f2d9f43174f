package org.fovea.facerec.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.fovea.engine.random.Shuffle;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Pictures of people, all of one size, each with the number of the person it shows.
///
/// People are numbered from 0 in natural order of their names (s1, s2, … s10), pictures stand person by person in
/// natural order of their files' names: the same files give the same set on every file system. Immutable, apart from
/// the pictures' arrays, which are shared and must not be written to.
public final class FaceSet {
    private final List<Picture> pictures;
    private final int[] labels;
    private final List<String> names;
    private final List<String> sources;
    private final List<Problem> problems;
    private final LeftOut leftOut;

    private FaceSet(List<Picture> pictures, int[] labels, List<String> names, List<String> sources) {
        this(pictures, labels, names, sources, List.of(), LeftOut.NOBODY);
    }

    FaceSet(
            List<Picture> pictures,
            int[] labels,
            List<String> names,
            List<String> sources,
            List<Problem> problems,
            LeftOut leftOut) {
        this.pictures = List.copyOf(pictures);
        this.labels = labels.clone();
        this.names = List.copyOf(names);
        this.sources = List.copyOf(sources);
        this.problems = List.copyOf(problems);
        this.leftOut = leftOut;
        check();
    }

    /// What a split gives: the same people in both, no picture in both.
    ///
    /// @param training the pictures to learn from; may itself be split, to put some aside for validation
    /// @param test the pictures that only the final measurement sees
    public record Split(FaceSet training, FaceSet test) {}

    /// Reads a folder of people's folders (`person/picture`), or one of pictures named as the Yale faces are
    /// (`subject01.happy`, with or without an extension).
    ///
    /// Files that are not pictures, and pictures that cannot be read, are passed over and listed in
    /// [#problems()]; so are those too large for the memory, each tried again alone before. People with too few
    /// pictures are counted in [#leftOut()]. Names that begin with a dot are passed over in silence.
    ///
    /// A person's name is the folder's in Unicode's form NFC, whatever the locale: read as UTF-8 where the locale
    /// knows only ASCII, with odd bytes as `\xFC` where it is not that. Folders whose names differ in composition
    /// alone (é as one letter or as two) are one person's; [#problems()] has a remark.
    ///
    /// Pictures are decoded side by side, and of each only its form after `options` is kept.
    ///
    /// @throws IOException if the folder is missing, is a file, or holds fewer than two people with readable
    ///     pictures, if the pictures differ in size and `options` says none, or if all of them cannot fit into the
    ///     memory; the message names folder, numbers and files
    public static FaceSet read(Path folder, FaceOptions options) throws IOException {
        return FaceFolder.read(folder, options);
    }

    /// A set from pictures in memory.
    ///
    /// @param pictures at least one, all of the same size and channels
    /// @param labels for each picture the number of the person, 0 to `names.size() − 1`
    /// @param names the people's names, all different
    /// @throws IllegalArgumentException if these do not fit together
    public static FaceSet of(List<Picture> pictures, int[] labels, List<String> names) {
        List<String> sources =
                IntStream.range(0, pictures.size()).mapToObj(i -> "#" + (i + 1)).toList();
        return new FaceSet(pictures, labels, names, sources);
    }

    private void check() {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("a set of faces needs at least one picture");
        }
        if (labels.length != pictures.size() || sources.size() != pictures.size()) {
            throw new IllegalArgumentException(pictures.size() + " pictures, but " + labels.length + " labels");
        }
        if (new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("two people have the same name among " + Printable.of(names.toString()));
        }
        Picture first = pictures.getFirst();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= names.size()) {
                throw new IllegalArgumentException(
                        "picture " + i + " has label " + labels[i] + ", but there are " + names.size() + " people");
            }
            Picture picture = pictures.get(i);
            if (picture.width() != first.width()
                    || picture.height() != first.height()
                    || picture.channels() != first.channels()) {
                throw new IllegalArgumentException("pictures of one set have one size: picture 0 is " + first
                        + ", picture " + i + " is " + picture);
            }
        }
    }

    /// The number of pictures.
    public int size() {
        return labels.length;
    }

    /// The number of people, those without a picture in this set included.
    public int people() {
        return names.size();
    }

    /// The people's names; a person's place is its label.
    public List<String> names() {
        return names;
    }

    public List<Picture> pictures() {
        return pictures;
    }

    public Picture picture(int i) {
        return pictures.get(i);
    }

    /// For each picture the number of the person it shows; a copy.
    public int[] labels() {
        return labels.clone();
    }

    /// The number of the person whom picture `i` shows.
    public int label(int i) {
        return labels[i];
    }

    /// Where picture `i` comes from: the file, relative to the folder read, or `#` and its number. To be printed
    /// through [Printable].
    public String source(int i) {
        return sources.get(i);
    }

    /// What was passed over, or needs a remark, while this set was read; empty for sets made otherwise.
    public List<Problem> problems() {
        return problems;
    }

    /// Those who were left out because of [FaceOptions#minimumPictures()] while this set was read; nobody in sets
    /// made otherwise.
    public LeftOut leftOut() {
        return leftOut;
    }

    /// The shape of one picture: (H, W, C).
    public Shape shape() {
        Picture first = pictures.getFirst();
        return Shape.of(first.height(), first.width(), first.channels());
    }

    /// The numbers of pictures, person by person.
    public int[] counts() {
        int[] counts = new int[names.size()];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /// Parts the set by lot: of every person `trainPerPerson` pictures for training, the others for testing. The
    /// same set and the same state of `random` give the same parts.
    ///
    /// @throws IllegalArgumentException if `trainPerPerson` is below 1, or a person has too few pictures to leave
    ///     one for testing; the message names the person
    public Split split(int trainPerPerson, RandomGenerator random) {
        if (trainPerPerson < 1) {
            throw new IllegalArgumentException(
                    trainPerPerson + " pictures a person for training asked for; it must be at least 1");
        }
        checkCounts(trainPerPerson);
        int[] training = new int[people() * trainPerPerson];
        boolean[] taken = new boolean[size()];
        for (int person = 0, k = 0; person < people(); person++) {
            int[] own = indicesOf(person);
            Shuffle.draw(own, trainPerPerson, random);
            for (int i = 0; i < trainPerPerson; i++) {
                taken[own[i]] = true;
                training[k++] = own[i];
            }
        }
        Arrays.sort(training);
        int[] test = IntStream.range(0, size()).filter(i -> !taken[i]).toArray();
        return new Split(select(training), select(test));
    }

    private void checkCounts(int trainPerPerson) {
        int[] counts = counts();
        for (int person = 0; person < counts.length; person++) {
            if (counts[person] <= trainPerPerson) {
                int few = (int)
                        Arrays.stream(counts).filter(n -> n <= trainPerPerson).count();
                throw new IllegalArgumentException("\"" + Printable.of(names.get(person)) + "\" has " + counts[person]
                        + " pictures; " + trainPerPerson + " for training and at least 1 for testing need "
                        + (trainPerPerson + 1) + " (true of " + few + " of " + counts.length + " people)");
            }
        }
    }

    /// The numbers of the pictures that show person `label`, ascending.
    public int[] indicesOf(int label) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    }

    /// The pictures with these numbers, in this order, with the same people.
    public FaceSet select(int... indices) {
        return new FaceSet(
                Arrays.stream(indices).mapToObj(pictures::get).toList(),
                Arrays.stream(indices).map(i -> labels[i]).toArray(),
                names,
                Arrays.stream(indices).mapToObj(sources::get).toList());
    }

    /// The pictures of these people alone, who are numbered anew from 0 in the order given.
    ///
    /// @throws IllegalArgumentException if a person is given twice or does not exist, or none has a picture
    public FaceSet only(int... people) {
        int[] renumbered = new int[names.size()];
        Arrays.fill(renumbered, -1);
        for (int i = 0; i < people.length; i++) {
            if (people[i] < 0 || people[i] >= names.size() || renumbered[people[i]] >= 0) {
                throw new IllegalArgumentException("person " + people[i] + " among " + Arrays.toString(people)
                        + " is given twice or is not one of " + names.size());
            }
            renumbered[people[i]] = i;
        }
        int[] kept =
                Arrays.stream(people).flatMap(p -> Arrays.stream(indicesOf(p))).toArray();
        return new FaceSet(
                Arrays.stream(kept).mapToObj(pictures::get).toList(),
                Arrays.stream(kept).map(i -> renumbered[labels[i]]).toArray(),
                Arrays.stream(people).mapToObj(names::get).toList(),
                Arrays.stream(kept).mapToObj(sources::get).toList());
    }

    /// All pictures as one batch (N, H, W, C).
    public Tensor batch(Standardisation standardisation) {
        return batch(standardisation, IntStream.range(0, size()).toArray());
    }

    /// The pictures with these numbers, in this order, as one batch (N, H, W, C).
    public Tensor batch(Standardisation standardisation, int... indices) {
        Tensor batch = Tensor.zeros(shape().batch(indices.length));
        int each = shape().size();
        for (int i = 0; i < indices.length; i++) {
            write(indices[i], standardisation, batch.data(), i * each);
        }
        return batch;
    }

    /// Writes picture `i` into `into` from `offset` on, `shape().size()` values in the order (H, W, C).
    public void write(int i, Standardisation standardisation, float[] into, int offset) {
        float[] from = pictures.get(i).data();
        System.arraycopy(from, 0, into, offset, from.length);
        standardisation.apply(into, offset, from.length);
    }

    /// The set in a line: `400 pictures of 40 people, 92×112 grey`.
    @Override
    public String toString() {
        Picture first = pictures.getFirst();
        return size() + " pictures of " + people() + " people, " + first.width() + "×" + first.height()
                + (first.channels() == 1 ? " grey" : " colour");
    }
}
