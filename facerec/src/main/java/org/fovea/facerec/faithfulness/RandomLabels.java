package org.fovea.facerec.faithfulness;

import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.AdamW;
import org.fovea.engine.train.CrossEntropy;
import org.fovea.engine.train.Examples;
import org.fovea.engine.train.Schedule;
import org.fovea.engine.train.Trainer;
import org.fovea.engine.train.TrainingListener;
import org.fovea.gradcam.metric.Probabilities;

/// A network that learned pictures by heart, each with a label drawn by lot: what it computes from a picture has
/// nothing to do with whom the picture shows (the data randomisation test of Adebayo and others, NeurIPS 2018).
final class RandomLabels {
    private static final int BATCH = 16;

    private RandomLabels() {}

    /// @param network what was trained
    /// @param accuracy the share of pictures whose dealt label it gives, which should be near 1
    record Learned(Network network, double accuracy) {}

    /// @param network whose structure is taken, and none of its weights
    /// @param pictures (N, H, W, C)
    /// @param labels the true ones, which are dealt out anew
    static Learned learn(
            Network network,
            Tensor pictures,
            int[] labels,
            int epochs,
            double rate,
            long seed,
            Workers workers,
            TrainingListener listener) {
        Xoshiro256 random = new Xoshiro256(seed);
        int[] dealt = Draw.shuffled(labels, random);
        Network fresh = network.copy().initialize(random.split());
        int steps = epochs * Trainer.stepsPerEpoch(labels.length, BATCH);
        Trainer.of(fresh, Examples.of(pictures, dealt))
                .loss(new CrossEntropy())
                .optimizer(new AdamW(0))
                .schedule(Schedule.cosine(rate, steps).withWarmup(Math.max(1, steps / 20)))
                .epochs(epochs)
                .batchSize(BATCH)
                .seed(random.nextLong())
                .workers(workers)
                .listener(listener)
                .train();
        return new Learned(fresh, accuracy(fresh, pictures, dealt, workers));
    }

    /// The share of pictures to which a network gives these labels.
    static double accuracy(Network network, Tensor pictures, int[] labels, Workers workers) {
        int[] answers = new Probabilities(network, workers).answers(pictures);
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += answers[i] == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
