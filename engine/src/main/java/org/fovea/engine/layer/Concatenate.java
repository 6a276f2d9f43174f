package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// Inputs side by side along the channels: y\[…, offset(i) + k\] = xᵢ\[…, k\]; dxᵢ is its part of dy.
public final class Concatenate extends Layer {
    @Override
    public String type() {
        return "concatenate";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("expects at least one input");
        }
        int[] extents = inputs.getFirst().toArray();
        int last = extents.length - 1;
        extents[last] = 0;
        for (Shape x : inputs) {
            boolean fits = x.rank() == extents.length;
            for (int axis = 0; fits && axis < last; axis++) {
                fits = x.extent(axis) == extents[axis];
            }
            if (!fits) {
                throw new IllegalArgumentException("expects inputs that differ in channels alone, found " + inputs);
            }
            extents[last] += x.channels();
        }
        return Shape.of(extents);
    }

    @Override
    public void forward(Pass pass) {
        int c = pass.y().shape().channels();
        pass.split(pass.y().size() / c, ChannelSums.rowGrain(c), Concatenate::forwardRows);
    }

    private static void forwardRows(Pass p, int from, int to) {
        float[] y = p.y().data();
        int c = p.y().shape().channels();
        for (int i = 0, at = 0; i < p.inputs(); i++) {
            float[] x = p.x(i).data();
            int own = p.x(i).shape().channels();
            for (int row = from; row < to; row++) {
                System.arraycopy(x, row * own, y, row * c + at, own);
            }
            at += own;
        }
    }

    @Override
    public void backward(Pass pass) {
        int c = pass.y().shape().channels();
        pass.split(pass.y().size() / c, ChannelSums.rowGrain(c), Concatenate::backwardRows);
    }

    private static void backwardRows(Pass p, int from, int to) {
        float[] dy = p.dy().data();
        int c = p.y().shape().channels();
        for (int i = 0, at = 0; i < p.inputs(); i++) {
            int own = p.x(i).shape().channels();
            if (p.wants(i)) {
                float[] dx = p.dx(i).data();
                for (int row = from; row < to; row++) {
                    for (int k = 0; k < own; k++) {
                        float d = dy[row * c + at + k];
                        dx[row * own + k] = p.adds(i) ? dx[row * own + k] + d : d;
                    }
                }
            }
            at += own;
        }
    }
}
