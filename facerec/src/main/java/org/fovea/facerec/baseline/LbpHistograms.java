package org.fovea.facerec.baseline;

import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;

/// Histograms of local binary patterns, LBP(8,1)ᵘ²: each pixel's 8 neighbours on a circle of radius 1, those between
/// pixels interpolated bilinearly, are 1 where they are at least as bright as the pixel and 0 where not. Of the 256
/// patterns the 58 **uniform** ones, with at most two changes between 0 and 1 around the circle, have a bin each, the
/// others share one. The grey picture is parted into 8 × 8 cells; each cell's histogram of 59 bins sums to 1. A
/// person's score is the largest −χ² = −Σ (a − b)² / (a + b), summed over all bins of all cells, over the person's
/// pictures: −128 (nothing in common) to 0.
///
/// Source: Ahonen, Hadid and Pietikäinen, "Face Description with Local Binary Patterns: Application to Face
/// Recognition", PAMI 28, 2006; here with a radius of 1, all cells weighing the same.
public record LbpHistograms() implements Baseline {
    private static final int GRID = 8;
    private static final int NEIGHBOURS = 8;
    private static final int[] BINS = bins();
    private static final int BINS_A_CELL = 59;
    // How far the neighbours on the diagonals are from the pixel, across and down.
    private static final float DIAGONAL = (float) Math.sqrt(0.5);

    @Override
    public String name() {
        return "lbp";
    }

    /// @throws IllegalArgumentException if pictures have fewer than 10×10 pixels: 8×8 with all their neighbours
    @Override
    public Recogniser learn(FaceSet training) {
        Picture first = training.picture(0);
        if (first.width() < GRID + 2 || first.height() < GRID + 2) {
            throw new IllegalArgumentException("pictures of " + first.width() + "×" + first.height()
                    + " pixels; " + GRID + "×" + GRID + " cells with a neighbour on every side need "
                    + (GRID + 2) + "×" + (GRID + 2));
        }
        return new NearestNeighbour(training, LbpHistograms::histograms, Similarity::chiSquare);
    }

    /// For each pattern its bin: uniform ones in ascending order, 58 for the others.
    private static int[] bins() {
        int[] bins = new int[1 << NEIGHBOURS];
        int next = 0;
        for (int pattern = 0; pattern < bins.length; pattern++) {
            int turned = (pattern >> 1) | ((pattern & 1) << (NEIGHBOURS - 1));
            bins[pattern] = Integer.bitCount(pattern ^ turned) <= 2 ? next++ : BINS_A_CELL - 1;
        }
        return bins;
    }

    /// The histograms of all cells, row by row: 64 × 59 shares.
    static float[] histograms(Picture picture) {
        Picture grey = picture.grey();
        int height = grey.height() - 2;
        int width = grey.width() - 2;
        float[] histograms = new float[GRID * GRID * BINS_A_CELL];
        int[] pixels = new int[GRID * GRID];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int cell = y * GRID / height * GRID + x * GRID / width;
                histograms[cell * BINS_A_CELL + BINS[pattern(grey, x + 1, y + 1)]]++;
                pixels[cell]++;
            }
        }
        for (int i = 0; i < histograms.length; i++) {
            histograms[i] /= pixels[i / BINS_A_CELL];
        }
        return histograms;
    }

    /// The pattern at a pixel, its neighbours from the right one on against the clock.
    static int pattern(Picture grey, int x, int y) {
        float[] p = grey.data();
        int w = grey.width();
        int at = y * w + x;
        float c = p[at];
        float right = p[at + 1];
        float left = p[at - 1];
        float up = p[at - w];
        float down = p[at + w];
        return bit(right, c, 0)
                | bit(diagonal(c, right, up, p[at - w + 1]), c, 1)
                | bit(up, c, 2)
                | bit(diagonal(c, left, up, p[at - w - 1]), c, 3)
                | bit(left, c, 4)
                | bit(diagonal(c, left, down, p[at + w - 1]), c, 5)
                | bit(down, c, 6)
                | bit(diagonal(c, right, down, p[at + w + 1]), c, 7);
    }

    private static int bit(float neighbour, float centre, int place) {
        return neighbour >= centre ? 1 << place : 0;
    }

    /// Interpolated between the pixel, the ones beside and above (or below) it, and the one in the corner. Written
    /// in differences, it is exact where all four are the same, so that a flat region has one pattern.
    private static float diagonal(float centre, float beside, float above, float corner) {
        float near = centre + DIAGONAL * (beside - centre);
        float far = above + DIAGONAL * (corner - above);
        return near + DIAGONAL * (far - near);
    }
}
