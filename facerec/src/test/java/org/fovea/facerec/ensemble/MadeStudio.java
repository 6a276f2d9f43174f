package org.fovea.facerec.ensemble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.gaze.Observations;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.View;

/// A studio that trains nothing: networks with a gaze and features made up, to see what strategies ask for.
final class MadeStudio implements Studio {
    /// Cells of a made-up map, down and across.
    static final int CELLS = 4;

    /// Everything asked for, in order, each once.
    final List<NetworkSpec> asked = new ArrayList<>();

    private final Map<NetworkSpec, Trained> known = new HashMap<>();
    private final Function<NetworkSpec, float[]> map;

    /// @param map the raw map of a network for every picture, over `CELLS × CELLS` cells of its view
    MadeStudio(Function<NetworkSpec, float[]> map) {
        this.map = map;
    }

    @Override
    public Trained train(NetworkSpec spec) {
        return known.computeIfAbsent(spec, s -> {
            asked.add(s);
            return trained(s, map.apply(s), 0);
        });
    }

    /// A network that learned two pictures each of two people.
    ///
    /// @param confused how many of the four pictures its features put near the other person
    static Trained trained(NetworkSpec spec, float[] map, int confused) {
        View view = spec.view();
        Network network = Network.builder("made up", view.shape(1))
                .globalAveragePool("gap")
                .dense("logits", 2)
                .build();
        int[] labels = {0, 0, 1, 1};
        Tensor features = Tensor.zeros(4, 2);
        Tensor maps = Tensor.zeros(4, CELLS, CELLS);
        for (int i = 0; i < 4; i++) {
            // All right: each along its axis. One that is confused lies nearer to the other person's.
            boolean wrong = i < confused;
            features.data()[2 * i + labels[i]] = wrong ? 0.1f : 1;
            features.data()[2 * i + 1 - labels[i]] = wrong ? 1 : 0.1f * i;
            System.arraycopy(map, 0, maps.data(), i * map.length, map.length);
        }
        Observations pictures = new Observations(Tensor.zeros(Shape.of(4, 2)), features, maps);
        return new Trained(
                spec, new FaceNetwork(network, view, Standardisation.NONE), new Experience(pictures, features, labels));
    }

    /// A map of 1 in the cells of a rectangle and 0 elsewhere.
    static float[] looking(int left, int top, int right, int bottom) {
        float[] map = new float[CELLS * CELLS];
        for (int i = 0; i < map.length; i++) {
            int x = i % CELLS;
            int y = i / CELLS;
            map[i] = x >= left && x < right && y >= top && y < bottom ? 1 : 0;
        }
        return map;
    }
}
