package org.fovea.facerec.verification;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.fovea.facerec.data.Printable;

/// A list of pairs in the form of Labeled Faces in the Wild.
///
/// The first line is the number of pairs of either kind, or the number of folds and that number for each. Then come,
/// for each fold, so many genuine pairs (`Person 1 4`: two photographs of one person) and so many impostor pairs
/// (`Person 1 Other 2`). `pairs.txt` has ten folds; the development lists, `pairsDevTrain.txt` and `pairsDevTest.txt`,
/// have none.
///
/// @param folds how many the file is divided into; 1 where it is not
public record PairList(List<PhotoPair> pairs, int folds) {
    private static final Pattern GAP = Pattern.compile("\\s+");
    private static final int MOST_PAIRS = 10_000_000;

    public PairList {
        pairs = List.copyOf(pairs);
    }

    /// Reads a list.
    ///
    /// @throws IOException if the file cannot be read or is no such list; the message names the line
    public static PairList read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new IOException(Printable.of(file) + ": a list of pairs expected, found no text in UTF-8", e);
        }
        try {
            return parse(lines);
        } catch (IllegalArgumentException e) {
            throw new IOException(Printable.of(file) + ": " + Printable.of(String.valueOf(e.getMessage())), e);
        }
    }

    /// Reads a list from its lines.
    ///
    /// @throws IllegalArgumentException if it is none; the message names the line
    public static PairList parse(List<String> lines) {
        String[] head =
                lines.isEmpty() ? new String[0] : GAP.split(lines.getFirst().strip(), -1);
        if (head.length < 1 || head.length > 2) {
            throw new IllegalArgumentException("line 1: the number of pairs, or of folds and pairs, expected");
        }
        int folds = head.length == 2 ? number(1, head[0]) : 1;
        int each = number(1, head[head.length - 1]);
        long expected = 2L * folds * each;
        if (expected > MOST_PAIRS) {
            throw new IllegalArgumentException("line 1: " + expected + " pairs; at most " + MOST_PAIRS + " are read");
        }
        List<PhotoPair> pairs = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            if (pairs.size() == expected) {
                throw new IllegalArgumentException(
                        "line " + (i + 1) + ": one more than the " + expected + " pairs that line 1 announces");
            }
            boolean genuine = pairs.size() / each % 2 == 0;
            pairs.add(pair(i + 1, lines.get(i), genuine, pairs.size() / (2 * each)));
        }
        if (pairs.size() != expected) {
            throw new IllegalArgumentException(pairs.size() + " pairs, but line 1 announces " + expected);
        }
        return new PairList(pairs, folds);
    }

    private static PhotoPair pair(int line, String text, boolean genuine, int fold) {
        String[] words = GAP.split(text.strip(), -1);
        if (words.length != (genuine ? 3 : 4)) {
            throw new IllegalArgumentException("line " + line + ": "
                    + (genuine
                            ? "NAME N N, two photographs of one person,"
                            : "NAME N NAME N, photographs of two people,")
                    + " expected, found \"" + text + "\"");
        }
        Photo a = new Photo(name(line, words[0]), number(line, words[1]));
        Photo b = new Photo(genuine ? a.person() : name(line, words[2]), number(line, words[words.length - 1]));
        if (!genuine && a.person().equals(b.person())) {
            throw new IllegalArgumentException(
                    "line " + line + ": photographs of two people expected, found \"" + text + "\"");
        }
        return new PhotoPair(a, b, fold);
    }

    /// A name becomes a folder's: it must not lead elsewhere.
    private static String name(int line, String word) {
        if (word.contains("/") || word.contains("\\") || word.startsWith(".") || word.contains("\0")) {
            throw new IllegalArgumentException(
                    "line " + line + ": the name of a person expected, found \"" + word + "\"");
        }
        return word;
    }

    private static int number(int line, String word) {
        if (!word.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(
                    "line " + line + ": a number from 1 on expected, found \"" + word + "\"");
        }
        return Integer.parseInt(word);
    }

    /// This list, if it is divided into folds, else cut into `count`: each takes the next share of the genuine
    /// pairs and the next share of the impostor pairs. Neighbouring lines are often of one person, and so mostly
    /// stay together.
    ///
    /// @throws IllegalArgumentException if there are fewer pairs of either kind than folds
    public PairList inFolds(int count) {
        if (folds > 1) {
            return this;
        }
        int each = pairs.size() / 2;
        if (each < count) {
            throw new IllegalArgumentException(each + " pairs of either kind cannot be cut into " + count + " folds");
        }
        List<PhotoPair> cut = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            PhotoPair pair = pairs.get(i);
            cut.add(new PhotoPair(pair.a(), pair.b(), (int) ((long) (i % each) * count / each)));
        }
        return new PairList(cut, count);
    }

    /// The photographs of all pairs, each once, in the order in which the list first names them.
    public Collection<Photo> photos() {
        LinkedHashSet<Photo> photos = new LinkedHashSet<>();
        for (PhotoPair pair : pairs) {
            photos.add(pair.a());
            photos.add(pair.b());
        }
        return photos;
    }

    @Override
    public String toString() {
        return pairs.size() + " pairs in " + folds + (folds == 1 ? " fold" : " folds");
    }
}
