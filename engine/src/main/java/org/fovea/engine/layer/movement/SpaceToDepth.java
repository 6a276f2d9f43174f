package org.fovea.engine.layer.movement;

import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// Blocks of b×b cells as the channels of one, the block's place outermost among them.
///
/// x: (b·H, b·W, C), y: (H, W, b²·C). y\[i, j, (u·b + v)·C + k\] = x\[i·b + u, j·b + v, k\].
public final class SpaceToDepth extends Movement {
    private final int block;

    public SpaceToDepth(int block) {
        if (block < 1 || block > 1 << 15) {
            throw new IllegalArgumentException("blocks of " + block + "×" + block);
        }
        this.block = block;
    }

    @Override
    public String type() {
        return "space_to_depth";
    }

    @Override
    public Options options() {
        return new Options().with("block", block);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "space_to_depth";
        }

        @Override
        public Layer create(Options o) {
            return new SpaceToDepth(o.integer("block"));
        }
    }

    @Override
    Shape outputShape(Shape x) {
        if (x.rank() != 3 || x.extent(0) % block != 0 || x.extent(1) % block != 0) {
            throw new IllegalArgumentException(
                    "expects a picture (H×W×C) of blocks of " + block + "×" + block + ", found " + x);
        }
        return Shape.of(x.extent(0) / block, x.extent(1) / block, Axes.extent((long) x.channels() * block * block, x));
    }

    @Override
    int[] sources(Shape x) {
        Shape split = Shape.of(x.extent(0) / block, block, x.extent(1) / block, block, x.channels());
        return Sources.permuted(split, 0, 2, 1, 3, 4);
    }
}
