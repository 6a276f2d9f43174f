package org.fovea.gradcam;

import java.util.ArrayList;
import java.util.List;

/// Ways to make one map out of a method's maps at several layers. Each layer's map is brought to \[0, 1\] and the
/// pictures' size first ([Display]), since raw maps of different layers have no common unit.
public enum LayerFusion {
    /// The mean, scaled to \[0, 1\] again as the convention has it: what pytorch-grad-cam does with several layers.
    MEAN,
    /// The largest value at each pixel.
    MAXIMUM,
    /// The product: high where every layer is.
    PRODUCT,
    /// LayerCAM's own (section III-C of its paper): maps of all layers but the last are raised to tanh(2·M/max M),
    /// since shallow layers' values lie low, then the largest value at each pixel.
    LAYERCAM;

    private static final double GAMMA = 2;

    /// One map a picture, from 0 to 1 at the pictures' size.
    ///
    /// @param layers in the network's order
    public List<HeatMap> maps(MapMethod method, Subject subject, List<String> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a fusion needs at least one layer");
        }
        List<List<HeatMap>> shown = new ArrayList<>();
        for (String layer : layers) {
            Subject there = subject.layer(layer);
            shown.add(method.maps(there).stream()
                    .map(map -> Display.of(map, there))
                    .toList());
        }
        List<HeatMap> fused = new ArrayList<>();
        for (int n = 0; n < subject.size(); n++) {
            int picture = n;
            List<HeatMap> maps = shown.stream().map(all -> all.get(picture)).toList();
            HeatMap first = maps.getFirst();
            HeatMap map = new HeatMap(
                    first.height(),
                    first.width(),
                    fuse(maps),
                    first.method(),
                    String.join(" + ", layers),
                    first.target());
            fused.add(this == MEAN ? Display.of(map, subject) : map);
        }
        return fused;
    }

    private float[] fuse(List<HeatMap> maps) {
        float[] fused = new float[maps.getFirst().values().length];
        for (int i = 0; i < fused.length; i++) {
            double value = this == PRODUCT ? 1 : 0;
            for (int layer = 0; layer < maps.size(); layer++) {
                double v = maps.get(layer).values()[i];
                value = switch (this) {
                    case MEAN -> value + v / maps.size();
                    case MAXIMUM -> Math.max(value, v);
                    case PRODUCT -> value * v;
                    case LAYERCAM -> Math.max(value, layer < maps.size() - 1 ? Math.tanh(GAMMA * v) : v);
                };
            }
            fused[i] = (float) value;
        }
        return fused;
    }
}
