package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.train.AdamW;
import org.fovea.engine.train.CrossEntropy;
import org.fovea.engine.train.Loss;
import org.fovea.engine.train.Schedule;
import org.fovea.engine.train.Trainer;
import org.fovea.engine.train.TrainingListener;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.gaze.Gaze;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.network.View;
import org.fovea.gradcam.HeatMap;

/// Training of one network after another on one set of pictures, each as its specification says. A network that was
/// asked for before is given again.
public final class NetworkTraining implements Studio {
    /// Told before each network's training begins.
    @FunctionalInterface
    public interface Announcer {
        /// @return who listens to this network's training
        TrainingListener begin(NetworkSpec spec, Network network);
    }

    private final FaceSet training;
    private final Standardisation standardisation;
    private final Workers workers;
    private final Announcer announcer;
    private final Map<NetworkSpec, Trained> done = new HashMap<>();

    /// @param training the pictures to learn from, of the frame's size
    /// @param standardisation how the visible pixels become a network's input
    public NetworkTraining(FaceSet training, Standardisation standardisation, Workers workers, Announcer announcer) {
        this.training = training;
        this.standardisation = standardisation;
        this.workers = workers;
        this.announcer = announcer;
    }

    @Override
    public Trained train(NetworkSpec spec) {
        Trained known = done.get(spec);
        if (known == null) {
            known = train(spec, training, standardisation, this, workers, announcer);
            done.put(spec, known);
        }
        return known;
    }

    /// Trains one network as its specification says.
    ///
    /// @param others gives the networks that it is to look away from
    public static Trained train(
            NetworkSpec spec,
            FaceSet training,
            Standardisation standardisation,
            Studio others,
            Workers workers,
            Announcer announcer) {
        Xoshiro256 random = new Xoshiro256(spec.seed());
        TrainingSettings settings = spec.training();
        var shape = spec.view().shape(training.shape().channels());
        Network network = FaceNetworks.small(shape, training.people(), settings.filters());
        network.initialize(random.split());
        TrainingListener listener = announcer.begin(spec, network);
        Loss loss = new CrossEntropy(settings.labelSmoothing());
        Network trained = network;
        if (spec.away() instanceof NetworkSpec.Penalty penalty) {
            // The map must be an output for the loss to reach it; the weights are those of the network itself.
            GazePenalty avoided =
                    new GazePenalty(network, meanGaze(penalty.from(), spec, others), penalty.weight(), loss);
            trained = avoided.network();
            loss = avoided;
        }
        FaceExamples examples = new FaceExamples(
                training, standardisation, settings.augmentation(), spec.view(), covers(spec, training, others));
        fit(trained, examples, loss, settings, random.nextLong(), workers, listener);
        if (loss instanceof GazePenalty avoided) {
            avoided.copyTo(network);
        }
        FaceNetwork face = new FaceNetwork(network, spec.view(), standardisation);
        return new Trained(spec, face, Experience.of(face, training, settings.augmentation(), spec.seed(), workers));
    }

    /// Trains one network of any structure on pictures as they are.
    ///
    /// @param network from the pictures' shape to one output a person; initialised
    public static void fit(
            Network network,
            FaceSet training,
            Standardisation standardisation,
            TrainingSettings settings,
            long seed,
            Workers workers,
            TrainingListener listener) {
        View whole = View.whole(training.shape().extent(1), training.shape().extent(0));
        FaceExamples examples =
                new FaceExamples(training, standardisation, settings.augmentation(), whole, FaceExamples.Covered.NEVER);
        fit(network, examples, new CrossEntropy(settings.labelSmoothing()), settings, seed, workers, listener);
    }

    private static void fit(
            Network network,
            FaceExamples examples,
            Loss loss,
            TrainingSettings settings,
            long seed,
            Workers workers,
            TrainingListener listener) {
        int steps = settings.epochs() * Trainer.stepsPerEpoch(examples.size(), settings.batch());
        Trainer.of(network, examples)
                .loss(loss)
                .optimizer(new AdamW(settings.weightDecay()))
                .schedule(Schedule.cosine(settings.rate(), steps).withWarmup(Math.max(1, steps / 20)))
                .epochs(settings.epochs())
                .batchSize(settings.batch())
                .seed(seed)
                .workers(workers)
                .listener(listener)
                .train();
    }

    /// For each picture what the maps of other networks cover, and how often; none where the specification has no
    /// covers.
    private static FaceExamples.Covered covers(NetworkSpec spec, FaceSet training, Studio others) {
        if (!(spec.away() instanceof NetworkSpec.Covers covers)) {
            return FaceExamples.Covered.NEVER;
        }
        List<boolean[]> masks = new ArrayList<>();
        List<Gaze> gazes =
                covers.from().stream().map(from -> others.train(from).gaze()).toList();
        for (int i = 0; i < training.size(); i++) {
            boolean[] mask = new boolean[spec.view().frameWidth() * spec.view().frameHeight()];
            for (Gaze gaze : gazes) {
                boolean[] own = covers.cover().mask(gaze.picture(i));
                for (int pixel = 0; pixel < mask.length; pixel++) {
                    mask[pixel] |= own[pixel];
                }
            }
            masks.add(mask);
        }
        return new FaceExamples.Covered(masks, covers.share());
    }

    /// Where others look on average, at the frame's size.
    private static HeatMap meanGaze(List<NetworkSpec> from, NetworkSpec spec, Studio others) {
        float[] sum = new float[spec.view().frameWidth() * spec.view().frameHeight()];
        for (NetworkSpec other : from) {
            float[] gaze = others.train(other).gaze().mean().values();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += gaze[i] / from.size();
            }
        }
        return new HeatMap(
                spec.view().frameHeight(), spec.view().frameWidth(), sum, "Grad-CAM", "the gaze layer", "others");
    }
}
