package org.fovea.facerec.faithfulness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.NetworkTraining;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.synthetic.FacePart;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.fovea.gradcam.metric.PointingGame;
import org.fovea.gradcam.metric.Probabilities;

/// Questions to which the right answer is known: synthetic people who differ in one part of the face and in nothing
/// else, and a network trained to tell them apart. Whatever it goes by on new pictures must lie in that part, as far as
/// it has learned the people and not the chances of their training pictures; so only pictures are asked about in which
/// it recognises the person.
///
/// @param parts one question each
/// @param people who differ in that part
/// @param training pictures of each to learn from
/// @param test pictures of each for the test, of which those explained are drawn
/// @param size pixels across and down
/// @param epochs of each training; that on random labels takes half of them
/// @param explained pictures in each question, at most
public record SyntheticQuestions(
        List<FacePart> parts, int people, int training, int test, int size, int epochs, int explained) {
    private static final Standardisation STANDARDISATION = Standardisation.PER_PICTURE;

    /// Half of what `fovea train` takes: eight people need no more, and the benchmark asks a network some ten
    /// thousand times.
    private static final int FILTERS = 16;

    public SyntheticQuestions {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || people < 2 || training < 1 || test < 1 || epochs < 1 || explained < 1) {
            throw new IllegalArgumentException(
                    "needs a part, 2 people, and 1 each of training pictures, test pictures, epochs and pictures"
                            + " explained");
        }
    }

    /// Draws the people, trains the networks.
    ///
    /// @throws IllegalArgumentException if a network recognises nobody in its test pictures
    public List<Question> ask(long seed, Workers workers, Announcer announcer) {
        Xoshiro256 random = new Xoshiro256(seed);
        List<Question> questions = new ArrayList<>();
        for (FacePart part : parts) {
            questions.add(ask(part, random.split(), workers, announcer));
        }
        return List.copyOf(questions);
    }

    private Question ask(FacePart part, Xoshiro256 random, Workers workers, Announcer announcer) {
        String name = part.name().toLowerCase(Locale.ROOT);
        SyntheticFaceSet set = SyntheticFaceSet.differingIn(part, people, training + test, size, random.nextLong());
        FaceSet.Split split = set.faces().split(training, random);
        TrainingSettings settings = TrainingSettings.standard().withEpochs(epochs);
        Network network =
                FaceNetworks.small(split.training().shape(), people, FILTERS).initialize(random.split());
        NetworkTraining.fit(
                network,
                split.training(),
                STANDARDISATION,
                settings,
                random.nextLong(),
                workers,
                announcer.begin(people + " people who differ in the " + name));
        RandomLabels.Learned byHeart = RandomLabels.learn(
                network,
                split.training().batch(STANDARDISATION),
                split.training().labels(),
                (epochs + 1) / 2, // nothing is changed from epoch to epoch, so it is soon learned
                settings.rate(),
                random.nextLong(),
                workers,
                announcer.begin("the same pictures with random labels"));

        int[] recognised = recognised(network, split.test(), workers);
        double accuracy = (double) recognised.length / split.test().size();
        int[] showing = IntStream.of(recognised) // a turned head may hide the part
                .filter(i -> set.mask(split.test().source(i)).count(part) > 0)
                .toArray();
        if (showing.length == 0) {
            throw new IllegalArgumentException(
                    "the network recognises nobody in " + split.test().size()
                            + " test pictures of people who differ in the " + name + "; more epochs may help");
        }
        FaceSet asked = split.test().select(Draw.some(showing, explained, random));
        List<boolean[]> masks = IntStream.range(0, asked.size())
                .mapToObj(i -> flags(set.mask(asked.source(i)).of(part)))
                .toList();
        double area = masks.stream().mapToDouble(PointingGame::area).average().orElseThrow();
        return new Question(
                name,
                network,
                FaceNetworks.gazeLayer(network),
                asked.batch(STANDARDISATION),
                asked.labels(),
                masks,
                byHeart.network(),
                asked.picture(0),
                String.format(
                        Locale.ROOT,
                        "%s: %d people who differ in this part, %d pictures each to learn from; accuracy %.1f %% on %d"
                                + " others, of which %d recognised ones are explained; the part covers %.1f %% of a"
                                + " picture; random labels were learned to %.1f %%.",
                        name,
                        people,
                        training,
                        100 * accuracy,
                        split.test().size(),
                        asked.size(),
                        100 * area,
                        100 * byHeart.accuracy()));
    }

    /// The numbers of the pictures in which a network sees the person they show, ascending.
    private static int[] recognised(Network network, FaceSet faces, Workers workers) {
        int[] answers = new Probabilities(network, workers).answers(faces.batch(STANDARDISATION));
        return IntStream.range(0, answers.length)
                .filter(i -> answers[i] == faces.label(i))
                .toArray();
    }

    private static boolean[] flags(float[] mask) {
        boolean[] flags = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            flags[i] = mask[i] > 0;
        }
        return flags;
    }
}
