package org.fovea.facerec.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.fovea.engine.tensor.Tensor;

/// The similarity scores of a verification experiment; the higher, the more alike.
///
/// Scores that share a picture or a person are not independent. Where they were computed from labelled data, each
/// score therefore keeps the people it compares, and [Bootstrap] draws people rather than scores.
public final class Scores {
    private static final int[] NO_PEOPLE = {};

    private final double[] genuine;
    private final double[] impostor;
    // For each score the persons compared; empty where unknown. In `impostorB`, −1 is a person not drawn anew.
    private final int[] genuinePerson;
    private final int[] impostorA;
    private final int[] impostorB;

    private Scores(double[] genuine, double[] impostor, int[] genuinePerson, int[] impostorA, int[] impostorB) {
        this.genuine = genuine;
        this.impostor = impostor;
        this.genuinePerson = genuinePerson;
        this.impostorA = impostorA;
        this.impostorB = impostorB;
        check("genuine", genuine);
        check("impostor", impostor);
    }

    private static void check(String kind, double[] scores) {
        if (scores.length == 0) {
            throw new IllegalArgumentException("no " + kind + " scores; error rates need at least one of either kind");
        }
        for (int i = 0; i < scores.length; i++) {
            // Minus infinity is the logarithm of a probability of 0; above plus infinity there is no threshold.
            if (Double.isNaN(scores[i]) || scores[i] == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        kind + " score " + i + " is " + scores[i] + "; a number below infinity expected");
            }
            // Sorting tells −0 from 0, comparing does not: there is to be but one.
            scores[i] += 0.0;
        }
    }

    /// Scores computed elsewhere; copied.
    ///
    /// @throws IllegalArgumentException if there is none of one kind, or one is not a number or plus infinity
    public static Scores of(double[] genuine, double[] impostor) {
        return new Scores(genuine.clone(), impostor.clone(), NO_PEOPLE, NO_PEOPLE, NO_PEOPLE);
    }

    /// The cosine similarities of all pairs of different pictures, N (N − 1) / 2 of them: genuine if both show
    /// the same person.
    ///
    /// @param embeddings (N, D), of any length but zero
    /// @param labels N numbers of persons, 0 or above
    /// @throws IllegalArgumentException if these do not fit together, if an embedding is zero or not a number, if
    ///     no person has two pictures or there is but one person
    public static Scores ofEmbeddings(Tensor embeddings, int[] labels) {
        double[][] unit = normalised(embeddings, labels);
        var collected = new Collector(pairs(labels));
        for (int i = 0; i < unit.length; i++) {
            for (int j = 0; j < i; j++) {
                collected.add(dot(unit[i], unit[j]), labels[i], labels[j]);
            }
        }
        return collected.scores();
    }

    /// The cosine similarities of every probe with every picture of the gallery: genuine if both show the same
    /// person.
    ///
    /// @param gallery (M, D)
    /// @param galleryLabels M numbers of persons, 0 or above
    /// @param probes (N, D)
    /// @param probeLabels N numbers of persons, 0 or above
    /// @throws IllegalArgumentException as [#ofEmbeddings(Tensor, int[])]
    public static Scores ofEmbeddings(Tensor gallery, int[] galleryLabels, Tensor probes, int[] probeLabels) {
        double[][] g = normalised(gallery, galleryLabels);
        double[][] p = normalised(probes, probeLabels);
        if (g[0].length != p[0].length) {
            throw new IllegalArgumentException(
                    "embeddings of the gallery have " + g[0].length + " values, the probes' " + p[0].length);
        }
        long genuine = 0;
        for (int a : probeLabels) {
            for (int b : galleryLabels) {
                genuine += a == b ? 1 : 0;
            }
        }
        var collected = new Collector(new long[] {genuine, (long) p.length * g.length - genuine});
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < g.length; j++) {
                collected.add(dot(p[i], g[j]), probeLabels[i], galleryLabels[j]);
            }
        }
        return collected.scores();
    }

    /// The scores of a closed-set classifier, each probe claiming to be each known person in turn: the score of
    /// its own class is genuine, those of the others are impostor. Thresholds are compared across probes, so
    /// these should be probabilities or similarities; plain logits lack a common zero.
    ///
    /// @param posteriors (N, classes)
    /// @param labels N numbers of classes
    /// @throws IllegalArgumentException if shapes and labels do not fit together, there is but one class, or a
    ///     score is not a number
    public static Scores ofPosteriors(Tensor posteriors, int[] labels) {
        int classes = Checks.classes(posteriors, labels);
        float[] s = posteriors.data();
        int n = labels.length;
        double[] genuine = new double[n];
        double[] impostor = new double[Math.multiplyExact(n, classes - 1)];
        int[] impostorA = new int[impostor.length];
        int[] impostorB = new int[impostor.length];
        // The classes are the classifier's, the same in every repetition: only the probes' people are drawn anew.
        Arrays.fill(impostorB, -1);
        for (int i = 0, k = 0; i < n; i++) {
            for (int c = 0; c < classes; c++) {
                if (c == labels[i]) {
                    genuine[i] = s[i * classes + c];
                } else {
                    impostor[k] = s[i * classes + c];
                    impostorA[k++] = labels[i];
                }
            }
        }
        return new Scores(genuine, impostor, labels.clone(), impostorA, impostorB);
    }

    /// Scores of pairs of pictures, each of known people: genuine if both show the same person.
    ///
    /// @param scores of each pair
    /// @param a for each pair the number of the first picture's person, 0 or above
    /// @param b for each pair the number of the second picture's person, 0 or above
    /// @throws IllegalArgumentException if these are not as many, a person's number is below 0, there is no pair of
    ///     one kind, or a score is not a number or plus infinity
    public static Scores ofPairs(double[] scores, int[] a, int[] b) {
        if (scores.length != a.length || scores.length != b.length) {
            throw new IllegalArgumentException(
                    scores.length + " scores of " + a.length + " and " + b.length + " people; as many expected");
        }
        long genuine = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] < 0 || b[i] < 0) {
                throw new IllegalArgumentException("the people of pair " + i + " are " + a[i] + " and " + b[i]
                        + "; numbers of 0 or above expected");
            }
            genuine += a[i] == b[i] ? 1 : 0;
        }
        var collected = new Collector(new long[] {genuine, scores.length - genuine});
        for (int i = 0; i < scores.length; i++) {
            collected.add(scores[i], a[i], b[i]);
        }
        return collected.scores();
    }

    private static double[][] normalised(Tensor embeddings, int[] labels) {
        int length = Checks.columns("embeddings", "D", embeddings, labels);
        double[][] unit = new double[labels.length][length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException("label " + labels[i] + " of embedding " + i + " is below 0");
            }
            double squares = 0;
            for (int d = 0; d < length; d++) {
                unit[i][d] = embeddings.data()[i * length + d];
                squares += unit[i][d] * unit[i][d];
            }
            if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "embedding " + i + " has no direction: the sum of its squares is " + squares);
            }
            double norm = Math.sqrt(squares);
            for (int d = 0; d < length; d++) {
                unit[i][d] /= norm;
            }
        }
        return unit;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    /// The numbers of genuine and of impostor pairs.
    private static long[] pairs(int[] labels) {
        int[] sorted = labels.clone();
        Arrays.sort(sorted);
        long genuine = 0;
        int run = 0;
        for (int i = 1; i < sorted.length; i++) {
            run = sorted[i] == sorted[i - 1] ? run + 1 : 0;
            genuine += run;
        }
        return new long[] {genuine, (long) labels.length * (labels.length - 1) / 2 - genuine};
    }

    /// Arrays that fill up to a known size.
    private static final class Collector {
        private final double[] genuine;
        private final int[] genuinePerson;
        private final double[] impostor;
        private final int[] impostorA;
        private final int[] impostorB;
        private int genuines;
        private int impostors;

        Collector(long[] sizes) {
            if (sizes[1] > Integer.MAX_VALUE - 8 || sizes[0] > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(
                        sizes[0] + " genuine and " + sizes[1] + " impostor pairs are more than one array can hold");
            }
            genuine = new double[(int) sizes[0]];
            genuinePerson = new int[(int) sizes[0]];
            impostor = new double[(int) sizes[1]];
            impostorA = new int[(int) sizes[1]];
            impostorB = new int[(int) sizes[1]];
        }

        void add(double score, int a, int b) {
            if (a == b) {
                genuine[genuines] = score;
                genuinePerson[genuines++] = a;
            } else {
                impostor[impostors] = score;
                impostorA[impostors] = a;
                impostorB[impostors++] = b;
            }
        }

        Scores scores() {
            return new Scores(genuine, impostor, genuinePerson, impostorA, impostorB);
        }
    }

    /// The scores of comparisons within a person; a copy.
    public double[] genuine() {
        return genuine.clone();
    }

    /// The scores of comparisons between two people; a copy.
    public double[] impostor() {
        return impostor.clone();
    }

    /// How many scores there are of either kind.
    @Override
    public String toString() {
        return genuine.length + " genuine and " + impostor.length + " impostor scores";
    }

    /// Whether each score knows the people it compares.
    boolean knowsPeople() {
        return genuinePerson.length > 0;
    }

    /// The numbers of the people compared, in any order and repeated; −1 among them where nobody is to be drawn.
    IntStream people() {
        return IntStream.concat(
                Arrays.stream(genuinePerson), IntStream.concat(Arrays.stream(impostorA), Arrays.stream(impostorB)));
    }

    /// How often genuine score `i` counts when each person counts as often as `weight` says.
    int genuineWeight(int i, int[] weight) {
        return weight[genuinePerson[i]];
    }

    /// How often impostor score `i` counts when each person counts as often as `weight` says.
    int impostorWeight(int i, int[] weight) {
        return weight[impostorA[i]] * (impostorB[i] < 0 ? 1 : weight[impostorB[i]]);
    }
}
