package org.fovea.engine.layer.movement;

import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// The channels of a cell as a block of b×b cells (Shi and others, 2016, "sub-pixel convolution").
///
/// x: (H, W, C), y: (b·H, b·W, C/b²). y\[i·b + u, j·b + v, k\] = x\[i, j, c\] with c = (u·b + v)·C/b² + k where the
/// block's place is outermost among the channels (ONNX's DCR, TensorFlow), or c = (k·b + u)·b + v where it is innermost
/// (CRD, PyTorch's `PixelShuffle`).
public final class DepthToSpace extends Movement {
    private final int block;
    private final boolean blocksFirst;

    /// @param blocksFirst whether the block's place is outermost among the channels
    public DepthToSpace(int block, boolean blocksFirst) {
        if (block < 1 || block > 1 << 15) {
            throw new IllegalArgumentException("blocks of " + block + "×" + block);
        }
        this.block = block;
        this.blocksFirst = blocksFirst;
    }

    @Override
    public String type() {
        return "depth_to_space";
    }

    @Override
    public Options options() {
        return new Options().with("block", block).with("blocks_first", blocksFirst);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "depth_to_space";
        }

        @Override
        public Layer create(Options o) {
            return new DepthToSpace(o.integer("block"), o.flag("blocks_first"));
        }
    }

    @Override
    Shape outputShape(Shape x) {
        if (x.rank() != 3 || x.channels() % (block * block) != 0) {
            throw new IllegalArgumentException(
                    "expects a picture (H×W×C) whose channels are blocks of " + block + "×" + block + ", found " + x);
        }
        return Shape.of(
                Axes.extent((long) x.extent(0) * block, x),
                Axes.extent((long) x.extent(1) * block, x),
                x.channels() / (block * block));
    }

    @Override
    int[] sources(Shape x) {
        int h = x.extent(0);
        int w = x.extent(1);
        int c = x.channels() / (block * block);
        return blocksFirst
                ? Sources.permuted(Shape.of(h, w, block, block, c), 0, 2, 1, 3, 4)
                : Sources.permuted(Shape.of(h, w, c, block, block), 0, 3, 1, 4, 2);
    }
}
