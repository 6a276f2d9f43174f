package org.fovea.facerec.fusion;

import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Tensor;

/// Training pictures held out from the templates they are scored by.
public final class Folds {
    private Folds() {}

    /// The share of the training pictures that members together give to the right person, each scored by templates
    /// made without it: the mean over the members of softmax(12 · cosine). 0 where no person has two pictures.
    public static double accuracy(List<Experience> members) {
        int[] labels = members.getFirst().labels();
        int people = members.getFirst().people();
        int[] fold = of(labels, people);
        int folds = IntStream.of(fold).max().orElse(0) + 1;
        if (folds < 2) {
            return 0;
        }
        float[] scores = Combining.mean(members.stream()
                        .map(member -> heldOutCosines(member, fold, folds))
                        .map(cosines -> LogSumExp.softmax(Combining.scaled(cosines, SoftCosine.SHARPNESS)))
                        .toList())
                .data();
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            boolean first = true;
            for (int k = 0; k < people; k++) {
                first &= k == labels[i] || scores[i * people + k] < scores[i * people + labels[i]];
            }
            right += first ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    /// For each picture its fold: a person's first picture in fold 0, the second in fold 1, and so on, as many
    /// folds as the person with the fewest pictures has, so that every person keeps a picture whichever fold is
    /// held out.
    static int[] of(int[] labels, int people) {
        int[] counts = new int[people];
        for (int label : labels) {
            counts[label]++;
        }
        int folds = IntStream.of(counts).filter(n -> n > 0).min().orElse(1);
        int[] seen = new int[people];
        return IntStream.of(labels).map(label -> seen[label]++ % folds).toArray();
    }

    /// The cosines of every picture to templates that were made without its fold: (N, people).
    static Tensor heldOutCosines(Experience member, int[] fold, int folds) {
        int[] labels = member.labels();
        int people = member.people();
        Tensor all = Tensor.zeros(labels.length, people);
        for (int f = 0; f < folds; f++) {
            int held = f;
            int[] kept = IntStream.range(0, labels.length)
                    .filter(i -> fold[i] != held)
                    .toArray();
            int[] out = IntStream.range(0, labels.length)
                    .filter(i -> fold[i] == held)
                    .toArray();
            int copies = member.copies();
            int[] keptCopies = IntStream.of(kept)
                    .flatMap(i -> IntStream.range(i * copies, (i + 1) * copies))
                    .toArray();
            Tensor features = member.pictures().features();
            Templates templates = new Templates(
                    Templates.rows(features, kept),
                    Templates.rows(member.varied(), keptCopies),
                    IntStream.of(kept).map(i -> labels[i]).toArray(),
                    people);
            float[] cosines = templates.cosines(Templates.rows(features, out)).data();
            for (int i = 0; i < out.length; i++) {
                System.arraycopy(cosines, i * people, all.data(), out[i] * people, people);
            }
        }
        return all;
    }
}
