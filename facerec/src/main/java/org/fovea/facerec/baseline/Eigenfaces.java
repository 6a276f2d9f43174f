package org.fovea.facerec.baseline;

import org.fovea.facerec.data.FaceSet;

/// Eigenfaces: pictures, standardised to mean 0 and variance 1, are described by their coefficients y = V (x − m) along
/// the principal components V of the training pictures, m their mean; a person's score is the largest cosine of the
/// probe's y and those of the person's pictures, −1 to 1.
///
/// Whitened, each coefficient is divided by its standard deviation over the training pictures (the Mahalanobis cosine
/// of Beveridge and others, "The CSU Face Identification Evaluation System", 2005). The first components follow the
/// light rather than the person, so some leave them out (Belhumeur and others 1997: three).
///
/// Source: Turk and Pentland, "Eigenfaces for Recognition", Journal of Cognitive Neuroscience 3, 1991.
///
/// @param explained the fewest components are kept that hold this share of the variance, above 0, at most 1
/// @param most but no more than this many
/// @param dropped how many of these, the first ones, are left out
/// @param whitened whether coefficients are divided by their standard deviations
public record Eigenfaces(double explained, int most, int dropped, boolean whitened) implements Baseline {
    public Eigenfaces {
        Checks.explained(explained);
        if (dropped < 0 || most <= dropped) {
            throw new IllegalArgumentException(
                    "at most " + most + " components less the first " + dropped + " leave none");
        }
    }

    /// The components that hold 95 % of the variance, as they are: chosen on five splits of the ORL faces, 3
    /// pictures a person, where whitening lowered the EER by one to two points and the accuracy by two to four.
    public static Eigenfaces standard() {
        return new Eigenfaces(0.95, Integer.MAX_VALUE, 0, false);
    }

    @Override
    public String name() {
        return "eigenfaces";
    }

    /// @throws IllegalArgumentException if the pictures have no more components than are dropped
    @Override
    public Recogniser learn(FaceSet training) {
        PrincipalComponents all = PrincipalComponents.of(Features.PIXELS.of(training));
        int to = Math.min(most, all.count(explained));
        if (to <= dropped) {
            throw new IllegalArgumentException(training.size() + " pictures have " + to + " components that hold "
                    + explained + " of the variance; without the first " + dropped + " none is left");
        }
        PrincipalComponents range = all.range(dropped, to);
        PrincipalComponents kept = whitened ? range.whitened() : range;
        return NearestNeighbour.byCosine(training, picture -> kept.coefficients(Features.PIXELS.of(picture)));
    }
}
