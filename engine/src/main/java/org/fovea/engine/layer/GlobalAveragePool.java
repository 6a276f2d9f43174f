package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.tensor.Shape;

/// The mean of each channel over the whole picture: y\[n, k\] = Σ x\[n, i, j, k\] / (H·W). With a dense layer after it,
/// it makes the head for which class activation maps were invented (Zhou and others, 2016).
///
/// x: (N, H, W, C). y: (N, C).
public final class GlobalAveragePool extends Layer {
    @Override
    public String type() {
        return "global_average_pool";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.of(picture(inputs).channels());
    }

    @Override
    public boolean homogeneous() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        Shape x = place.x().shape();
        int h = x.extent(1);
        int w = x.extent(2);
        PoolShape shape = new PoolShape(x.extent(0), h, w, x.extent(3), h, w, 1, 1, 0, 0, 0, 0, 1, 1, false);
        return new Averaging(shape, 1, place);
    }
}
