package org.fovea.facerec.gallery;

import java.util.List;
import java.util.Locale;
import org.fovea.facerec.evaluation.Estimate;
import org.fovea.facerec.evaluation.FnmrAtFmr;
import org.jspecify.annotations.Nullable;

/// The threshold from which on a face is a person's, and what is known of it.
///
/// What is compared is a picture with a person: the highest cosine with any of the person's pictures. Its false match
/// rate is of such comparisons. A search among N people makes N of them, so more of those who are not enrolled are
/// taken for somebody: that share is the false positive identification rate (FPIR, ISO/IEC 19795-1), measured where
/// there is a gallery to search.
///
/// @param wantedFmr what was asked for
/// @param threshold scores of at least this are accepted
/// @param fmr what the threshold does to the comparisons that it was set by, with the interval at 95 % when people are
///     drawn anew; on others it may be a little higher, since it was chosen here
/// @param comparisons how many there were
/// @param people of how many people
/// @param source whose they were
/// @param enrolled how many people were enrolled then
/// @param falsePositives of a search among these; null where there was nothing to measure
/// @param tail the scores of the highest comparisons, descending; ranks grow further apart
public record Calibration(
        double wantedFmr,
        double threshold,
        Estimate fmr,
        int comparisons,
        int people,
        String source,
        int enrolled,
        @Nullable FalsePositives falsePositives,
        List<Tail> tail) {
    public Calibration {
        tail = List.copyOf(tail);
    }

    /// A rank from the top and the score that has it.
    public record Tail(int rank, double score) {}

    /// The share of people not enrolled that a search takes for somebody.
    ///
    /// @param probes how many were searched for, a picture of each
    /// @param rate the share, with Wilson's interval at 95 %
    public record FalsePositives(int probes, Estimate rate) {
        /// `FPIR 0.11 [0.092, 0.13] in 1,000 searches`.
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "FPIR %s in %,d searches", text(rate), probes);
        }
    }

    /// The lowest FMR that the comparisons support: three in all of them.
    public double lowestFmr() {
        return FnmrAtFmr.lowestFmr(comparisons);
    }

    /// The share of comparisons of different people that score as high as this, at most: what the score is worth.
    /// It is never below what the comparisons support.
    public double fmrAt(double score) {
        for (Tail step : tail) {
            if (step.score() < score) {
                return Math.max(lowestFmr(), step.rank() / (double) comparisons);
            }
        }
        return 1;
    }

    /// `threshold 0.4213: FMR 0.00099 [0.00063, 0.0014] in 45,150 comparisons of 301 people`.
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "threshold %.4f: FMR %s in %,d comparisons of %,d people of %s",
                threshold,
                text(fmr),
                comparisons,
                people,
                source);
    }

    /// A small rate with its interval.
    private static String text(Estimate rate) {
        return String.format(
                Locale.ROOT,
                "%.2g [%.2g, %.2g]",
                rate.value(),
                rate.interval().low(),
                rate.interval().high());
    }
}
