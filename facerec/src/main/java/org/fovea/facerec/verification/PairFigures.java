package org.fovea.facerec.verification;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.evaluation.Bootstrap;
import org.fovea.facerec.evaluation.Curve;
import org.fovea.facerec.evaluation.ErrorRates;
import org.fovea.facerec.evaluation.FnmrAtFmr;
import org.fovea.facerec.evaluation.FoldedAccuracy;
import org.fovea.facerec.evaluation.Interval;
import org.fovea.facerec.evaluation.Scores;
import org.jspecify.annotations.Nullable;

/// The figures of an embedding network on a list of pairs.
///
/// A pair with a photograph in which no face was found has no score: for the accuracy it is a wrong answer whatever the
/// truth, for the error rates one that no threshold accepts.
///
/// @param scores of each pair of the list, the cosine of its embeddings; NaN where there is none
/// @param notFound the photographs in which no face was found
/// @param folds with their thresholds; a single one, of all pairs, where the threshold is from another list
/// @param accuracy the mean of the folds, or the share of all pairs where the threshold is from another list
/// @param standardError of the folds' mean; null where the threshold is from another list
/// @param eerInterval of the EER, drawing people anew, 95 %
/// @param fnmr at the FMRs that are told, falling
/// @param roc abscissa FMR, ordinate 1 − FNMR
public record PairFigures(
        PairList list,
        double[] scores,
        List<Photo> notFound,
        List<FoldedAccuracy.Fold> folds,
        double accuracy,
        @Nullable Double standardError,
        double eer,
        Interval eerInterval,
        double auc,
        List<FnmrAtFmr> fnmr,
        Curve roc) {
    private static final int RESAMPLES = 1_000;
    private static final double CONFIDENCE = 0.95;

    /// The figures of pairs in folds.
    ///
    /// @param fixed the threshold from another list; null for each fold's from the other folds
    /// @param seed of the interval
    /// @throws IllegalArgumentException if there are not two folds at least with a pair each, or no pair of one
    ///     kind
    public static PairFigures of(PairEmbeddings pairs, @Nullable Double fixed, long seed) {
        double[] scores = pairs.scores();
        boolean[] genuine = pairs.genuine();
        FoldedAccuracy folded = FoldedAccuracy.of(scores, genuine, pairs.folds());
        FoldedAccuracy.Fold whole = fixed == null ? null : FoldedAccuracy.at(fixed, scores, genuine);
        Scores all = pairs.verification();
        ErrorRates rates = ErrorRates.of(all);
        return new PairFigures(
                pairs.list(),
                scores,
                pairs.notFound(),
                whole == null ? folded.folds() : List.of(whole),
                whole == null ? folded.mean() : whole.accuracy(),
                whole == null ? folded.standardError() : null,
                rates.eer(),
                Bootstrap.eer(all, RESAMPLES, CONFIDENCE, new Xoshiro256(seed)),
                rates.auc(),
                List.of(rates.fnmrAtFmr(0.01), rates.fnmrAtFmr(0.001)),
                rates.roc());
    }

    /// How many photographs the list has.
    public int photographs() {
        return list.photos().size();
    }

    /// The threshold that answered a pair.
    ///
    /// @param i the pair's place in the list
    public double threshold(int i) {
        boolean fixed = folds.size() == 1;
        return folds.get(fixed ? 0 : list.pairs().get(i).fold()).threshold();
    }

    /// Whether a pair was answered rightly.
    ///
    /// @param i the pair's place in the list
    public boolean isCorrect(int i) {
        return FoldedAccuracy.isCorrect(scores[i], list.pairs().get(i).genuine(), threshold(i));
    }

    /// The scores of the genuine or the impostor pairs that have one, in the list's order.
    public double[] scores(boolean genuine) {
        return of(genuine).filter(this::isScored).mapToDouble(i -> scores[i]).toArray();
    }

    /// How many of the genuine or the impostor pairs have no score.
    public int unscored(boolean genuine) {
        return (int) of(genuine).filter(i -> !isScored(i)).count();
    }

    /// The genuine or the impostor pairs with a score that were answered wrongly, those farthest from the threshold
    /// first.
    public List<ScoredPair> wrong(boolean genuine) {
        return of(genuine)
                .filter(i -> isScored(i) && !isCorrect(i))
                .mapToObj(i -> new ScoredPair(list.pairs().get(i), scores[i], threshold(i)))
                .sorted(Comparator.comparingDouble(ScoredPair::distance).reversed())
                .toList();
    }

    private boolean isScored(int i) {
        return !Double.isNaN(scores[i]);
    }

    private IntStream of(boolean genuine) {
        return IntStream.range(0, scores.length).filter(i -> list.pairs().get(i).genuine() == genuine);
    }
}
