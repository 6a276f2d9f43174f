package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.train.AdamW;
import org.fovea.engine.train.CrossEntropy;
import org.fovea.engine.train.Schedule;
import org.fovea.engine.train.Trainer;
import org.fovea.engine.train.TrainingListener;
import org.fovea.facerec.data.Augmentation;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.gaze.Cover;
import org.fovea.facerec.gaze.Gaze;
import org.fovea.facerec.network.FaceNetworks;

/// Trains networks one after another, each away from what those before it rely on.
///
/// The first network is trained on the pictures as they are. Its class activation maps of the training pictures show
/// what it relies on; the highest part of each map is covered with noise, and the second network is trained on the
/// covered pictures, so that it must find other features; and so on, the covers of all earlier networks together ("Face
/// Recognition Network using gradCAM", Baek, Kwon and Jung, Smart Media Journal 12(2), 2023).
public final class DivergentTraining {
    /// @param networks how many networks, 1 for a single one
    /// @param epochs passes over the training pictures, a network
    /// @param batch pictures in a step
    /// @param rate the learning rate at its highest, after the warm-up
    /// @param weightDecay AdamW's
    /// @param labelSmoothing the share of the target spread over all people
    /// @param augmentation random changes of the training pictures
    /// @param cover how much of a picture is covered for the next network
    /// @param coverShare how often a training picture is seen covered
    public record Settings(
            int networks,
            int epochs,
            int batch,
            double rate,
            double weightDecay,
            double labelSmoothing,
            Augmentation augmentation,
            Cover cover,
            double coverShare) {
        public Settings {
            if (networks < 1 || epochs < 1 || batch < 2) {
                throw new IllegalArgumentException("needs at least 1 network, 1 epoch and batches of 2; found "
                        + networks + ", " + epochs + " and " + batch);
            }
        }

        /// Settings that suit a few hundred small pictures.
        public static Settings standard() {
            return new Settings(1, 60, 16, 4e-3, 5e-3, 0.1, Augmentation.faces(), new Cover(0.2), 0.5);
        }

        public Settings withNetworks(int networks) {
            return new Settings(
                    networks, epochs, batch, rate, weightDecay, labelSmoothing, augmentation, cover, coverShare);
        }

        public Settings withEpochs(int epochs) {
            return new Settings(
                    networks, epochs, batch, rate, weightDecay, labelSmoothing, augmentation, cover, coverShare);
        }
    }

    /// A trained network, and where it looks.
    ///
    /// @param gaze its maps of the training pictures
    /// @param masks what of each training picture was covered while it was trained; empty for the first
    public record Member(Network network, Gaze gaze, List<boolean[]> masks) {}

    /// Told before each network's training begins, to say what follows.
    @FunctionalInterface
    public interface Announcer {
        /// @param number from 1
        /// @return who listens to this network's training
        TrainingListener begin(int number, Network network);
    }

    private DivergentTraining() {}

    /// Trains the networks.
    ///
    /// @param training the pictures to learn from
    /// @param standardisation how their values become a network's input
    /// @param seed where all randomness begins
    public static List<Member> run(
            FaceSet training,
            Standardisation standardisation,
            Settings settings,
            long seed,
            Workers workers,
            Announcer announcer) {
        Xoshiro256 random = new Xoshiro256(seed);
        List<Member> members = new ArrayList<>();
        List<boolean[]> masks = List.of();
        for (int i = 1; i <= settings.networks; i++) {
            Network network = FaceNetworks.small(training.shape(), training.people());
            network.initialize(random.split());
            FaceExamples examples =
                    new FaceExamples(training, standardisation, settings.augmentation, masks, settings.coverShare);
            train(network, examples, settings, random.nextLong(), workers, announcer.begin(i, network));
            Gaze gaze = Gaze.of(network, FaceNetworks.gazeLayer(network), training, standardisation, workers);
            members.add(new Member(network, gaze, masks));
            masks = cover(masks, gaze, settings.cover);
        }
        return List.copyOf(members);
    }

    /// Trains one network of any structure on the pictures as they are, as [#run] trains its first one.
    ///
    /// @param network from the pictures' shape to one output a person; initialised
    public static void train(
            Network network,
            FaceSet training,
            Standardisation standardisation,
            Settings settings,
            long seed,
            Workers workers,
            TrainingListener listener) {
        FaceExamples examples =
                new FaceExamples(training, standardisation, settings.augmentation, List.of(), settings.coverShare);
        train(network, examples, settings, seed, workers, listener);
    }

    private static void train(
            Network network,
            FaceExamples examples,
            Settings settings,
            long seed,
            Workers workers,
            TrainingListener listener) {
        int stepsPerEpoch = Trainer.stepsPerEpoch(examples.size(), settings.batch);
        int steps = settings.epochs * stepsPerEpoch;
        Trainer.of(network, examples)
                .loss(new CrossEntropy(settings.labelSmoothing))
                .optimizer(new AdamW(settings.weightDecay))
                .schedule(Schedule.cosine(settings.rate, steps).withWarmup(Math.max(1, steps / 20)))
                .epochs(settings.epochs)
                .batchSize(settings.batch)
                .seed(seed)
                .workers(workers)
                .listener(listener)
                .train();
    }

    /// What the next network does not get to see: the old covers and what this network looks at beside them.
    private static List<boolean[]> cover(List<boolean[]> before, Gaze gaze, Cover cover) {
        List<boolean[]> masks = new ArrayList<>();
        for (int i = 0; i < gaze.maps().size(); i++) {
            boolean[] mask = cover.mask(gaze.maps().get(i));
            for (int pixel = 0; pixel < mask.length && !before.isEmpty(); pixel++) {
                mask[pixel] |= before.get(i)[pixel];
            }
            masks.add(mask);
        }
        return List.copyOf(masks);
    }

    /// A training picture as the member saw it when it was covered, for people to look at.
    public static Picture seen(Member member, FaceSet training, int i, long seed) {
        return member.masks.isEmpty()
                ? training.picture(i)
                : Cover.withNoise(training.picture(i), member.masks.get(i), new Xoshiro256(seed));
    }
}
