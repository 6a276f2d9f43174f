package org.fovea.facerec.gallery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.product.RowProducts;
import org.jspecify.annotations.Nullable;

/// The embeddings in memory, length 1, row by row, and whom each is of.
///
/// An index never changes for who reads it: [#with] gives a new one that shares the arrays and writes behind the old
/// one's last row alone. It may be called once for each index, by one thread at a time.
final class EmbeddingIndex {
    /// Rows of a block: 4 MB of 128 floats. A larger block would be copied at a cost, smaller ones are more calls.
    private static final int BLOCK = 8192;
    private static final int FIRST_ROWS = 16;
    /// Probes that go through the rows together.
    private static final int PROBES = 16;

    private final int length;
    private final int rows;
    private final int people;
    private final float[][] blocks;
    private final String[] pictures;
    private final int[] personOf;
    private final String[] names;
    private final Map<String, Integer> numbers;

    private EmbeddingIndex(
            int length,
            int rows,
            int people,
            float[][] blocks,
            String[] pictures,
            int[] personOf,
            String[] names,
            Map<String, Integer> numbers) {
        this.length = length;
        this.rows = rows;
        this.people = people;
        this.blocks = blocks;
        this.pictures = pictures;
        this.personOf = personOf;
        this.names = names;
        this.numbers = numbers;
    }

    /// An index of nobody.
    static EmbeddingIndex empty(int length) {
        return new EmbeddingIndex(
                length, 0, 0, new float[0][], new String[0], new int[0], new String[0], new ConcurrentHashMap<>());
    }

    /// This index and one picture more.
    EmbeddingIndex with(String picture, String person, float[] embedding) {
        int block = rows / BLOCK;
        int row = rows % BLOCK;
        float[][] grown = blocks;
        if (block == blocks.length) {
            grown = Arrays.copyOf(blocks, block + 1);
            grown[block] = new float[(block == 0 ? FIRST_ROWS : BLOCK) * length];
        } else if ((row + 1) * length > blocks[block].length) {
            grown = blocks.clone();
            grown[block] = Arrays.copyOf(blocks[block], Math.min(2 * row, BLOCK) * length);
        }
        Vectors.unit(embedding, grown[block], row * length, "the embedding of picture " + picture);
        Integer known = number(person);
        int number = known == null ? people : known;
        String[] allNames = names;
        if (known == null) {
            allNames = people < names.length ? names : Arrays.copyOf(names, grownSize(people));
            allNames[people] = person;
            numbers.put(person, people);
        }
        String[] allPictures = rows < pictures.length ? pictures : Arrays.copyOf(pictures, grownSize(rows));
        int[] allPeople = rows < personOf.length ? personOf : Arrays.copyOf(personOf, grownSize(rows));
        allPictures[rows] = picture;
        allPeople[rows] = number;
        return new EmbeddingIndex(
                length,
                rows + 1,
                known == null ? people + 1 : people,
                grown,
                allPictures,
                allPeople,
                allNames,
                numbers);
    }

    private static int grownSize(int full) {
        return Math.max(FIRST_ROWS, full + (full >> 1));
    }

    int length() {
        return length;
    }

    /// How many pictures there are.
    int rows() {
        return rows;
    }

    /// How many people there are, numbered in the order in which they came.
    int people() {
        return people;
    }

    String name(int person) {
        return names[Objects.checkIndex(person, people)];
    }

    int personOf(int row) {
        return personOf[Objects.checkIndex(row, rows)];
    }

    String picture(int row) {
        return pictures[Objects.checkIndex(row, rows)];
    }

    /// The number of a person; null where nobody has the name. Later indices' people are not in this one.
    @Nullable
    Integer number(String person) {
        Integer number = numbers.get(person);
        return number == null || number >= people ? null : number;
    }

    /// The rows of a person.
    int[] rowsOf(int person) {
        int[] found = new int[FIRST_ROWS];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (personOf[row] == person) {
                found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                found[count++] = row;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /// Copies the vector of a row, of length 1.
    void copy(int row, float[] to, int at) {
        System.arraycopy(blocks[row / BLOCK], row % BLOCK * length, to, at, length);
    }

    /// The cosine of a vector of length 1 with that of a row.
    double cosine(float[] units, int at, int row) {
        return Vectors.cosine(units, at, blocks[row / BLOCK], row % BLOCK * length, length);
    }

    /// For each probe the `k` people whose best picture is most like it, the most alike first; of two alike, the
    /// one who came first.
    ///
    /// @param units the probes, of length 1, one after the other
    List<List<Hit>> nearest(float[] units, int probes, int k, Workers workers) {
        List<List<Hit>> all = new ArrayList<>(probes);
        for (int from = 0; from < probes; from += PROBES) {
            int count = Math.min(PROBES, probes - from);
            float[] some = Arrays.copyOfRange(units, from * length, (from + count) * length);
            float[][] scores = scores(some, count, workers);
            for (int probe = 0; probe < count; probe++) {
                all.add(Ranking.of(this, some, probe * length, scores[probe], k));
            }
        }
        return all;
    }

    private float[][] scores(float[] units, int probes, Workers workers) {
        float[][] scores = new float[probes][rows];
        float[] product = new float[probes * Math.min(rows, BLOCK)];
        for (int block = 0; block * BLOCK < rows; block++) {
            int first = block * BLOCK;
            int count = Math.min(BLOCK, rows - first);
            RowProducts.multiply(units, probes, blocks[block], count, length, product, workers);
            for (int probe = 0; probe < probes; probe++) {
                System.arraycopy(product, probe * count, scores[probe], first, count);
            }
        }
        return scores;
    }

    /// A person and the best of their pictures.
    ///
    /// @param person the person's number
    /// @param score cosine similarity, −1 to 1
    record Hit(int person, int row, double score) {}
}
