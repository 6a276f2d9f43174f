package org.fovea.facerec.baseline;

import org.fovea.facerec.data.FaceSet;

/// Nearest neighbour on pixels: with x a picture's H·W·C values standardised to mean 0 and variance 1, a person's score
/// is the largest cosine x·g / (‖x‖ ‖g‖) over the person's pictures g: their correlation, −1 to 1. The order is that of
/// the Euclidean distance, as ‖x − g‖² = 2 H·W·C (1 − cosine).
///
/// Source: Brunelli and Poggio, "Face Recognition: Features versus Templates", PAMI 15, 1993 (normalised correlation).
public record Pixels() implements Baseline {
    @Override
    public String name() {
        return "pixels";
    }

    @Override
    public Recogniser learn(FaceSet training) {
        return NearestNeighbour.byCosine(training, Features.PIXELS);
    }
}
