package org.fovea.facerec.detection;

/// What a detector is to find.
///
/// @param score the least score of a face, 0 to 1
/// @param overlap two boxes that overlap by more, as intersection over union, are one face's, 0 to 1
/// @param most no more faces than this, those of the highest scores
/// @param longestSide larger pictures are shrunk to so many pixels before they are searched, at least 32
public record DetectorSettings(double score, double overlap, int most, int longestSide) {
    private static final int LEAST_SIDE = 32;
    private static final DetectorSettings STANDARD = new DetectorSettings(0.7, 0.3, 1_000, 640);

    public DetectorSettings {
        if (!(score > 0 && score <= 1) || !(overlap >= 0 && overlap <= 1)) {
            throw new IllegalArgumentException(
                    "a score of " + score + " (above 0, at most 1) and an overlap of " + overlap + " (0 to 1)");
        }
        if (most < 1 || longestSide < LEAST_SIDE) {
            throw new IllegalArgumentException("at most " + most + " faces (1 or more) in " + longestSide + " pixels ("
                    + LEAST_SIDE + " or more)");
        }
    }

    /// A score of 0.7, an overlap of 0.3, 1,000 faces, 640 pixels.
    public static DetectorSettings standard() {
        return STANDARD;
    }

    /// These settings with another least score.
    public DetectorSettings withScore(double least) {
        return new DetectorSettings(least, overlap, most, longestSide);
    }

    /// These settings with another longest side.
    public DetectorSettings withLongestSide(int pixels) {
        return new DetectorSettings(score, overlap, most, pixels);
    }
}
