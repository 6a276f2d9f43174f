package org.fovea.facerec.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.facerec.data.Picture;
import org.fovea.gradcam.HeatMap;
import org.jspecify.annotations.Nullable;

/// The maps made of one network, before anything is written.
///
/// @param network its number in the model, from 0
/// @param explained its answers
/// @param pictures as the network sees them
/// @param maps by layer, one a picture
/// @param asked the layer asked for; null for none, or all
record MadeMaps(
        int network,
        Explained explained,
        List<Picture> pictures,
        Map<String, List<HeatMap>> maps,
        @Nullable String asked) {
    /// Whether files of several layers have to be told apart.
    boolean manyLayers() {
        return maps.size() > 1 || ExplainQuestion.ALL.equals(asked);
    }

    /// The map of one picture at the layer that the derivation is about.
    HeatMap main(int picture) {
        return Objects.requireNonNull(maps.get(explained.subject().layer())).get(picture);
    }

    String name() {
        return "network " + (network + 1);
    }
}
