package org.fovea.facerec.faithfulness;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.gradcam.metric.Probabilities;
import org.jspecify.annotations.Nullable;

/// A question about a model that there is and pictures of any people: why does the network see the person it sees?
/// Where the evidence lies is not known, so there are no masks.
///
/// The network that learned random labels is trained here, on the pictures of the folder (at most [#LEARNED]) with the
/// network's own answers dealt out anew.
///
/// @param layer the node that class activation maps read; null for the last activation with height and width
/// @param explained pictures explained, at most
/// @param epochs of the training on random labels; 0 to leave that check out
public record FolderQuestion(@Nullable String layer, int explained, int epochs) {
    /// How many pictures are learned by heart, at most: enough to leave no room for what faces have in common.
    static final int LEARNED = 128;

    private static final double RATE = 4e-3;

    public FolderQuestion {
        if (explained < 1 || epochs < 0) {
            throw new IllegalArgumentException(
                    "needs at least 1 picture explained and 0 epochs, found " + explained + " and " + epochs);
        }
    }

    /// @param name for people
    /// @param faces read as the network expects them
    public Question ask(
            String name,
            Network network,
            Standardisation standardisation,
            FaceSet faces,
            long seed,
            Workers workers,
            Announcer announcer) {
        String at = layer == null
                ? FaceNetworks.gazeLayer(network)
                : network.node(layer).name();
        if (network.node(at).shape().rank() != 3) {
            throw new IllegalArgumentException("a map needs a layer with height and width; \"" + at + "\" puts out "
                    + network.node(at).shape());
        }
        Xoshiro256 random = new Xoshiro256(seed);
        int[] all = IntStream.range(0, faces.size()).toArray();
        int[] drawn = Draw.some(all, explained, random);
        int[] learned = Draw.some(all, LEARNED, random);
        Probabilities probabilities = new Probabilities(network, workers);
        Tensor pictures = faces.batch(standardisation, drawn);
        String byHeartText = "";
        Network onRandomLabels = null;
        if (epochs > 0) {
            Tensor byHeartPictures = faces.batch(standardisation, learned);
            RandomLabels.Learned byHeart = RandomLabels.learn(
                    network,
                    byHeartPictures,
                    probabilities.answers(byHeartPictures),
                    epochs,
                    RATE,
                    random.nextLong(),
                    workers,
                    announcer.begin(learned.length + " of the pictures with random labels"));
            onRandomLabels = byHeart.network();
            byHeartText = String.format(
                    Locale.ROOT,
                    "; random labels of %d pictures were learned to %.1f %%",
                    learned.length,
                    100 * byHeart.accuracy());
        }
        return new Question(
                name,
                network,
                at,
                pictures,
                probabilities.answers(pictures),
                List.of(),
                onRandomLabels,
                faces.picture(drawn[0]),
                name + ": " + drawn.length + " of " + faces.size()
                        + " pictures are explained, each for the person that the network sees" + byHeartText + ".");
    }
}
