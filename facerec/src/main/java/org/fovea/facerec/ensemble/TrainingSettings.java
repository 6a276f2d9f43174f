package org.fovea.facerec.ensemble;

import org.fovea.facerec.data.Augmentation;

/// How a network is trained: [#standard()], and what is to be different said by name.
///
/// @param filters of the first convolution; see [org.fovea.facerec.network.FaceNetworks#small]
/// @param epochs passes over the training pictures
/// @param batch pictures in a step
/// @param rate the learning rate at its highest, after the warm-up
/// @param weightDecay AdamW's
/// @param labelSmoothing the share of the target spread over all people
/// @param augmentation random changes of the training pictures
public record TrainingSettings(
        int filters,
        int epochs,
        int batch,
        double rate,
        double weightDecay,
        double labelSmoothing,
        Augmentation augmentation) {
    private static final TrainingSettings STANDARD =
            new TrainingSettings(32, 60, 16, 4e-3, 5e-3, 0.1, Augmentation.faces());

    public TrainingSettings {
        if (filters < 1 || epochs < 1 || batch < 2) {
            throw new IllegalArgumentException("needs at least 1 filter, 1 epoch and batches of 2; found " + filters
                    + ", " + epochs + " and " + batch);
        }
    }

    /// Settings that suit a few hundred small pictures.
    public static TrainingSettings standard() {
        return STANDARD;
    }

    /// The same for another number of passes.
    public TrainingSettings withEpochs(int epochs) {
        return new TrainingSettings(filters, epochs, batch, rate, weightDecay, labelSmoothing, augmentation);
    }

    /// The same for networks of other sizes.
    public TrainingSettings withFilters(int filters) {
        return new TrainingSettings(filters, epochs, batch, rate, weightDecay, labelSmoothing, augmentation);
    }
}
