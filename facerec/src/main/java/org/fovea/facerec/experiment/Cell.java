package org.fovea.facerec.experiment;

import java.util.OptionalDouble;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.evaluation.Accuracy;
import org.fovea.facerec.evaluation.ErrorRates;
import org.fovea.facerec.evaluation.Scores;

/// One system's figures in one split under one condition: a line of `results.csv`.
///
/// @param draw which draw of what lots decide, from 1
/// @param probes pictures asked about
/// @param impostorPairs comparisons with other people than the one shown
/// @param accuracy share of probes given to the right person (rank 1)
/// @param rank5 share whose person is among the first five
/// @param eer equal error rate
/// @param auc area under the ROC curve
/// @param fnmr1 FNMR at an FMR of 0.1; empty where the impostor pairs do not support that FMR
/// @param fnmr2 the same at 0.01
/// @param fnmr3 the same at 0.001
/// @param gazeOverlap mean cosine of the members' gazes, pair by pair; not a number for baselines
public record Cell(
        int split,
        SystemName system,
        int draw,
        Condition condition,
        int probes,
        int impostorPairs,
        double accuracy,
        double rank5,
        double eer,
        double auc,
        OptionalDouble fnmr1,
        OptionalDouble fnmr2,
        OptionalDouble fnmr3,
        double gazeOverlap) {
    /// Headings of `results.csv`.
    static final String HEADINGS = "split,strategy,driver,members,fusion,condition,accuracy,eer,auc,rank5_accuracy,"
            + "fnmr_at_fmr_0.1,fnmr_at_fmr_0.01,fnmr_at_fmr_0.001,probes,impostor_pairs,gaze_overlap,draw";

    /// The figures of scores (N, people).
    static Cell of(
            int split,
            SystemName system,
            int draw,
            Condition condition,
            Tensor scores,
            int[] labels,
            double gazeOverlap) {
        ErrorRates rates = ErrorRates.of(Scores.ofPosteriors(scores, labels));
        int people = scores.shape().channels();
        double[] cmc = Accuracy.cmc(Math.min(5, people), scores, labels);
        return new Cell(
                split,
                system,
                draw,
                condition,
                labels.length,
                labels.length * (people - 1),
                cmc[0],
                cmc[cmc.length - 1],
                rates.eer(),
                rates.auc(),
                rates.fnmrAtFmr(1e-1).fnmr(),
                rates.fnmrAtFmr(1e-2).fnmr(),
                rates.fnmrAtFmr(1e-3).fnmr(),
                gazeOverlap);
    }

    /// The line of `results.csv`.
    String line() {
        return String.join(
                ",",
                Integer.toString(split),
                system.strategy(),
                system.driver(),
                Integer.toString(system.members()),
                system.fusion(),
                condition.label(),
                Csv.number(accuracy),
                Csv.number(eer),
                Csv.number(auc),
                Csv.number(rank5),
                Csv.number(fnmr1.orElse(Double.NaN)),
                Csv.number(fnmr2.orElse(Double.NaN)),
                Csv.number(fnmr3.orElse(Double.NaN)),
                Integer.toString(probes),
                Integer.toString(impostorPairs),
                Csv.number(gazeOverlap),
                Integer.toString(draw));
    }
}
