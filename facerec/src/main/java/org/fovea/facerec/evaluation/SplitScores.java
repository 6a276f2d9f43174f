package org.fovea.facerec.evaluation;

import java.util.Arrays;
import org.fovea.engine.tensor.Tensor;

/// The scores of one split's probes against all known people, counted once so that accuracy and EER are quick for any
/// weights of the people.
///
/// Each probe claims to be each person in turn ([Scores#ofPosteriors]): N genuine and N (people − 1) impostor
/// comparisons. A person's weight is that of their probes; all people stay in the gallery, as impostors' claims too.
///
/// The EER is that of [ErrorRates#eer()], exactly, from the counts at the distinct genuine scores alone. Between two
/// of those the FNMR stands still while the FMR falls; if they meet there, the EER is that FNMR, wherever the impostor
/// scores lie. If they meet at a genuine score g, the curve is the straight line from (impostors ≥ g, genuine < g) to
/// (impostors > g, genuine ≤ g). With these counts kept for each person, the EER for any weights is a binary search: 8
/// steps of 2 × 40 products for 280 probes of 40 people.
public final class SplitScores {
    private final int people;
    /// For each person the number of probes, and of those whose person has the highest score.
    private final int[] probes;

    private final int[] correct;
    private final int steps;
    /// (steps + 1, people): a person's genuine scores below distinct genuine score j; all of them for j = steps.
    private final int[] refused;
    /// (steps, people): a person's impostor scores of at least distinct genuine score j, and above it.
    private final int[] accepted;

    private final int[] acceptedAbove;

    private SplitScores(Tensor scores, int[] labels, int people) {
        this.people = people;
        probes = new int[people];
        correct = new int[people];
        int[] ranks = Accuracy.ranks(scores, labels);
        float[] own = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            probes[labels[i]]++;
            correct[labels[i]] += ranks[i] == 1 ? 1 : 0;
            own[i] = scores.data()[i * people + labels[i]] + 0f; // −0 becomes 0: sorting tells them apart
        }
        float[] genuine = distinct(own);
        steps = genuine.length;
        refused = new int[size(steps + 1, people)];
        accepted = new int[size(steps, people)];
        acceptedAbove = new int[size(steps, people)];
        for (int i = 0; i < labels.length; i++) {
            refused[(indexOf(own[i], genuine) + 1) * people + labels[i]]++;
            countImpostors(scores.data(), i * people, labels[i], genuine);
        }
        addRows(refused, people);
        addRowsFromTheEnd(accepted, people);
        addRowsFromTheEnd(acceptedAbove, people);
    }

    /// The scores of one split.
    ///
    /// @param scores (N, people), comparable across probes: posteriors, similarities, negative distances
    /// @param labels N numbers of people
    /// @throws IllegalArgumentException if shapes and labels do not fit together, there is no probe or but one
    ///     person, or a score is not a number or plus infinity
    public static SplitScores of(Tensor scores, int[] labels) {
        int people = Checks.classes(scores, labels);
        if (people < 2) {
            throw new IllegalArgumentException("scores of " + people + " person; an impostor needs a second");
        }
        for (int i = 0; i < scores.size(); i++) {
            if (scores.data()[i] == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("the score of probe " + i / people + " for person " + i % people
                        + " is Infinity; a number below infinity expected");
            }
        }
        return new SplitScores(scores, labels, people);
    }

    private static float[] distinct(float[] scores) {
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        int distinct = 0;
        for (int k = 0; k < sorted.length; k++) {
            if (k == 0 || sorted[k] != sorted[k - 1]) {
                sorted[distinct++] = sorted[k];
            }
        }
        return Arrays.copyOf(sorted, distinct);
    }

    private static int size(int rows, int people) {
        if ((long) rows * people > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    rows + " distinct genuine scores of " + people + " people are more counts than one array can hold");
        }
        return rows * people;
    }

    /// Counts the impostor scores of one probe at the highest genuine score that accepts them.
    private void countImpostors(float[] scores, int offset, int person, float[] genuine) {
        for (int c = 0; c < people; c++) {
            if (c == person) {
                continue;
            }
            float score = scores[offset + c] + 0f;
            int at = indexOf(score, genuine);
            if (at >= 0) {
                accepted[at * people + person]++;
                int below = genuine[at] == score ? at - 1 : at;
                if (below >= 0) {
                    acceptedAbove[below * people + person]++;
                }
            }
        }
    }

    /// The place of the highest genuine score that is at most `score`, −1 where all are above.
    private static int indexOf(float score, float[] genuine) {
        int low = 0;
        int high = genuine.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (genuine[middle] <= score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private static void addRows(int[] counts, int people) {
        for (int i = people; i < counts.length; i++) {
            counts[i] += counts[i - people];
        }
    }

    private static void addRowsFromTheEnd(int[] counts, int people) {
        for (int i = counts.length - people - 1; i >= 0; i--) {
            counts[i] += counts[i + people];
        }
    }

    /// The number of people, those without a probe included.
    public int people() {
        return people;
    }

    /// The rank-1 identification rate, as [Accuracy#of].
    public double accuracy() {
        return accuracy(once());
    }

    /// The equal error rate, as [ErrorRates#eer()] of [Scores#ofPosteriors].
    public double eer() {
        return eer(once());
    }

    private int[] once() {
        int[] weight = new int[people];
        Arrays.fill(weight, 1);
        return weight;
    }

    /// For each person the number of probes; shared, not to be written to.
    int[] probes() {
        return probes;
    }

    /// The accuracy where each person's probes count as often as `weight` says.
    double accuracy(int[] weight) {
        return (double) sum(weight, correct, 0) / sum(weight, probes, 0);
    }

    /// The EER where each person's probes count as often as `weight` says.
    double eer(int[] weight) {
        int low = 0;
        int high = steps - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sum(weight, acceptedAbove, middle) <= (people - 1) * sum(weight, refused, middle + 1)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        double genuine = sum(weight, probes, 0);
        double impostor = genuine * (people - 1);
        double fmr = sum(weight, accepted, low) / impostor;
        long refusedBelow = sum(weight, refused, low);
        double fnmr = refusedBelow / genuine;
        if (sum(weight, accepted, low) <= (people - 1) * refusedBelow) {
            return fnmr;
        }
        double fmrAbove = sum(weight, acceptedAbove, low) / impostor;
        double fnmrAbove = sum(weight, refused, low + 1) / genuine;
        return Crossing.rate(fmr, fmrAbove, Crossing.share(fmr, fnmr, fmrAbove, fnmrAbove));
    }

    /// Row `row` of the counts, each person's as often as `weight` says.
    private static long sum(int[] weight, int[] counts, int row) {
        int offset = row * weight.length;
        long sum = 0;
        for (int p = 0; p < weight.length; p++) {
            sum += (long) weight[p] * counts[offset + p];
        }
        return sum;
    }

    @Override
    public String toString() {
        return Arrays.stream(probes).sum() + " probes of " + people + " people";
    }
}
