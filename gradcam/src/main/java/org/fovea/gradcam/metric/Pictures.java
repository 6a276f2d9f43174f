package org.fovea.gradcam.metric;

import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;

/// What the metrics ask of a picture and its map, in one place.
final class Pictures {
    private Pictures() {}

    /// @throws IllegalArgumentException if `picture` is not (1, H, W, C), or the map has not its height and width
    static void check(Tensor picture, HeatMap map) {
        check(picture);
        Shape shape = picture.shape();
        if (map.height() != shape.extent(1) || map.width() != shape.extent(2)) {
            throw new IllegalArgumentException("a map of " + map.height() + "×" + map.width()
                    + " cells over a picture of " + shape.extent(1) + "×" + shape.extent(2)
                    + " pixels; resize the map first");
        }
    }

    /// @throws IllegalArgumentException if `picture` is not (1, H, W, C)
    static void check(Tensor picture) {
        if (picture.shape().rank() != 4 || picture.shape().extent(0) != 1) {
            throw new IllegalArgumentException("one picture (1, H, W, C) expected, found " + picture.shape());
        }
    }

    /// @throws IllegalArgumentException if the maps differ in size
    static void check(HeatMap a, HeatMap b) {
        if (a.height() != b.height() || a.width() != b.width()) {
            throw new IllegalArgumentException("maps of " + a.height() + "×" + a.width() + " and " + b.height() + "×"
                    + b.width() + " cells cannot be held together");
        }
    }

    /// @throws IllegalArgumentException if a value is not a finite number
    static void checkFinite(HeatMap map) {
        for (int i = 0; i < map.values().length; i++) {
            if (!Float.isFinite(map.values()[i])) {
                throw new IllegalArgumentException(map.method() + " gives " + map.values()[i] + " in row "
                        + i / map.width() + ", column " + i % map.width());
            }
        }
    }
}
