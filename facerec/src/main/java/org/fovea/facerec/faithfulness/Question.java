package org.fovea.facerec.faithfulness;

import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;
import org.jspecify.annotations.Nullable;

/// A network, the pictures whose answers are explained, and what is known about them.
///
/// @param name for people: `eye`
/// @param network puts out one logit a person
/// @param layer the node that class activation maps read
/// @param pictures (N, H, W, C), as the network reads them
/// @param targets for each picture the person whose evidence is asked for
/// @param masks for each picture where that evidence must lie, one flag a pixel; empty if that is not known
/// @param onRandomLabels a network of the same structure that learned labels drawn by lot; null to leave that check out
/// @param first the first of the pictures, as people see it
/// @param setting how all this was made, in a sentence
public record Question(
        String name,
        Network network,
        String layer,
        Tensor pictures,
        int[] targets,
        List<boolean[]> masks,
        @Nullable Network onRandomLabels,
        Picture first,
        String setting) {
    public Question {
        int count = pictures.shape().extent(0);
        masks = List.copyOf(masks);
        if (targets.length != count || (!masks.isEmpty() && masks.size() != count)) {
            throw new IllegalArgumentException(
                    count + " pictures, " + targets.length + " targets and " + masks.size() + " masks");
        }
    }

    /// The number of pictures.
    public int size() {
        return targets.length;
    }

    int height() {
        return pictures.shape().extent(1);
    }

    int width() {
        return pictures.shape().extent(2);
    }
}
